captions-title = Captions
captions-none = This recording has no captions. Some viewers need them, and many watch without sound.
captions-warning = The recording has no captions.
captions-add = Add captions
captions-language = Language
captions-other = Another language
captions-tag = Language tag
captions-tag_hint = Such as de or pt-BR.
captions-file = Choose a file
captions-file_hint = WebVTT (.vtt) or SubRip (.srt), up to 1 MiB.
captions-remove = Remove captions: { $language }
captions-removed = Captions removed
captions-taken = { $count ->
    [one] { $count } caption taken over.
   *[other] { $count } captions taken over.
}
captions-mended = Some lines were mended:
captions-line = Line { $line }: { $what }
captions-more = { $count ->
    [one] And { $count } more.
   *[other] And { $count } more.
}
captions-mended-unreadable = not readable, passed over.
captions-mended-backwards = ends before it starts, left out.
captions-mended-beyond_recording = beyond the end of the recording, cut or left out.
captions-mended-overlap = overlapped the next one, shortened.
captions-mended-markup = markup taken out.
captions-mended-block = styles or regions left out.
captions-mended-too_long = too long, cut.
captions-mended-empty = without text, left out.
