registration-page = Page d’inscription
registration-open = Ouverte
registration-shut = Non publiée
registration-preview = Voir la page
registration-saved = Inscription enregistrée
registration-save = Enregistrer
registration-slug = Adresse de la page
registration-is_open = On peut s’inscrire
registration-approval = Décider de chaque inscription
registration-approval-hint = Les inscriptions attendent dans la file ci-dessous et ne prennent pas de place avant votre accord.
registration-confirm_address = Faire confirmer les adresses
registration-confirm_address-hint = Rien ne se passe avant que la personne ait cliqué dans un e-mail.
registration-waitlist = Tenir une liste d’attente quand toutes les places sont prises
registration-tell_rejected = Prévenir les personnes refusées
registration-intro = Texte au-dessus du formulaire
registration-fields = Champs
registration-wanted-hidden = Non demandé
registration-wanted-optional = Facultatif
registration-wanted-required = Obligatoire
registration-redirect_url = Page suivante après les remerciements
registration-embed = Sur vos propres pages
registration-embed-text = Le script et le cadre demandent que l’origine de votre page figure parmi les origines autorisées de ce webinaire.
registration-embed-link = Lien
registration-embed-script = Script
registration-embed-iframe = Cadre
registration-embed-html = Votre propre formulaire
registration-queue = En attente d’approbation
registration-all = Tout choisir
registration-who = Qui
registration-since = Depuis
registration-reason = Motif, pour les opérateurs
registration-keys = Touches, dans la liste : flèches pour se déplacer, Espace pour choisir, A pour approuver, R pour refuser, U pour annuler.
registration-undo = Annuler
registration-submissions = Formulaires envoyés
registration-submissions-export = Exporter en CSV
registration-submissions-empty = Aucun formulaire
registration-submissions-empty_text = Chaque formulaire envoyé est conservé ici avec la suite qu’il a eue.
registration-received = Reçu
registration-became = Suite
registration-answers = Réponses et provenance
registration-outcome-received = Reçu
registration-outcome-member = Est devenu membre
registration-outcome-waiting_for_address = Attend la confirmation de l’adresse
registration-outcome-waiting_for_payment = Attend le paiement
registration-outcome-no_seat = Pas de place
registration-outcome-rejected = Refusé
registration-outcome-removed = Retiré par un opérateur
registration-outcome-closed = Trop tard
registration-warning-required_consent = Un consentement à une autre finalité que l’événement est obligatoire. En droit européen il vaut alors peu.
registration-warning-never_flips = L’événement est passé sans avoir été terminé : personne ne devient absent ni ne change de statut. Terminez-le.
registration-warning-mails_off = Les adresses doivent être confirmées, mais les e-mails de ce webinaire sont coupés.
registration-approve = { $count ->
    [one] Approuver { $count }
   *[other] Approuver { $count }
}
registration-reject = { $count ->
    [one] Refuser { $count }
   *[other] Refuser { $count }
}
registration-decided = { $count ->
    [one] { $count } décision, appliquée dans 10 secondes
   *[other] { $count } décisions, appliquées dans 10 secondes
}
registration-preview_here = Aperçu ici
registration-preview_language = Langue de l’aperçu
registration-question = Question { $number }
registration-question_add = Ajouter une question
registration-question_text = Question
registration-type = Réponse
registration-type-text = Texte court
registration-type-long_text = Texte long
registration-type-one_of = Un choix dans une liste
registration-type-some_of = Plusieurs choix dans une liste
registration-type-yes_no = Oui ou non
registration-type-number = Nombre
registration-type-date = Date
registration-type-country = Pays
registration-option = Choix { $number }
registration-option_add = Ajouter un choix
registration-option_text = Choix
registration-consent = Consentement { $number }
registration-consent_add = Ajouter un consentement
registration-consent_text = Texte
registration-purpose = Finalité
registration-purpose_hint = Un nom court, par exemple newsletter. La finalité event est l’information sur cet événement, et ne vaut consentement à rien d’autre.
registration-questions = { $count ->
    [0] Questions
    [one] { $count } question
   *[other] { $count } questions
}
registration-consents = { $count ->
    [0] Consentements
    [one] { $count } consentement
   *[other] { $count } consentements
}
registration-price = Prix
registration-price-hint = Vide : l’entrée est gratuite. Avec un prix, on paie chez Stripe avant d’être inscrit.
registration-price-invalid = Écrivez un montant, par exemple 49,00.
registration-currency = Monnaie
registration-payments = Paiements
registration-payments-when = Quand
registration-payments-amount = Montant
registration-payments-state = État
registration-payments-refund = Rembourser
registration-payments-refund_of = Rembourser { $who }
registration-payments-refund_asked = Le remboursement est en cours
registration-refund-title = Rendre l’argent ?
registration-refund-who = { $who } est remboursé par le moyen de paiement utilisé ; cela peut prendre quelques jours.
registration-refund-somebody = La personne
registration-refund-before = { $amount } ont déjà été rendus ; le reste l’est maintenant.
registration-refund-member = Son inscription prend fin : le lien ne marche plus, la place se libère et un e-mail l’en informe.
registration-refund-final = C’est définitif.
registration-refund-verb = Rembourser
registration-refund-verb_amount = Rembourser { $amount }
registration-payments-trouble = Stripe a refusé : { $code }.
registration-payments-trouble-stripe_key_refused = Stripe refuse la clé : indiquez-en une valable sous Connexions.
registration-payments-trouble-stripe_not_permitted = Il manque un droit à la clé restreinte : voyez le test de la connexion.
registration-payments-trouble-stripe_busy = Stripe est occupé ; la demande est répétée.
registration-payments-trouble-stripe_unavailable = Stripe ne fonctionne pas pour le moment ; la demande est répétée.
registration-payments-trouble-stripe_amount_too_small = Le prix est inférieur au minimum de Stripe dans cette devise.
registration-payments-trouble-payment_page_unknown = Fait avec un autre compte Stripe : remboursez-le là-bas.
registration-payments-trouble-payment_key_spent = Erreur chez Stripe ; une nouvelle demande est faite.
registration-payments-trouble-no_payment_connection = Sa connexion n’existe plus : occupez-vous-en chez Stripe.
registration-payments-trouble-timeout = Stripe n’a pas répondu ; la demande est répétée.
registration-payments-trouble-unreachable = Stripe est injoignable ; la demande est répétée.
registration-payments-back = { $amount } remboursés
registration-payments-total = { $count ->
    [one] { $count } paiement, { $amount }
   *[other] { $count } paiements, { $amount }
}
registration-payments-state-open = Place gardée, pas encore payée
registration-payments-state-processing = En cours
registration-payments-state-paid = Payé
registration-payments-state-not_paid = Non payé
registration-payments-state-refunding = Remboursement en cours
registration-payments-state-refunded = Remboursé
registration-payments-state-lost = Repris par une banque
registration-payments-reason-expired = le délai est écoulé
registration-payments-reason-failed = le paiement a échoué
registration-payments-reason-replaced = remplacé
registration-payments-reason-amount_mismatch = un autre montant a été payé : remboursez-le
registration-payments-reason-no_seat = il ne restait pas de place
registration-payments-reason-closed = les inscriptions étaient closes
registration-payments-reason-event_cancelled = l’événement a été annulé
registration-payments-reason-removed = la personne avait été retirée
registration-payments-reason-operator = par un opérateur
registration-payments-reason-at_service = chez Stripe
registration-payments-reason-dispute = un litige a été perdu
registration-outcome-not_paid = Non payé
registration-warning-no_payment_connection = Il y a un prix et rien ne reçoit les paiements : personne ne peut s’inscrire. Connectez Stripe sous Connexions.
registration-slug-wrong = Utilisez de 3 à 80 des caractères a–z, 0–9 et -, par exemple webinaire-printemps.
registration-opens = Inscriptions acceptées à partir du
registration-opens-hint = Heure de { $zone }. Vide : tout de suite.
registration-closes = Inscriptions acceptées jusqu’au
registration-closes-hint = Heure de { $zone }. Vide : jusqu’à la fin de l’enregistrement.
registration-blocked_domains = Domaines refusés
registration-blocked_domains-hint = Un par ligne, comme example.com ; leurs sous-domaines sont refusés aussi.
registration-blocked_domains-wrong = Ligne { $line } : écrivez un domaine comme example.com.
registration-counts = Formulaires reçus, selon leur suite :
registration-answer-yes = Oui
registration-answer-no = Non
registration-source-utm_source = Source de la campagne
registration-source-utm_medium = Support de la campagne
registration-source-utm_campaign = Campagne
registration-source-utm_term = Terme de la campagne
registration-source-utm_content = Contenu de la campagne
registration-source-ref = Référence
registration-source-referrer = Venu de
registration-source-landing_path = Page du formulaire
