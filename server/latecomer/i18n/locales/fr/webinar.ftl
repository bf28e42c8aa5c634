webinar-feed-connecting = Connexion
webinar-feed-connecting_means = Les chiffres arrivent
webinar-feed-live = En temps réel
webinar-feed-live_means = Les chiffres bougent à mesure
webinar-feed-polling = Par interrogation
webinar-feed-polling_means = Aucun websocket ne s’ouvre sur ce réseau : les chiffres sont demandés toutes les cinq secondes
webinar-feed-reconnecting = Reconnexion
webinar-feed-reconnecting_means = La connexion est perdue ; voici les derniers chiffres
webinar-feed-offline = Hors ligne
webinar-feed-offline_means = Cet appareil est hors ligne ; voici les derniers chiffres
webinar-feed-not_allowed = Non autorisé
webinar-feed-not_allowed_means = Cette clé ne donne pas accès à ces chiffres
webinar-feed-unknown_webinar = Supprimé
webinar-feed-unknown_webinar_means = Le webinaire a été supprimé

webinar-finished-title = L’événement est clôturé
webinar-finished-text = Tous les statuts sont fixés. Désormais, qui regarde assez longtemps passe à { $status }.
webinar-finish-title = Clôturer cet événement ?
webinar-finish-verb = Clôturer l’événement
webinar-finish-text = Qui était inscrit sans être présent devient { $absent }, puis { $watched } en regardant l’enregistrement.
webinar-finish-again_text = Il a été clôturé le { $moment }. Clôturer de nouveau concerne les personnes inscrites depuis.
webinar-finish-early = Il devait se terminer à { $time } ; il se terminera maintenant.

webinar-moves-none = Aucun statut ne change.
webinar-moves = { $count ->
    [one] { $count } membre passe de { $from } à { $to }.
   *[other] { $count } membres passent de { $from } à { $to }.
}
webinar-times-wrong = Une plateforme a signalé qui a participé, et tout se situe hors de { $times }. Si cet horaire est faux, corrigez-le : tout le monde sera compté de nouveau.
webinar-outside = { $count ->
    [one] { $count } membre est { $status } uniquement par un autre événement, comme une répétition. Cela date d’avant une mise à jour et reste jusqu’à ce que vous le corrigiez.
   *[other] { $count } membres sont { $status } uniquement par un autre événement, comme une répétition. Cela date d’avant une mise à jour et reste jusqu’à ce que vous le corrigiez.
  }
webinar-outside-all = Tout corriger
webinar-outside-list = De qui il s’agit
webinar-outside-one = { $name } devient { $status }.
webinar-outside-correct = Corriger
webinar-outside-which = Corriger { $name }
webinar-outside-title = Présence à un autre événement
webinar-outside-text = Elle ne compte plus, et personne ne reste { $status } par elle. Le statut découle du reste.
webinar-unfinished = Cet événement était déjà passé à sa création : rien ne le termine tout seul. Tant que personne ne le fait, aucun membre ne devient { $absent } et regarder ne fait passer personne à { $watched }. Ajoutez d’abord ses membres.
webinar-unfinished-waiting = { $count ->
    [one] { $count } membre attend cela.
   *[other] { $count } membres attendent cela.
}

webinar-crumbs = Fil d’Ariane
webinar-finish = Clôturer
webinar-finish_again = Clôturer de nouveau
webinar-add = Ajouter des membres
webinar-tabs = De ce webinaire
webinar-tab-overview = Vue d’ensemble
webinar-tab-members = Membres
webinar-tab-rundown = Déroulé
webinar-tab-registration = Inscription
webinar-tab-console = La salle
webinar-tab-mail = E-mails
webinar-saved = Réglages enregistrés
webinar-hold = Figer
webinar-say = Lire les chiffres à voix haute (Alt+Maj+S)
webinar-said = En lecture : { $playing }. Visiteurs : { $visitors }. { $status } : { $flipped }.
webinar-no_numbers = Il n’y a pas de chiffres à afficher
webinar-no_numbers-text = Le webinaire a été supprimé, ou la clé utilisée n’y donne pas accès.

webinar-provider = Plateforme
webinar-provider-asking = Demande de tout ce qui y est connu
webinar-provider-registered_again = { $count ->
    [one] { $count } membre réinscrit
   *[other] { $count } membres réinscrits
}
webinar-provider-refresh = Actualiser depuis la plateforme
webinar-provider-registering = { $count ->
    [one] { $count } inscription en cours…
   *[other] { $count } inscriptions en cours…
}
webinar-provider-errors = { $count ->
    [one] { $count } erreur d’inscription
   *[other] { $count } erreurs d’inscription
}
webinar-provider-paused = En pause
webinar-provider-broken = En panne
webinar-provider-is_asked = demande en cours…
webinar-provider-asked = demandé { $ago }
webinar-provider-pushes = envoie d’elle-même ; sans identifiants, rien ne lui est demandé
webinar-provider-not_asked = pas encore demandé
webinar-provider-next = prochaine fois : { $time }
webinar-provider-now = maintenant
webinar-provider-no_credentials = { $name } n’a pas d’identifiants pour être interrogée : changez ses secrets.
webinar-provider-is_paused = { $name } est en pause.
webinar-provider-is_broken = { $name } est en panne.
webinar-provider-only_pushes = { $name } ne fait qu’envoyer et ne peut pas être interrogée.
webinar-provider-window_closed = { $name } n’est plus interrogée : le webinaire est définitivement terminé.
webinar-provider-invalid_settings = Les réglages de { $name } sont inutilisables.
webinar-provider-cannot = { $name } ne peut pas être interrogée ({ $code }).
webinar-provider-some = Une connexion
webinar-provider-trouble = Cela n’a pas fonctionné ({ $code }).

webinar-note-origin = Une page de { $origin } lit l’enregistrement, et rien n’est compté : son origine n’est pas autorisée. Autorisez-la dans les réglages.
webinar-note-length = Une page de { $origin } lit un média de { $played }, alors que l’enregistrement dure ici { $recording }. Il est compté. Si c’est bien l’enregistrement, corrigez sa durée dans les réglages.
webinar-recording-not_playable = L’enregistrement ne peut pas être lu.
webinar-recording-checked = Vérifié { $moment }.
webinar-recording-check = Vérifier de nouveau
webinar-recording-viewers = { $count ->
    [one] { $count } spectateur n’a pas pu lire l’enregistrement ces dernières 24 heures
   *[other] { $count } spectateurs n’ont pas pu lire l’enregistrement ces dernières 24 heures
  }, la dernière fois { $moment }.
webinar-recording-other_length = Le fichier de l’enregistrement dure { $file }, et { $typed } est réglé : la couverture et le seuil suivent ce qui est réglé.
webinar-recording-finding-unreachable = Son adresse est injoignable.
webinar-recording-finding-no_answer = Son adresse ne répond pas à temps.
webinar-recording-finding-status = Son adresse répond par le statut { $status }.
webinar-recording-finding-no_file = Ce fichier n’est pas dans le dossier des enregistrements.
webinar-recording-finding-too_many_redirects = Son adresse mène de l’une à l’autre sans fin.
webinar-recording-finding-not_secure = Son adresse commence par http : les navigateurs ne la chargent ici que par https.
webinar-recording-finding-web_page = Son adresse mène à une page web ; donnez l’adresse du fichier vidéo lui-même.
webinar-recording-finding-not_media = Son fichier n’est pas une vidéo que les navigateurs lisent ; prenez MP4, WebM ou HLS.
webinar-recording-finding-dash = Son fichier est une liste MPEG-DASH, qui n’est pas lue ici ; prenez MP4, WebM ou HLS.
webinar-recording-finding-empty_playlist = Sa liste HLS ne nomme aucune vidéo.
webinar-recording-finding-segment = Le premier fichier de sa liste HLS ne peut pas être chargé ({ $status }).
webinar-recording-finding-hls_no_cors = Son serveur ne permet pas à ce site de lire les fichiers HLS : il doit envoyer Access-Control-Allow-Origin.
webinar-recording-finding-no_ranges = Le serveur de l’enregistrement n’envoie pas de parties de fichiers (requêtes par plage) : on ne peut pas avancer.
webinar-recording-finding-no_end = La liste HLS ne dit pas qu’elle est complète (EXT-X-ENDLIST).
webinar-recording-finding-not_allowed = L’enregistrement n’est pas vérifié : son adresse mène dans un réseau auquel ce serveur ne se connecte pas.
webinar-recording-finding-no_folder = L’enregistrement n’est pas vérifié : le processus de travail n’a pas de dossier des enregistrements.

webinar-finish-back = Annuler la clôture
webinar-finish-back_text = La clôture compte comme jamais dite : les statuts découlent du reste, et la fin prévue revient, sauf si quelque chose a été lu depuis.
webinar-cancel = Annuler l’événement
webinar-reinstate = Rétablir l’événement
webinar-cancel-text = Toute personne qui a une place, qui attend ou dont la demande est en cours est prévenue par courriel, et l’événement quitte son calendrier. Les statuts restent. Jusqu’au début, vous pouvez le rétablir.
webinar-reinstate-text = Les mêmes personnes apprennent que l’événement a lieu malgré tout, et il revient dans leur calendrier.
webinar-cancel-provider = Rien ne change sur la plateforme de webinaires : faites-y de même.
webinar-cancel-reason = Ce qui est dit aux personnes (facultatif)
webinar-cancelled_done = Événement annulé
webinar-reinstated = Événement rétabli
webinar-cancelled_note = Cet événement a été annulé : les formulaires et les liens le disent, et aucun statut ne bascule. Rien n’a été annulé sur une plateforme de webinaires.
webinar-copy = Copier
webinar-copy_title = Copier ce webinaire
webinar-copy_verb = Copier le webinaire
webinar-copy_text = Réglages, déroulé, chat, inscription, e-mails et sous-titres sont repris. Les personnes et ce qu’elles ont fait ne le sont pas.
webinar-copied = Webinaire copié
