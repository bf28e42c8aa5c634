captions-title = Ondertiteling
captions-none = Deze opname heeft geen ondertiteling. Sommige kijkers hebben die nodig, en velen kijken zonder geluid.
captions-warning = De opname heeft geen ondertiteling.
captions-add = Ondertiteling toevoegen
captions-language = Taal
captions-other = Een andere taal
captions-tag = Taalcode
captions-tag_hint = Bijvoorbeeld de of pt-BR.
captions-file = Kies een bestand
captions-file_hint = WebVTT (.vtt) of SubRip (.srt), hoogstens 1 MiB.
captions-remove = Ondertiteling verwijderen: { $language }
captions-removed = Ondertiteling verwijderd
captions-taken = { $count ->
    [one] { $count } ondertitel overgenomen.
   *[other] { $count } ondertitels overgenomen.
}
captions-mended = Enkele regels zijn hersteld:
captions-line = Regel { $line }: { $what }
captions-more = { $count ->
    [one] En nog { $count }.
   *[other] En nog { $count }.
}
captions-mended-unreadable = onleesbaar, overgeslagen.
captions-mended-backwards = eindigt voor het begin, weggelaten.
captions-mended-beyond_recording = voorbij het einde van de opname, ingekort of weggelaten.
captions-mended-overlap = overlapte de volgende, ingekort.
captions-mended-markup = opmaak verwijderd.
captions-mended-block = stijlen of regio's weggelaten.
captions-mended-too_long = te lang, ingekort.
captions-mended-empty = zonder tekst, weggelaten.
