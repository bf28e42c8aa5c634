members-email = E-mail
members-first_name = Prénom
members-last_name = Nom
members-company = Entreprise
members-job_title = Fonction
members-phone = Téléphone
members-status = Statut
members-join_link_of = lien d’accès de { $name }
members-erased = Personne effacée
members-numbered = Membre { $number }
members-registering = Inscription…

members-add-title = Ajouter des membres
members-add-how = Comment
members-add-hand = À la main
members-add-file = Depuis un fichier CSV
members-add-verb = Ajouter le membre
members-outcome-created = Créé
members-outcome-updated = Mis à jour
members-outcome-skipped = Ignoré
members-import-busy = Importation…
members-import-drop = Déposez un fichier CSV ici, ou choisissez-en un
members-import-columns = Une colonne « email », et au choix first name, last name, company, job title, phone, status. Jusqu’à 20 000 lignes, 5 Mo.
members-import-result = Résultat de l’importation
members-import-counts = { $file } – lignes créées : { $created }, mises à jour : { $updated }, ignorées : { $skipped }.
members-import-rows = Ce qu’est devenue chaque ligne
members-import-line = Ligne
members-import-outcome = Résultat
members-import-why = Pourquoi
members-import-more = { $count ->
    [one] Et { $count } autre ligne.
   *[other] Et { $count } autres lignes.
}
members-import-no_email = (sans e-mail)
members-import-empty = Ce fichier est vide.
members-import-large = Ce fichier dépasse 5 Mo. Divisez-le en plusieurs.
members-import-not_csv = Enregistrez-le d’abord en CSV.

members-code-duplicate = Deux fois dans ce fichier ; la première compte
members-code-unchanged = Déjà membre avec le même statut
members-code-waitlisted = Plus de place : sur la liste d’attente
members-code-no_seat = Plus de place
members-code-missing_email = Pas d’adresse e-mail
members-code-invalid_email = Ce n’est pas une adresse e-mail
members-code-field_too_long = Un champ est trop long
members-code-invalid_characters = Des caractères impossibles à enregistrer
members-code-invalid_properties = Des champs supplémentaires impossibles à enregistrer
members-code-unknown_status = Ce n’est pas l’un des dix statuts
members-code-status_backwards = Déjà plus loin que ce statut
members-code-unknown_field = Un champ inconnu
members-code-wrong_type = Une valeur du mauvais type
members-code-attendance_not_read = Une cellule sur la participation est illisible
members-code-status_not_read = Le statut n’est pas des nôtres et devient une propriété
members-code-too_many_cells = Plus de cellules que de colonnes
members-code-import_retracted = Import annulé
members-code-window_closed = Les 30 jours sont passés
members-code-other = Non repris ({ $code })

members-drawer-member = Membre
members-drawer-about = À propos de ce membre
members-drawer-counted = Ce qui a compté
members-drawer-timeline = Chronologie
members-drawer-joined = Arrivée
members-drawer-elsewhere = pas par le lien d’accès
members-drawer-not_yet = pas encore
members-drawer-since = depuis le { $moment }
members-drawer-reason = « { $reason } »
members-drawer-asked_again = La plateforme est de nouveau interrogée
members-drawer-now = Maintenant : { $status }
members-drawer-copy_link = Copier le lien
members-drawer-change = Changer le statut
members-drawer-new_link = Nouveau lien
members-drawer-correct = Corriger
members-drawer-export = Exporter
members-drawer-erase = Effacer

members-link-title = Créer un nouveau lien d’accès ?
members-link-verb = Créer le lien
members-link-text = L’ancien lien cesse aussitôt de fonctionner, même dans un lecteur ouvert. Ce qui a été regardé reste compté.
members-link-done = Nouveau lien d’accès créé ; l’ancien est révoqué
members-erase-title = Effacer { $name } ?
members-erase-verb = Effacer la personne
members-erase-text = Le nom, l’e-mail, les propriétés et les liens disparaissent de tous les webinaires. Les statuts et les durées de visionnage restent, anonymes, pour qu’aucun chiffre ne change. C’est irréversible.
members-erase-done = Personne effacée

members-person-title = Corriger la personne
members-person-note = Modifié dans tous les webinaires de la personne.
members-person-save = Enregistrer
members-person-saved = Personne corrigée

members-status-title = Changer le statut
members-status-done = { $name } : { $status }
members-status-reason = Motif
members-status-reason_hint = Gardé dans la chronologie
members-status-backwards = Un membre ne fait qu’avancer : { $current } est plus loin que { $wanted }. Le seul retour est { $out }, qui libère la place et révoque le lien.

members-drops-title = Ce qui n’a pas été compté
members-drops-nothing = Rien : tout ce qui a été signalé compte.
members-drops-reports = { $count ->
    [one] { $count } signalement
   *[other] { $count } signalements
}
members-drops-last = { $count ->
    [one] { $count } dernier passage
   *[other] { $count } derniers passages
}
members-drop-malformed = Illisible
members-drop-malformed_why = Le lecteur a envoyé autre chose que quatre nombres sensés.
members-drop-backwards = À reculons
members-drop-backwards_why = Le passage finit, à l’horloge, quand il commence ou avant ; ou il recule dans l’enregistrement.
members-drop-too_fast = Trop rapide
members-drop-too_fast_why = Plus d’enregistrement qu’on ne peut en lire dans ce temps, au-delà de quatre fois la vitesse.
members-drop-stalled = À l’arrêt
members-drop-stalled_why = Le temps passait mais l’enregistrement n’avançait guère : du chargement, pas du visionnage.
members-drop-before_hello = Avant l’ouverture du lecteur
members-drop-before_hello_why = Il prétend à un temps d’avant l’ouverture de ce lecteur.
members-drop-future = Dans le futur
members-drop-future_why = Il prétend à un temps qui n’était pas encore passé à son arrivée.
members-drop-out_of_window = Hors période
members-drop-out_of_window_why = Lu avant le début de l’événement ou après les 30 jours.
members-drop-not_aired = Pas encore diffusé
members-drop-not_aired_why = Une partie du déroulé que personne ne pouvait voir à ce moment-là.
members-drop-limit = Au-delà de la limite
members-drop-limit_why = Plus de passages séparés qu’un membre ou un signalement n’en peut avoir.
members-drop-other = Non compté ({ $reason })
members-drop-other_why = Le serveur ne l’a pas compté.
members-segment-recording = { $from }–{ $to } de l’enregistrement
members-segment-clock = { $seconds } s à l’horloge, { $recording }
members-segment-times = { $from }–{ $to } ({ $seconds } s), { $recording }

members-explain-on_demand = En différé
members-explain-live = En direct
members-explain-threshold = Regarder en différé plus de { $duration } compte comme un visionnage.
members-explain-when = Quand la personne a regardé
members-explain-never = Aucune seconde n’a encore été comptée.
members-explain-filled = Les parties pleines sont du temps de lecture. Deux lecteurs à la fois comptent une fois ; pauses, chargements et sauts ne comptent pas.
members-explain-zone = Heures de { $zone }.
members-explain-seen = Ce que la personne a vu
members-explain-players = Lecteurs
members-explain-players_text = Chaque chargement de page est un lecteur avec sa propre horloge. Son zéro est fixé une fois, et chaque passage signalé est placé à partir de là : un signalement envoyé deux fois tombe au même moment.
members-explain-players_table = Lecteurs, avec le zéro de leur horloge
members-explain-player = Lecteur
members-explain-opened = Ouvert à
members-explain-zero = Zéro de l’horloge
members-explain-heard = Dernier signal
members-explain-earlier = { $count ->
    [one] { $count } séance plus ancienne
   *[other] { $count } séances plus anciennes
}
members-explain-unbroken = sans interruption
members-explain-stretches = { $count ->
    [one] { $count } passage
   *[other] { $count } passages
}
members-explain-no_recording = Il n’y a pas encore d’enregistrement.
members-explain-of = { $seen } sur { $whole }
members-explain-whole = Tout l’enregistrement a été vu.
members-explain-missed = Pas vu : { $list }.
members-explain-missed_more = { $count ->
    [one] Pas vu : { $list } et { $count } autre passage.
   *[other] Pas vu : { $list } et { $count } autres passages.
}

members-list-title = Membres
members-list-search = Chercher par nom ou e-mail
members-list-search_hint = Nom ou e-mail
members-list-statuses = Statuts
members-list-export = Exporter en CSV
members-list-no_match = Personne ne correspond
members-list-no_match_text = Essayez un autre nom, un autre e-mail, ou moins de statuts.
members-list-empty = Aucun membre pour l’instant
members-list-empty_text = Ajoutez-les à la main ou depuis un fichier CSV. Chacun reçoit son propre lien d’accès.
members-list-pages = Pages de membres
members-list-matches = { $count ->
    [one] { $count } membre correspond
   *[other] { $count } membres correspondent
}
members-list-matches_many = Plus de { $most } membres correspondent
members-list-table = Membres, avec ce qu’ils ont regardé
members-list-member = Membre
members-list-live = En direct
members-list-on_demand = En différé
members-list-covered = Part vue
members-list-last = Vu la dernière fois
members-list-link = Lien d’accès

members-timeline-empty = Il ne s’est encore rien passé
members-timeline-earlier = Afficher plus ancien
members-timeline-moved = { $from } → { $to }
members-timeline-became = Devenu : { $status }
members-timeline-because = parce que : { $facts }
members-timeline-form = Un formulaire a été envoyé
members-timeline-payment = Paiement de { $amount }
members-timeline-clicked = A cliqué : { $title }
members-timeline-answered = A répondu à « { $question } » : { $answer }
members-timeline-line = A écrit dans le chat : { $text }
members-timeline-asked = A demandé dans le chat : { $text }
members-timeline-replay = dans la rediffusion
members-line-held = retenue
members-line-visible = visible
members-line-rejected = refusée
members-line-deleted = supprimée
members-timeline-mail = Courriel : { $mail }
members-timeline-finish = L’événement a été clôturé
members-timeline-reported = Signalé : { $status }
members-timeline-other = Autre chose ({ $fact })
members-fact-added = Ajouté au programme
members-fact-removed = Retiré du programme
members-fact-cancelled = A annulé l’inscription
members-fact-click = A cliqué sur le lien d’accès
members-fact-joined = A ouvert le lien d’accès pour la première fois
members-fact-live = A regardé en direct pour la première fois
members-fact-view = A assez regardé en différé pour un visionnage
members-source-viewer = par le membre
members-source-operator = par un opérateur
members-source-import = par une importation
members-source-capacity = par les places
members-source-clock = par l’horloge
members-source-vendor = par une plateforme
members-source-form = par un formulaire
members-source-other = par { $source }

members-code-unknown_language = Ce n’est pas une langue

members-retract-verb = Retirer
members-retract-title = Retirer une entrée
members-retract-text = « { $what } » compte comme jamais dit. L’entrée reste dans la chronologie, et le statut découle du reste.
members-retract-reason = Raison (facultative)
members-retract-done = Retiré
members-retract-end_kept = Retiré ; la fin anticipée reste, car quelque chose a été lu depuis
members-retract-end_stays = La fin anticipée reste, car quelque chose a été lu depuis.
members-retract-at = Retiré { $moment }
members-retract-watchers = { $count ->
    [one] { $count } membre est venu depuis et n’est pas touché.
   *[other] { $count } membres sont venus depuis et ne sont pas touchés.
  }
members-retract-take_watchers = Les annuler aussi
members-retract-erase = { $count ->
    [one] Effacer { $count } personne créée seulement par des importations. Cela ne peut pas être annulé.
   *[other] Effacer { $count } personnes créées seulement par des importations. Cela ne peut pas être annulé.
  }
members-import-undo_choose = Annuler en choisissant ce qui part …
members-import-undo_text = Tout ce que le fichier affirmait compte comme jamais dit, et chaque statut découle du reste.
members-imports = { $count ->
    [one] { $count } importation précédente
   *[other] { $count } importations précédentes
  }
members-imports-one = { $moment }, par { $by } : { $created } nouveaux, { $updated } modifiés, { $skipped } ignorés.
members-imports-undo = Annuler cette importation du { $moment }
members-retract-confirmed = { $count ->
    [one] { $count } membre reste inscrit, car une plateforme l’a confirmé.
   *[other] { $count } membres restent inscrits, car une plateforme les a confirmés.
  }

members-preview = Comment le fichier est compris
members-preview-file = { $encoding }, séparé par des { $separator }, en-têtes à la ligne { $line }, heures de { $zone }.
members-preview-separator-comma = virgules
members-preview-separator-semicolon = points-virgules
members-preview-separator-tab = tabulations
members-preview-separator-bar = barres
members-preview-accepted = { $count ->
    [one] { $count } ligne peut être importée.
   *[other] { $count } lignes peuvent être importées.
}
members-preview-skipped = { $count ->
    [one] { $count } ligne est ignorée : { $why }
   *[other] { $count } lignes sont ignorées : { $why }
}
members-preview-none = Aucune ligne ne peut être importée. Il faut une ligne de titres, dont un pour l’e-mail, puis une ligne par personne.
members-preview-no_rows = Le fichier a des titres, et aucune ligne en dessous : il n’y a personne à importer.
members-preview-lines = { $count ->
    [one] (ligne { $lines })
   *[other] (lignes { $lines })
}
members-preview-lines_more = (lignes { $lines }, …)
members-preview-columns = Colonnes du fichier
members-preview-heading = En-tête
members-preview-meaning = Signifie
members-preview-sample = Par exemple
members-preview-of = Sens de { $heading }
members-preview-import = Importer { $count }
members-import-undo = Annuler cette importation
members-import-undone = L’importation est annulée. Les membres qui ont cliqué ou regardé depuis restent.
members-meaning-industry = Secteur
members-meaning-street_address = Rue
members-meaning-city = Ville
members-meaning-state = Région
members-meaning-postal_code = Code postal
members-meaning-country = Pays
members-meaning-language = Langue
members-meaning-status = Statut
members-meaning-attended = A participé : oui ou non
members-meaning-joined = Heure d’arrivée
members-meaning-left = Heure de départ
members-meaning-duration = Durée
members-meaning-property = Une propriété
members-meaning-ignored = Rien : ignorée

members-engagement = Engagement
members-engagement-high = Élevé
members-engagement-moderate = Moyen
members-engagement-low = Faible
members-engagement-chip = Engagement : { $level }
members-engagement-share = { $share } % de l’événement
members-engagement-time_alone = d’après la durée seule, la salle ne proposait rien à faire
members-engagement-choices = { $done } sur { $all } questions de sondage
members-engagement-answers = { $count ->
    [one] { $count } réponse
    [many] { $count } de réponses
   *[other] { $count } réponses
}
members-engagement-files = { $count ->
    [one] { $count } fichier
    [many] { $count } de fichiers
   *[other] { $count } fichiers
}
members-engagement-clicks = { $count ->
    [one] { $count } appel à l’action
    [many] { $count } d’appels à l’action
   *[other] { $count } appels à l’action
}
members-engagement-lines = { $count ->
    [one] { $count } message de chat
    [many] { $count } de messages de chat
   *[other] { $count } messages de chat
}
members-engagement-questions = { $count ->
    [one] { $count } question
    [many] { $count } de questions
   *[other] { $count } questions
}

members-reports = Rapports
members-reports-text = Chacun est un fichier CSV de cet instant, avec les heures en UTC et dans le fuseau du webinaire.
members-reports-all = Tous en une archive (.zip)
members-reports-members = Membres : statut, heures, durées, engagement
members-reports-attendance_by_day = Participation par jour : minutes de chaque membre, en direct et en différé
members-reports-answers = Réponses au formulaire d’inscription
members-reports-engagement = Engagement : niveau et raison de chaque participant en direct
members-reports-registrations_by_source = Inscriptions par source : d’où viennent les inscrits et qui a participé
members-reports-did_not_fit = Sans place : sur liste d’attente, refusés, complets
