people-title = Personen
people-lead = Iedereen, over alle webinars heen.
people-search = Personen zoeken
people-search_hint = Woorden uit naam, e-mail of bedrijf; het begin is genoeg.
people-found =
    { $count ->
        [one] { $count } persoon gevonden.
       *[other] { $count } personen gevonden.
    }
people-more = Er zijn er meer; typ meer van de naam.
people-none = Niemand gevonden
people-empty = Nog niemand
people-person = Persoon
people-erased = Gewiste persoon
people-company = Bedrijf
people-webinars = Webinars
people-webinar = Webinar
people-live = Live bijgewoond
people-on_demand = Teruggekeken
people-watched_live = Live gekeken
people-watched_on_demand = On demand gekeken
people-memberships = Webinars en kijktijd
people-no_webinar = In geen enkel webinar.
people-consents = Toestemmingen
people-no_consent = Geen toestemming gegeven op een formulier.
people-not_confirmed = Adres niet bevestigd
people-mails = Mails
people-no_mail = Nog geen mail.
people-timeline = Tijdlijn
people-no_timeline = Er is nog niets gebeurd.
people-export = Gegevens exporteren
