-- Words of names, emails and companies, for finding people by how words begin.
CREATE FUNCTION search_words(search_key text, company text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig,
                       translate(coalesce(search_key, '') || ' ' || lower(coalesce(company, '')),
                                 E'@.+-_/\\,;:()''"&!|<>*\n', repeat(' ', 21)))
$$;
CREATE INDEX persons_by_words ON persons USING gin (search_words(search_key, company)) WHERE erased_at IS NULL;
