# Les pages du lien d'accès : ce que voit le spectateur avant, pendant et après le webinaire.

watch-title = Webinaire

watch-loading-title = Un instant
watch-loading-text = Ouverture de votre webinaire…
watch-offline-title = Pas de connexion
watch-offline-text = Le serveur est injoignable. Cette page réessaie et continue d’elle-même.
watch-no_script = Cette page lit votre webinaire avec JavaScript. Autorisez-le, puis rechargez la page.

watch-unknown_link-title = Ce lien ne fonctionne pas
watch-unknown_link-text = Il est peut-être incomplet, ou un lien plus récent vous a été envoyé. Ouvrez celui du dernier e-mail.
watch-not_registered-title = Vous n’êtes pas encore inscrit
watch-not_registered-text = Votre inscription n’est pas encore confirmée. Dès qu’elle le sera, ce même lien vous donnera accès ; cette page le verra d’elle-même.
watch-event_cancelled-title = Cet événement n’a pas lieu
watch-event_cancelled-text = Il a été annulé. S’il a lieu malgré tout, ce même lien fonctionnera de nouveau.
watch-window_closed-title = Ce webinaire n’est plus disponible
watch-window_closed-text = L’enregistrement pouvait être regardé pendant 30 jours après l’événement, et ce délai est passé. L’organisateur pourra peut-être vous aider.
watch-no_link-title = Ouvrez votre lien d’accès
watch-no_link-text = Cette page a besoin du lien personnel de votre invitation. Ouvrez-le de nouveau depuis l’e-mail.

watch-arriving-room = La salle est ouverte
watch-arriving-recording = L’enregistrement est disponible
watch-arriving-text = Vous y êtes conduit dans un instant.
watch-arriving-join = Rejoindre maintenant

watch-leaving-room = Nous vous conduisons à la salle
watch-leaving-recording = Nous vous conduisons à l’enregistrement
watch-leaving-text = Si rien ne se passe, utilisez le bouton.
watch-leaving-continue = Continuer

watch-coming-title = L’enregistrement arrive
watch-coming-text = Il est en préparation. Laissez cette page ouverte : la lecture commencera d’elle-même dès qu’il sera là. Votre lien d’accès reste le même.

watch-waiting-registered = Vous êtes inscrit
watch-waiting-there = { $moment } chez l’organisateur
watch-waiting-opens = La salle ouvre dans
watch-waiting-opens_spoken = La salle ouvre dans { $time }.
watch-waiting-opens_soon = La salle ouvre dans moins d’une minute.
watch-waiting-opening = Ouverture en cours
watch-waiting-calendar = Ajouter au calendrier
watch-waiting-aside = Laissez cette page ouverte : elle démarre d’elle-même. Votre lien fonctionne aussi sur un autre appareil.

watch-countdown-days = { $count ->
    [one] jour
   *[other] jours
}
watch-countdown-hours = { $count ->
    [one] heure
   *[other] heures
}
watch-countdown-minutes = { $count ->
    [one] minute
   *[other] minutes
}
watch-countdown-seconds = { $count ->
    [one] seconde
   *[other] secondes
}

watch-room-open = La salle est ouverte
watch-room-starts = Début : { $moment }
watch-room-soon = L’organisateur commence dans un instant.
watch-room-begins = Début dans
watch-room-aside = Laissez cette page ouverte : elle continue d’elle-même.

watch-screening-starts = Début : { $moment }
watch-screening-started = Commencé le { $moment }
watch-screening-recorded = Enregistré le { $day }
watch-screening-until = Disponible jusqu’au { $day }
watch-screening-attended = Vous étiez présent
watch-screening-attended_on_demand = Regardé en différé

watch-curtain-play = Lire
watch-curtain-part = Vous en avez déjà regardé une partie.
watch-curtain-continue = Reprendre à { $position }
watch-curtain-again = Revenir au début
watch-curtain-join = Rejoindre la séance
watch-curtain-over = La séance est terminée. L’enregistrement sera bientôt ici.
watch-unplayable-title = L’enregistrement ne peut pas être lu pour le moment
watch-unplayable-told = Nous avons prévenu l’organisateur. Cette page réessaie d’elle-même.
watch-unplayable-trying = Cette page réessaie d’elle-même.
watch-unplayable-offline = Votre connexion semble interrompue. Cette page réessaie d’elle-même.
watch-unplayable-format = Un autre navigateur pourra peut-être le lire. Cette page réessaie d’elle-même.
watch-unplayable-again = Réessayer

watch-progress-title = Votre progression
watch-progress-bar = Part vue de l’enregistrement
watch-progress-live = Vu en direct
watch-progress-watched = Vous avez regardé
watch-progress-covered = Part vue

watch-keys-space = Espace
watch-keys-play = lecture ou pause
watch-keys-seek = { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
watch-keys-fullscreen = plein écran
watch-keys-mute = couper le son

watch-transcript = Transcription
watch-transcript-go = Aller à { $position }
watch-keys-captions = sous-titres
# An automated webinar: its stage, what lies over it, and its replay.
watch-programme-viewers = { $count ->
    [one] { $count } spectateur
   *[other] { $count } spectateurs
}
watch-programme-gap = Le programme continue dans un instant.
watch-programme-sound_on = Activer le son
watch-programme-sound_off = Couper le son
watch-programme-captions = Sous-titres : { $language }
watch-programme-captions_off = Sous-titres : aucun
watch-programme-pause = Pause
watch-programme-position = Position dans le programme
watch-programme-film = Film
watch-programme-picture = Image
watch-programme-page = Diapositive { NUMBER($page) }
watch-programme-listen = À écouter
watch-programme-live_room = Aller à la salle en direct
watch-programme-talk = Questions et réponses
watch-programme-download = Télécharger
watch-programme-handout = Un document pour vous
watch-programme-close = Fermer

# Le chat et les sondages de la salle.
watch-chat-title = Chat et questions
watch-chat-moderated = Un animateur lit chaque message avant que les autres le voient.
watch-chat-answer_later = Vos messages ne sont visibles que pour vous et les animateurs ; les réponses arrivent ici.
watch-chat-lines = Messages
watch-chat-write = Votre message
watch-chat-question = C’est une question
watch-chat-send = Envoyer
watch-chat-host = Animateur
watch-chat-you = Vous
watch-chat-guest = Invité
watch-chat-held = en attente d’un animateur
watch-chat-removed = Ce message a été retiré.
watch-chat-answers = Répond à : { $text }
watch-chat-private = visible par vous seul
watch-chat-skipped = { $count ->
    [one] Beaucoup écrivent en même temps : { $count } message n’est pas affiché.
   *[other] Beaucoup écrivent en même temps : { $count } messages ne sont pas affichés.
}
watch-chat-refused-banned = Un animateur vous a retiré le droit d’écrire ici.
watch-chat-refused-chat_off = Il n’y a pas de chat pour le moment.
watch-chat-refused-room_closed = L’événement est terminé : le chat est fermé.
watch-chat-refused-invalid_line = Un message compte de 1 à 500 caractères.
watch-chat-refused-too_many_lines = C’était rapide. Attendez quelques secondes avant le prochain message.
watch-chat-refused-slow_mode = Le chat est ralenti. Attendez un peu avant le prochain message.
watch-chat-refused-chat_full = Trop de messages attendent un animateur. Réessayez plus tard.
watch-chat-refused-poll_closed = Ce sondage est fermé.
watch-chat-refused-invalid_answer = Cette réponse ne convient pas à la question.
watch-chat-refused-other = L’envoi a échoué. Réessayez.
watch-poll-title = Une question pour vous
watch-poll-send = Envoyer les réponses
watch-poll-change = Modifier les réponses
watch-poll-answered = Vos réponses sont arrivées.
watch-poll-closed = Les réponses sont closes.
watch-poll-yes = Oui
watch-poll-no = Non
watch-poll-result = { $option } : { NUMBER($count) }
watch-poll-count = { $count ->
    [one] { $count } réponse
   *[other] { $count } réponses
}
