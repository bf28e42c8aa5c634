-- Why a campaign may write to a person (docs/registration.md, A form proves nobody; docs/audiences.md, Campaigns).
-- basis: 'consent' or 'legitimate_interest'; NULL for other kinds, and for mails that were queued before.
-- purpose: the consent that is needed; NULL: to any purpose but the event's own.
ALTER TABLE mails ADD COLUMN basis text CHECK (basis IN ('consent', 'legitimate_interest')),
                  ADD COLUMN purpose text;
