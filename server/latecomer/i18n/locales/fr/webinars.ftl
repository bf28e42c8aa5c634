webinars-title = Webinaires
webinars-new = Nouveau webinaire
webinars-created = Webinaire créé
webinars-empty = Aucun webinaire pour l’instant
webinars-empty-text = Créez-en un et ajoutez ses membres : chacun reçoit un lien qui fonctionne avant, pendant et après l’événement.
webinars-table = Webinaires, le plus récent d’abord
webinars-column-webinar = Webinaire
webinars-column-phase = Phase
webinars-column-program = Programme
webinars-column-members = Membres
webinars-column-days = Jours restants
webinars-unit-members = { $count ->
    [one] membre
   *[other] membres
}
webinars-unit-days = { $count ->
    [one] jour restant
   *[other] jours restants
}
webinars-program-empty = Aucun membre pour l’instant
webinars-program-registered = { $count ->
    [one] { $count } inscrit
   *[other] { $count } inscrits
}
webinars-program-attended = { $count ->
    [one] { $count } présent jusqu’ici
   *[other] { $count } présents jusqu’ici
}
webinars-program-on_demand = { $share } ont regardé en différé

webinars-phase-waiting = À venir
webinars-phase-live = En direct
webinars-phase-on_demand = En différé
webinars-phase-closed = Terminé

webinars-create-verb = Créer le webinaire
webinars-settings = Réglages du webinaire
webinars-save = Enregistrer
webinars-delete = Supprimer
webinars-delete-title = Supprimer ce webinaire ?
webinars-delete-verb = Supprimer le webinaire
webinars-delete-text = { $name }, ses membres, leurs liens d’accès et tout ce qui a été enregistré de leur visionnage disparaîtront. C’est irréversible.

webinars-form-name = Nom
webinars-form-name_example = Actualités produit du trimestre
webinars-form-name_missing = Donnez-lui un nom.
webinars-form-starts = Début
webinars-form-starts_missing = Quand commence-t-il ?
webinars-form-ends = Fin
webinars-form-ends_missing = Quand se termine-t-il ?
webinars-form-ends_early = La fin doit venir après le début.
webinars-form-timezone = Fuseau horaire
webinars-form-timezone_hint = Des heures ci-dessus, et des jours dans les graphiques.
webinars-form-skipped = Les horloges sautent cette heure ce jour-là : elle est lue comme { $moment }.
webinars-form-timezone_over = L’événement est terminé : ses heures ne changent plus.
webinars-form-timezone_unknown = Choisissez un fuseau horaire de la liste, comme Europe/Brussels.
webinars-form-recording = Enregistrement
webinars-form-recording_example = https://… ou /recordings/…
webinars-form-recording_hint = MP4, WebM ou HLS. Il peut être ajouté plus tard.
webinars-form-recording_missing = Où est l’enregistrement ?
webinars-form-recording_wrong = Écrivez une adresse qui commence par https://, ou /recordings/ et le nom d’un fichier de ce serveur, sans espaces.
webinars-form-length = Durée
webinars-form-length_hint = h:mm:ss ; vide : comme le fichier
webinars-form-length_missing = Combien de temps dure-t-il ? Par exemple 45:00 ou 1:02:30.
webinars-form-more = Plus de réglages
webinars-form-live = Salle en direct
webinars-form-live_hint = Là où mène le lien d’accès pendant l’événement. Sans elle, l’enregistrement est diffusé comme un webinaire automatisé.
webinars-form-watch = Votre propre page
webinars-form-watch_hint = Une page à vous avec le script du lecteur, à la place de la nôtre.
webinars-form-origins = Origines autorisées
webinars-form-origins_hint = Sites autorisés à compter le visionnage de ce webinaire, un par ligne.
webinars-form-threshold = Visionnage après (secondes)
webinars-form-threshold_hint = Regarder strictement plus longtemps compte comme un visionnage.
webinars-form-threshold_half = L’enregistrement dure { $length } : regarder plus longtemps que { $half }, sa moitié, compte comme un visionnage.
webinars-form-threshold_wrong = En secondes, par exemple 60.
webinars-form-grace = Clôture après (secondes)
webinars-form-grace_example = 120, ou 10800 avec une plateforme
webinars-form-grace_hint = De la fin jusqu’à ce que les inscrits absents deviennent Absent.
webinars-form-grace_wrong = En secondes, par exemple 120, ou rien.
webinars-form-attendees = Limite de participants
webinars-form-registrants = Limite d’inscrits
webinars-form-limit_wrong = Un nombre entier, ou rien.
webinars-form-cancels = Qui annule
webinars-form-cancels_ignore = reste membre
webinars-form-cancels_remove = quitte le programme
webinars-form-viewers = Nombre de spectateurs dans la salle
webinars-form-viewers_no = Visible des animateurs
webinars-form-viewers_yes = Visible de tous
webinars-form-flip = Absent devient A regardé en différé
webinars-form-flip_watch = en regardant
webinars-form-flip_click = en cliquant sur le lien
webinars-form-replaces = C’est un autre enregistrement
webinars-form-replaces_hint = La part vue et la rétention repartent de zéro ; les durées de visionnage restent.

webinars-form-language = Langue des spectateurs
webinars-form-language_hint = Des pages du lien d’accès, sauf si la langue de la personne est connue.
webinars-form-language_browser = Selon le navigateur de chacun

webinars-long = Il dure du { $starts } au { $ends }, plus d’une journée. L’événement est en direct pendant tout ce temps, et l’enregistrement ne se regarde qu’ensuite. Est-ce exact ?
webinars-long-verb = Oui : créer
webinars-past = Sa fin, { $moment }, est dans le passé. L’événement est-il terminé ? Si oui, créez-le, ajoutez ses membres, puis terminez-le sur sa page : d’ici là, personne ne devient { $absent } ni { $watched }.
webinars-past-verb = Il est terminé : créer
webinars-past-correct = Corriger les horaires
