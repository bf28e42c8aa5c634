captions-title = Sous-titres
captions-none = Cet enregistrement n’a pas de sous-titres. Certains spectateurs en ont besoin, et beaucoup regardent sans le son.
captions-warning = L’enregistrement n’a pas de sous-titres.
captions-add = Ajouter des sous-titres
captions-language = Langue
captions-other = Une autre langue
captions-tag = Code de langue
captions-tag_hint = Par exemple de ou pt-BR.
captions-file = Choisir un fichier
captions-file_hint = WebVTT (.vtt) ou SubRip (.srt), 1 Mio au plus.
captions-remove = Retirer les sous-titres : { $language }
captions-removed = Sous-titres retirés
captions-taken = { $count ->
    [one] { $count } sous-titre repris.
   *[other] { $count } sous-titres repris.
}
captions-mended = Des lignes ont été corrigées :
captions-line = Ligne { $line } : { $what }
captions-more = { $count ->
    [one] Et { $count } autre.
   *[other] Et { $count } autres.
}
captions-mended-unreadable = illisible, ignorée.
captions-mended-backwards = finit avant de commencer, retirée.
captions-mended-beyond_recording = au-delà de la fin de l’enregistrement, coupée ou retirée.
captions-mended-overlap = chevauchait la suivante, raccourcie.
captions-mended-markup = balises retirées.
captions-mended-block = styles ou régions retirés.
captions-mended-too_long = trop longue, coupée.
captions-mended-empty = sans texte, retirée.
