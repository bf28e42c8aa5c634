people-title = Personnes
people-lead = Tout le monde, tous webinaires confondus.
people-search = Rechercher des personnes
people-search_hint = Mots du nom, de l’e-mail ou de l’entreprise ; leur début suffit.
people-found =
    { $count ->
        [one] { $count } personne trouvée.
        [many] { $count } personnes trouvées.
       *[other] { $count } personnes trouvées.
    }
people-more = Il y en a d’autres ; précisez le nom.
people-none = Personne ne correspond
people-empty = Personne pour l’instant
people-person = Personne
people-erased = Personne effacée
people-company = Entreprise
people-webinars = Webinaires
people-webinar = Webinaire
people-live = Présent en direct
people-on_demand = A regardé en différé
people-watched_live = Regardé en direct
people-watched_on_demand = Regardé en différé
people-memberships = Webinaires et temps regardé
people-no_webinar = Dans aucun webinaire.
people-consents = Accords donnés
people-no_consent = Aucun accord donné sur un formulaire.
people-not_confirmed = Adresse non confirmée
people-mails = E-mails
people-no_mail = Aucun e-mail pour l’instant.
people-timeline = Chronologie
people-no_timeline = Rien ne s’est encore passé.
people-export = Exporter les données
