connections-title = Connexions
connections-lead = Les plateformes qui envoient inscriptions et participations, et les systèmes qui en sont informés.
connections-new = Nouvelle connexion
connections-not_allowed = Les connexions sont réservées aux administrateurs
connections-not_allowed-text = Connectez-vous avec une clé qui a le droit Administration. Tout le reste ici fonctionne sans.
connections-empty = Rien n’est encore connecté
connections-empty-text = Connectez la plateforme de vos événements en direct, et les systèmes qui doivent savoir qui a participé.

connections-state-active = Active
connections-state-paused = En pause
connections-state-broken = En panne
connections-received-new = Nouveau
connections-received-done = Traité
connections-received-waiting = En attente
connections-received-failed = Échoué
connections-delivery-waiting = En attente
connections-delivery-delivered = Livré
connections-delivery-dead = Non livrable
connections-delivery-cannot_go_back = Retour impossible

connections-outcome-none = À traiter
connections-outcome-applied = Repris
connections-outcome-unknown_event = Rien que nous traitions
connections-outcome-malformed_body = Illisible
connections-outcome-invalid_email = Adresse e-mail non valable
connections-outcome-no_email = Sur une personne encore inconnue
connections-outcome-unknown_webinar = Sur un webinaire non lié
connections-outcome-host = Sur l’organisateur, qui n’est pas participant
connections-outcome-window_closed = Après la fin des 30 jours
connections-outcome-already_finished = Le webinaire était déjà clôturé
connections-outcome-event_not_started = L’événement n’avait pas commencé
connections-outcome-in_future = D’un moment encore à venir
connections-outcome-unknown_mail = D’un courriel qui n’a pas été envoyé d’ici
connections-outcome-outside_event = D’un autre événement : gardé, ne compte pas ici
connections-outcome-end_held = Une fin anticipée : retenue 15 minutes
connections-outcome-other = Autre chose ({ $code })

connections-content-registered = Inscription
connections-content-registration_cancelled = Annulation
connections-content-joined = Arrivée
connections-content-left = Départ
connections-content-session_ended = Fin de séance
connections-content-bounced = Courriel non distribué
connections-content-payment = Paiement
connections-content-unknown = Autre chose
connections-content-of = { $what } : { $who }

connections-refused-missing_signature = sans signature
connections-refused-malformed_signature = avec une signature d’une autre forme
connections-refused-wrong_signature = non signé avec notre secret
connections-refused-stale_signature = avec une signature trop ancienne
connections-refused-other = pour une autre raison ({ $code })

connections-type-member_registered = Une personne s’est inscrite
connections-type-member_joined = Une personne est arrivée
connections-type-member_status_changed = Le statut d’une personne a changé
connections-type-member_watched = Ce qu’une personne a regardé en un jour
connections-type-webinar_finished = Un événement a été clôturé
connections-type-webinar_reopened = Un événement a été rouvert
connections-type-webinar_recording_failed = L’enregistrement ne peut pas être lu
connections-type-webinar_recording_restored = L’enregistrement peut de nouveau être lu
connections-type-form_submitted = Un formulaire a été envoyé
connections-type-mail_bounced = Un courriel a été rejeté
connections-type-member_clicked = Quelqu’un a cliqué sur un élément affiché
connections-type-member_answered = Quelqu’un a répondu à un sondage
connections-type-member_asked = Quelqu’un a posé une question
connections-type-connection_tested = Un test
connections-type-campaign_step = Une personne est arrivée à une étape d’une campagne
connections-type-campaign_list_step = Une campagne modifie une liste
connections-type-segment_entered = Quelqu’un est entré dans un segment
connections-type-segment_left = Quelqu’un est sorti d’un segment
connections-type-other = Un autre événement ({ $type })
connections-event-registered = Inscrit
connections-event-joined = Arrivée
connections-event-moved = { $from } → { $to }
connections-event-became = Devenu : { $status }
connections-event-watched_live = A regardé { $time } en direct
connections-event-watched_on_demand = A regardé { $time } en différé
connections-event-finished = Le webinaire a été clôturé

connections-waits-new = { $count } à traiter
connections-waits-unknown = { $count } jusqu’à ce qu’une personne ou un webinaire soit connu
connections-waits-send = { $count } à envoyer
connections-waits-again = { $count } à renvoyer
connections-fails-received = { $count } reçus et non traités
connections-fails-dead = { $count } non livrés
connections-title-dsn = Avis de non-remise par mail (DSN)
connections-title-mailgun = Mailgun (mails non remis)
connections-title-postmark = Postmark (mails non remis)
connections-title-stripe = Stripe (paiements)
connections-title-ses = Amazon SES (mails non remis)
connections-title-webhook = Toute adresse, selon Standard Webhooks
connections-title-standard_webhooks_in = Tout expéditeur de Standard Webhooks
connections-kind-pushes = envoie inscriptions et participations
connections-kind-asked = avec des identifiants d’API, les personnes y sont inscrites et les participations récupérées
connections-kind-told = est informé de ce qui change
connections-replayed-none = Il n’y avait rien à réessayer
connections-replayed = { $count ->
    [one] { $count } livraison réessayée
   *[other] { $count } livraisons réessayées
}
connections-bound = { $count ->
    [one] { $count } webinaire
   *[other] { $count } webinaires
}
connections-bound-all = tous les webinaires
connections-bound-none = pas encore de webinaire

connections-column-connection = Connexion
connections-column-state = État
connections-column-heard = Reçu
connections-column-spoke = Envoyé
connections-column-waiting = En attente
connections-column-failed = Échoués
connections-column-refused = Refusés
connections-row-again = { $count ->
    [one] { $count } livraison à réessayer
   *[other] { $count } livraisons à réessayer
}
connections-row-refused = N’ont pas pu être vérifiés

connections-delete = Supprimer la connexion
connections-delete-title = Supprimer { $name } ?
connections-delete-text = Ce qu’elle a reçu et ce qui attend d’être envoyé est supprimé avec elle. Les statuts et durées de visionnage qui en viennent restent.
connections-deleted = Connexion supprimée
connections-settings = Réglages de la connexion
connections-pause = Mettre en pause
connections-resume = Reprendre
connections-paused = { $name } est en pause
connections-resumed = { $name } reprend
connections-test = Tester
connections-test-works = Cela fonctionne.
connections-test-fails = Cela ne fonctionne pas encore.
connections-heard = Reçu { $ago }
connections-spoke = Envoyé { $ago }
connections-refused = { $count ->
    [one] { $count } refusé, le dernier { $why } { $ago }
   *[other] { $count } refusés, le dernier { $why } { $ago }
}

connections-address = Adresse
connections-address-text = Ce que { $vendor } appelle. C’est un secret en soi.
connections-address-what = adresse
connections-deliveries = Livraisons
connections-deliveries-in = Reçus
connections-deliveries-out = Envoyés
connections-states = États
connections-no_state = Rien dans cet état
connections-no_state-text = Choisissez-en un autre, ou aucun.
connections-attempts = { $count ->
    [one] { $count } essai
   *[other] { $count } essais
}

connections-in-title = Ce qui a été reçu
connections-in-again = { $count ->
    [one] Retraiter { $count } livraison
   *[other] Retraiter { $count } livraisons
}
connections-in-empty = Rien n’a encore été reçu
connections-in-empty_text = Collez l’adresse chez le fournisseur, et faites-lui envoyer un test.
connections-in-table = Ce qui a été reçu, le plus récent d’abord
connections-in-received = Reçu
connections-in-tells = Ce que cela dit
connections-in-became = Ce que c’est devenu
connections-in-handle = Retraiter
connections-in-handle_which = Retraiter : { $what }
connections-in-no_body = aucun contenu n’est conservé
connections-in-pages = Pages de ce qui a été reçu

connections-out-title = Ce qui est envoyé
connections-out-again = { $count ->
    [one] Réessayer { $count } envoi non livrable
   *[other] Réessayer { $count } envois non livrables
}
connections-out-retrying = { $count ->
    [one] { $count } livraison à réessayer. Dernier essai : { $trouble }
   *[other] { $count } livraisons à réessayer. Dernier essai : { $trouble }
}
connections-out-dead = { $count ->
    [one] { $count } envoi non livrable. Dernier essai : { $trouble }
   *[other] { $count } envois non livrables. Dernier essai : { $trouble }
}
connections-out-empty = Rien à envoyer pour l’instant
connections-out-empty_text = Les événements à venir partent d’ici, en quelques instants.
connections-out-table = Ce qui est envoyé, le plus récent d’abord
connections-out-event = Événement
connections-out-last = Dernier essai
connections-out-try_which = Réessayer : { $what }
connections-out-says = Ce que cela dit
connections-out-not_tried = pas encore essayé
connections-out-next = { $attempts }, prochain le { $moment }
connections-out-pages = Pages de ce qui est envoyé
connections-out-came = { $code } : { $message }

connections-bindings = Webinaires
connections-bindings-webinar = Webinaire
connections-bindings-choose = Choisir un webinaire
connections-bindings-bind = Lier
connections-bindings-unbind = Délier { $name }
connections-bindings-unbound = { $name } n’est plus lié
connections-bindings-all = Elle est informée de tous les webinaires. Liez-en, et elle ne l’est plus que de ceux-là.
connections-bindings-none = Aucun pour l’instant. Liez chaque webinaire par l’identifiant qu’il y a.
connections-bindings-these = Elle n’est informée que de ceux-ci.
connections-bindings-ids = Par l’identifiant que chacun y a.

connections-create-title = Que faut-il connecter ?
connections-create-other = Autre type
connections-create-verb = Connecter
connections-made-title = { $name } est connecté
connections-made-secret = Créé à l’instant. Copiez-le : il n’est affiché que cette fois, et conservé chiffré.
connections-made-address = Collez-la chez le fournisseur comme point d’accès. C’est un secret en soi.
connections-made-test = Testez-la ensuite : le test dit si elle fonctionne, ou exactement ce qui ne va pas.
connections-form-name = Nom
connections-form-name_hint = De quel compte il s’agit, pour qui regarde la liste.
connections-form-needed = C’est obligatoire.
connections-form-number = Un nombre.
connections-form-whole = Un nombre entier.
connections-form-not_json = Ce n’est pas du JSON.
connections-form-json = JSON.
connections-form-lines = Un par ligne.
connections-form-nothing = rien
connections-form-use = L’utiliser
connections-form-more = Plus de réglages
connections-form-events = Quels événements
connections-form-events_hint = Événements dont elle est informée
connections-secrets-change = Changer les secrets
connections-secrets-changed = Secrets changés
connections-secrets-new = Le nouveau secret
connections-secrets-keep = Les anciens restent valables
connections-secrets-keep_day = un jour
connections-secrets-keep_week = une semaine
connections-secrets-keep_no = plus du tout

connections-secrets-api = Identifiants d’API
connections-secrets-more = Autres secrets
connections-secrets-api_text = Avec eux, les personnes y sont inscrites, et les inscriptions et participations récupérées. Sans eux, seul ce qu’elle envoie est connu.
connections-secrets-made_here = Laissé vide, il est créé et affiché une fois.
connections-secrets-kept = Laissé vide, il reste tel quel.
connections-settings-title = Réglages
connections-settings-save = Enregistrer
connections-settings-saved = Réglages enregistrés

connections-field-secret_token = Jeton secret
connections-field-api_key = Clé d’API (restreinte)
connections-field-webhook_secret = Secret de signature du point de terminaison
connections-field-account_id = ID du compte
connections-field-client_id = ID client
connections-field-client_secret = Secret client
connections-field-secret_key = Clé secrète
connections-field-refresh_token = Jeton d’actualisation
connections-field-access_token = Jeton d’accès
connections-field-access_token_key = Clé du jeton d’accès
connections-field-access_token_secret = Secret du jeton d’accès
connections-field-signing_secret = Secret de signature
connections-field-max_age_s = Âge maximal (secondes)
connections-field-finish_on_end = Clôturer à la fin
connections-field-api_url = URL de l’API
connections-field-token_url = URL du jeton
connections-field-calls_per_s = Appels par seconde
connections-field-absentees = Absents
connections-field-recording_views = Visionnages de l’enregistrement
connections-field-view_duration_unit = Unité de durée
connections-field-signature_header = En-tête de signature
connections-field-timestamp_header = En-tête d’horodatage
connections-field-signed = Texte signé
connections-field-organizer_key = Clé de l’organisateur
connections-field-url = URL
connections-field-organizer = Organisateur
connections-field-external_account_id = ID de compte externe
connections-field-base_url = URL de base
connections-field-prefix = Préfixe
connections-field-statuses = Statuts
connections-field-custom_event = Événement personnalisé
connections-field-attend_again = Signaler de nouveau la présence
connections-field-records_per_call = Fiches par appel
connections-field-name = Nom
connections-field-webinar = Webinaire
connections-field-moment = Moment
connections-field-watch_seconds = Secondes regardées
connections-field-watch_date = Date de visionnage
connections-field-endpoint = Point d’accès
connections-field-activity = Activité
connections-field-type_id = ID du type
connections-field-event_mode = Mode de l’événement
connections-field-watch_duration = Durée de visionnage
connections-field-event_id = ID de l’événement
connections-field-fields = Champs
connections-field-page_size = Taille des pages
connections-field-overlap_s = Recouvrement (secondes)
connections-field-report_after_s = Rapport après (secondes)
connections-field-quota_text = Texte de quota
connections-field-topic_arn = ARN de la rubrique
connections-field-quota_wait_s = Attente de quota (secondes)
connections-hint-max_age_s = Ancienneté maximale d’une signature. 0 : elle n’est pas vérifiée.
connections-hint-finish_on_end = Quand la session s’y termine, le webinaire est clôturé ici.
connections-hint-api_url = L’adresse de l’API de la plateforme, ou d’une passerelle placée devant elle.
connections-hint-token_url = L’adresse qui délivre les jetons d’accès.
connections-hint-calls_per_s = La part des appels du compte utilisée d’ici.
connections-hint-absentees = Récupérer les inscrits qui ne sont pas venus.
connections-hint-recording_views = Récupérer qui a regardé l’enregistrement sur la plateforme.
connections-hint-view_duration_unit = L’unité dans laquelle la plateforme compte la durée d’un visionnage.
connections-hint-signature_header = L’en-tête qui porte la signature.
connections-hint-timestamp_header = L’en-tête qui porte l’heure de la signature.
connections-hint-signed = Le texte signé, tel que la plateforme le compose. Il se termine par {"{"}body{"}"}.
connections-hint-organizer_key = L’organisateur de ces webinaires : un nombre.
connections-hint-url = L’adresse où les événements sont envoyés, en https.
connections-hint-organizer = L’organisateur affiché par HubSpot.
connections-hint-external_account_id = La marque qui distingue les événements envoyés d’ici de ceux d’autres programmes.
connections-hint-base_url = L’adresse de l’API : https et un hôte, sans barre oblique à la fin.
connections-hint-prefix = Le chemin placé avant chaque appel.
connections-hint-statuses = Le nom de chaque statut là-bas. Un statut laissé vide n’est pas envoyé.
connections-hint-custom_event = Un événement personnalisé pour les visionnages en différé. Sans lui, ils ne sont pas envoyés.
connections-hint-attend_again = Envoyer la participation une seconde fois quand la durée de visionnage en direct est connue.
connections-hint-records_per_call = Le nombre de personnes par appel.
connections-hint-moment = La propriété qui indique si un membre est passé à A regardé en différé (flip) ou a regardé un jour donné (day).
connections-hint-endpoint = L’adresse REST de votre instance, par exemple https://123-ABC-456.mktorest.com.
connections-hint-activity = L’activité personnalisée qui reçoit les durées de visionnage. Sans elle, elles ne sont pas envoyées.
connections-hint-event_id = L’attribut qui porte notre identifiant, par lequel une activité est retrouvée.
connections-hint-fields = Dans lequel des champs std1 à std10 va une propriété d’une personne, par le nom de la propriété.
connections-hint-page_size = Le nombre de lignes demandées par appel.
connections-hint-overlap_s = Jusqu’où chaque récupération revient en arrière sur la précédente.
connections-hint-report_after_s = Le délai après la session en direct au bout duquel la participation est complète.
connections-hint-quota_text = Un refus qui contient ces mots signifie seulement trop d’appels.
connections-hint-topic_arn = La rubrique d’Amazon SNS d’où viennent les retours. Les autres sont refusées.
connections-hint-quota_wait_s = Le temps d’attente après un tel refus.
connections-choice-register = inscrire
connections-choice-attend = présence
connections-choice-cancel = annuler
connections-choice-ms = ms
connections-choice-s = s
connections-choice-min = min

connections-back = { $count ->
    [one] { $count } changement après un retrait n’a pas été envoyé, car ce système ne fait qu’avancer les personnes. Corrigez-le là-bas à la main.
   *[other] { $count } changements après des retraits n’ont pas été envoyés, car ce système ne fait qu’avancer les personnes. Corrigez-les là-bas à la main.
  }
connections-back-people = Personnes concernées (CSV)
connections-past-title = Envoyer le passé
connections-past-verb = Envoyer
connections-past-text = Les événements d’avant la création ou la réparation de la connexion, dans l’ordre et avec leurs identifiants d’origine. Ce qui a été livré n’est pas renvoyé.
connections-past-from = Depuis (UTC)
connections-past-webinar = Webinaire
connections-past-all = Tous les webinaires
connections-past-count = { $count ->
    [0] Rien ne serait envoyé.
    [one] { $count } événement serait envoyé.
   *[other] { $count } événements seraient envoyés.
  }
connections-past-done = { $count ->
    [one] { $count } événement est en route
   *[other] { $count } événements sont en route
  }
connections-out-answer = Réponse : { $status }
connections-kind-payments = encaisse les entrées payantes et en rend compte
connections-kind-bounces = signale les e-mails revenus et les plaintes
