connections-title = Koppelingen
connections-lead = Platforms die inschrijvingen en aanwezigheid sturen, en systemen die het te horen krijgen.
connections-new = Nieuwe koppeling
connections-not_allowed = Koppelingen zijn voor beheerders
connections-not_allowed-text = Log in met een sleutel met het recht Beheer. Al het andere hier werkt zonder.
connections-empty = Nog niets gekoppeld
connections-empty-text = Koppel het platform van je live evenementen, en de systemen die moeten weten wie er was.

connections-state-active = Actief
connections-state-paused = Gepauzeerd
connections-state-broken = Defect
connections-received-new = Nieuw
connections-received-done = Verwerkt
connections-received-waiting = Wacht
connections-received-failed = Mislukt
connections-delivery-waiting = Wacht
connections-delivery-delivered = Afgeleverd
connections-delivery-dead = Onbestelbaar
connections-delivery-cannot_go_back = Kan niet terug

connections-outcome-none = Te verwerken
connections-outcome-applied = Overgenomen
connections-outcome-unknown_event = Niets dat we verwerken
connections-outcome-malformed_body = Onleesbaar
connections-outcome-invalid_email = Geen geldig e-mailadres
connections-outcome-no_email = Over iemand die nog onbekend is
connections-outcome-unknown_webinar = Over een webinar dat niet gekoppeld is
connections-outcome-host = Over de organisator, die geen deelnemer is
connections-outcome-window_closed = Na de 30 dagen
connections-outcome-already_finished = Het webinar was al afgesloten
connections-outcome-event_not_started = Het evenement was nog niet begonnen
connections-outcome-in_future = Over een tijd die nog moest komen
connections-outcome-unknown_mail = Van een mail die niet hiervandaan is verstuurd
connections-outcome-outside_event = Van een ander evenement: bewaard, telt hier niet
connections-outcome-end_held = Een vroeg einde: 15 minuten aangehouden
connections-outcome-other = Iets anders ({ $code })

connections-content-registered = Inschrijving
connections-content-registration_cancelled = Annulering
connections-content-joined = Binnengekomen
connections-content-left = Vertrokken
connections-content-session_ended = Sessie beëindigd
connections-content-bounced = Mail niet bezorgd
connections-content-payment = Betaling
connections-content-unknown = Iets anders
connections-content-of = { $what }: { $who }

connections-refused-missing_signature = zonder handtekening
connections-refused-malformed_signature = met een handtekening in een andere vorm
connections-refused-wrong_signature = niet ondertekend met ons geheim
connections-refused-stale_signature = met een te oude handtekening
connections-refused-other = om een andere reden ({ $code })

connections-type-member_registered = Iemand schreef zich in
connections-type-member_joined = Iemand kwam binnen
connections-type-member_status_changed = De status van iemand veranderde
connections-type-member_watched = Wat iemand op een dag bekeek
connections-type-webinar_finished = Een evenement is afgesloten
connections-type-webinar_reopened = Een evenement is heropend
connections-type-webinar_recording_failed = De opname kan niet worden afgespeeld
connections-type-webinar_recording_restored = De opname kan weer worden afgespeeld
connections-type-form_submitted = Er is een formulier verstuurd
connections-type-mail_bounced = Een mail is teruggekomen
connections-type-member_clicked = Iemand klikte op een getoond element
connections-type-member_answered = Iemand beantwoordde een peiling
connections-type-member_asked = Iemand stelde een vraag
connections-type-connection_tested = Een test
connections-type-campaign_step = Iemand kwam bij een stap van een campagne
connections-type-campaign_list_step = Een campagne wijzigt een lijst
connections-type-segment_entered = Iemand kwam in een segment
connections-type-segment_left = Iemand ging uit een segment
connections-type-other = Een andere gebeurtenis ({ $type })
connections-event-registered = Ingeschreven
connections-event-joined = Binnengekomen
connections-event-moved = { $from } → { $to }
connections-event-became = Werd { $status }
connections-event-watched_live = Keek { $time } live
connections-event-watched_on_demand = Keek { $time } on demand
connections-event-finished = Het webinar is afgesloten

connections-waits-new = { $count } te verwerken
connections-waits-unknown = { $count } tot een persoon of webinar bekend is
connections-waits-send = { $count } te versturen
connections-waits-again = { $count } opnieuw te versturen
connections-fails-received = { $count } ontvangen en niet verwerkt
connections-fails-dead = { $count } niet afgeleverd
connections-title-dsn = Meldingen van niet-bezorging per mail (DSN)
connections-title-mailgun = Mailgun (niet bezorgde mails)
connections-title-postmark = Postmark (niet bezorgde mails)
connections-title-stripe = Stripe (betalingen)
connections-title-ses = Amazon SES (niet bezorgde mails)
connections-title-webhook = Elk adres, volgens Standard Webhooks
connections-title-standard_webhooks_in = Elke afzender van Standard Webhooks
connections-kind-pushes = stuurt inschrijvingen en aanwezigheid
connections-kind-asked = met API-gegevens worden mensen daar ingeschreven en wordt aanwezigheid opgehaald
connections-kind-told = krijgt te horen wat verandert
connections-replayed-none = Er was niets om opnieuw te proberen
connections-replayed = { $count ->
    [one] { $count } aflevering opnieuw geprobeerd
   *[other] { $count } afleveringen opnieuw geprobeerd
}
connections-bound = { $count ->
    [one] { $count } webinar
   *[other] { $count } webinars
}
connections-bound-all = alle webinars
connections-bound-none = nog geen webinar

connections-column-connection = Koppeling
connections-column-state = Toestand
connections-column-heard = Ontvangen
connections-column-spoke = Verzonden
connections-column-waiting = Wacht
connections-column-failed = Mislukt
connections-column-refused = Geweigerd
connections-row-again = { $count ->
    [one] { $count } aflevering opnieuw te proberen
   *[other] { $count } afleveringen opnieuw te proberen
}
connections-row-refused = Konden niet worden geverifieerd

connections-delete = Koppeling verwijderen
connections-delete-title = { $name } verwijderen?
connections-delete-text = Wat ze ontving en wat wacht op verzending, wordt mee verwijderd. Statussen en kijkduur die eruit volgden, blijven.
connections-deleted = Koppeling verwijderd
connections-settings = Instellingen van de koppeling
connections-pause = Pauzeren
connections-resume = Hervatten
connections-paused = { $name } is gepauzeerd
connections-resumed = { $name } gaat verder
connections-test = Testen
connections-test-works = Het werkt.
connections-test-fails = Het werkt nog niet.
connections-heard = Ontvangen { $ago }
connections-spoke = Verzonden { $ago }
connections-refused = { $count ->
    [one] { $count } geweigerd, de laatste { $why } { $ago }
   *[other] { $count } geweigerd, de laatste { $why } { $ago }
}

connections-address = Adres
connections-address-text = Wat { $vendor } aanroept. Het is zelf een geheim.
connections-address-what = adres
connections-deliveries = Afleveringen
connections-deliveries-in = Binnengekomen
connections-deliveries-out = Uitgaand
connections-states = Toestanden
connections-no_state = Niets in deze toestand
connections-no_state-text = Kies een andere, of geen.
connections-attempts = { $count ->
    [one] { $count } poging
   *[other] { $count } pogingen
}

connections-in-title = Wat binnenkwam
connections-in-again = { $count ->
    [one] { $count } aflevering opnieuw verwerken
   *[other] { $count } afleveringen opnieuw verwerken
}
connections-in-empty = Er is nog niets binnengekomen
connections-in-empty_text = Plak het adres bij de leverancier, en laat die een test sturen.
connections-in-table = Wat binnenkwam, het nieuwste eerst
connections-in-received = Ontvangen
connections-in-tells = Wat het meldt
connections-in-became = Wat ervan werd
connections-in-handle = Opnieuw verwerken
connections-in-handle_which = Opnieuw verwerken: { $what }
connections-in-no_body = er wordt geen inhoud bewaard
connections-in-pages = Pagina's van wat binnenkwam

connections-out-title = Wat uitgaat
connections-out-again = { $count ->
    [one] { $count } onbestelbare opnieuw proberen
   *[other] { $count } onbestelbare opnieuw proberen
}
connections-out-retrying = { $count ->
    [one] { $count } aflevering opnieuw te proberen. Laatste poging: { $trouble }
   *[other] { $count } afleveringen opnieuw te proberen. Laatste poging: { $trouble }
}
connections-out-dead = { $count ->
    [one] { $count } onbestelbaar. Laatste poging: { $trouble }
   *[other] { $count } onbestelbaar. Laatste poging: { $trouble }
}
connections-out-empty = Nog niets te melden
connections-out-empty_text = Gebeurtenissen gaan vanaf nu hierheen, binnen enkele tellen.
connections-out-table = Wat uitgaat, het nieuwste eerst
connections-out-event = Gebeurtenis
connections-out-last = Laatste poging
connections-out-try_which = Opnieuw proberen: { $what }
connections-out-says = Wat er staat
connections-out-not_tried = nog niet geprobeerd
connections-out-next = { $attempts }, volgende op { $moment }
connections-out-pages = Pagina's van wat uitgaat
connections-out-came = { $code }: { $message }

connections-bindings = Webinars
connections-bindings-webinar = Webinar
connections-bindings-choose = Kies een webinar
connections-bindings-bind = Koppelen
connections-bindings-unbind = { $name } loskoppelen
connections-bindings-unbound = { $name } is losgekoppeld
connections-bindings-all = Ze hoort van alle webinars. Koppel er enkele, en ze hoort alleen van die.
connections-bindings-none = Nog geen. Koppel elk webinar met het id dat het daar heeft.
connections-bindings-these = Ze hoort alleen van deze.
connections-bindings-ids = Met het id dat elk daar heeft.

connections-create-title = Wat wil je koppelen?
connections-create-other = Ander soort
connections-create-verb = Koppelen
connections-made-title = { $name } is gekoppeld
connections-made-secret = Zojuist gemaakt. Kopieer het: het wordt alleen deze keer getoond, en versleuteld bewaard.
connections-made-address = Plak het bij de leverancier als eindpunt. Het is zelf een geheim.
connections-made-test = Test ze nu: de test zegt of ze werkt, of precies wat er mis is.
connections-form-name = Naam
connections-form-name_hint = Welk account het is, voor wie naar de lijst kijkt.
connections-form-needed = Dit is verplicht.
connections-form-number = Een getal.
connections-form-whole = Een heel getal.
connections-form-not_json = Dit is geen JSON.
connections-form-json = JSON.
connections-form-lines = Eén per regel.
connections-form-nothing = niets
connections-form-use = Gebruiken
connections-form-more = Meer instellingen
connections-form-events = Welke gebeurtenissen
connections-form-events_hint = Gebeurtenissen die ze te horen krijgt
connections-secrets-change = Geheimen wijzigen
connections-secrets-changed = Geheimen gewijzigd
connections-secrets-new = Het nieuwe geheim
connections-secrets-keep = De oude blijven geldig
connections-secrets-keep_day = een dag
connections-secrets-keep_week = een week
connections-secrets-keep_no = niet langer

connections-secrets-api = API-gegevens
connections-secrets-more = Meer geheimen
connections-secrets-api_text = Hiermee worden mensen daar ingeschreven, en inschrijvingen en aanwezigheid opgehaald. Zonder is alleen bekend wat ze stuurt.
connections-secrets-made_here = Laat leeg en er wordt een gemaakt en één keer getoond.
connections-secrets-kept = Laat leeg en het blijft zoals het is.
connections-settings-title = Instellingen
connections-settings-save = Opslaan
connections-settings-saved = Instellingen opgeslagen

connections-field-secret_token = Geheim token
connections-field-api_key = API-sleutel (beperkt)
connections-field-webhook_secret = Ondertekeningsgeheim van het eindpunt
connections-field-account_id = Account-id
connections-field-client_id = Client-id
connections-field-client_secret = Clientgeheim
connections-field-secret_key = Geheime sleutel
connections-field-refresh_token = Verversingstoken
connections-field-access_token = Toegangstoken
connections-field-access_token_key = Sleutel van het toegangstoken
connections-field-access_token_secret = Geheim van het toegangstoken
connections-field-signing_secret = Ondertekengeheim
connections-field-max_age_s = Hoogste leeftijd (seconden)
connections-field-finish_on_end = Afsluiten bij het einde
connections-field-api_url = API-URL
connections-field-token_url = Token-URL
connections-field-calls_per_s = Aanroepen per seconde
connections-field-absentees = Afwezigen
connections-field-recording_views = Weergaven van de opname
connections-field-view_duration_unit = Eenheid van de kijkduur
connections-field-signature_header = Header van de handtekening
connections-field-timestamp_header = Header van het tijdstempel
connections-field-signed = Ondertekende tekst
connections-field-organizer_key = Sleutel van de organisator
connections-field-url = URL
connections-field-organizer = Organisator
connections-field-external_account_id = Extern account-id
connections-field-base_url = Basis-URL
connections-field-prefix = Voorvoegsel
connections-field-statuses = Statussen
connections-field-custom_event = Eigen gebeurtenis
connections-field-attend_again = Aanwezigheid opnieuw melden
connections-field-records_per_call = Records per aanroep
connections-field-name = Naam
connections-field-webinar = Webinar
connections-field-moment = Moment
connections-field-watch_seconds = Bekeken seconden
connections-field-watch_date = Kijkdatum
connections-field-endpoint = Eindpunt
connections-field-activity = Activiteit
connections-field-type_id = Type-id
connections-field-event_mode = Modus van de gebeurtenis
connections-field-watch_duration = Kijkduur
connections-field-event_id = Gebeurtenis-id
connections-field-fields = Velden
connections-field-page_size = Paginagrootte
connections-field-overlap_s = Overlap (seconden)
connections-field-report_after_s = Rapport na (seconden)
connections-field-quota_text = Quotatekst
connections-field-topic_arn = ARN van het topic
connections-field-quota_wait_s = Quotawachttijd (seconden)
connections-hint-max_age_s = Hoe oud een handtekening mag zijn. 0: de leeftijd wordt niet gecontroleerd.
connections-hint-finish_on_end = Als de sessie daar eindigt, wordt het webinar hier afgesloten.
connections-hint-api_url = Het adres van de API van het platform, of van een gateway ervoor.
connections-hint-token_url = Het adres dat toegangstokens geeft.
connections-hint-calls_per_s = Het deel van de aanroepen van het account dat hier wordt gebruikt.
connections-hint-absentees = Ophalen wie was ingeschreven en niet kwam.
connections-hint-recording_views = Ophalen wie de opname op het platform heeft bekeken.
connections-hint-view_duration_unit = De eenheid waarin het platform de duur van een weergave telt.
connections-hint-signature_header = De header met de handtekening.
connections-hint-timestamp_header = De header met de tijd van de handtekening.
connections-hint-signed = De tekst die wordt ondertekend, zoals het platform die opbouwt. Die eindigt op {"{"}body{"}"}.
connections-hint-organizer_key = De organisator van deze webinars: een nummer.
connections-hint-url = Waar gebeurtenissen naartoe gaan, https.
connections-hint-organizer = De organisator die HubSpot toont.
connections-hint-external_account_id = Het kenmerk dat gebeurtenissen van hier onderscheidt van die van andere programma’s.
connections-hint-base_url = Het adres van de API: https en een host, zonder schuine streep aan het einde.
connections-hint-prefix = Het pad voor elke aanroep.
connections-hint-statuses = Hoe elke status daar heet. Een status die leeg blijft, wordt niet verzonden.
connections-hint-custom_event = Een eigen gebeurtenis voor terugkijken. Zonder wordt terugkijken niet verzonden.
connections-hint-attend_again = De aanwezigheid nog eens verzenden zodra de live kijkduur bekend is.
connections-hint-records_per_call = Hoeveel personen er in één aanroep gaan.
connections-hint-moment = De eigenschap die zegt of een lid Teruggekeken werd (flip) of op een dag keek (day).
connections-hint-endpoint = Het REST-adres van je instantie, bijvoorbeeld https://123-ABC-456.mktorest.com.
connections-hint-activity = De eigen activiteit voor kijkduren. Zonder worden ze niet verzonden.
connections-hint-event_id = Het attribuut met ons id, waarmee een activiteit wordt teruggevonden.
connections-hint-fields = In welk van std1 tot std10 een eigenschap van een persoon komt, op naam van de eigenschap.
connections-hint-page_size = Hoeveel rijen één aanroep vraagt.
connections-hint-overlap_s = Hoe ver elke keer dat gegevens worden opgehaald, teruggrijpt achter de vorige keer.
connections-hint-report_after_s = Hoe lang na de livesessie de aanwezigheid als volledig geldt.
connections-hint-quota_text = Een weigering met deze woorden betekent alleen: te veel aanroepen.
connections-hint-topic_arn = Het topic van Amazon SNS waar de bounces vandaan komen. Andere worden geweigerd.
connections-hint-quota_wait_s = Hoe lang er na zo’n weigering wordt gewacht.
connections-choice-register = inschrijven
connections-choice-attend = aanwezigheid
connections-choice-cancel = annuleren
connections-choice-ms = ms
connections-choice-s = s
connections-choice-min = min

connections-back = { $count ->
    [one] { $count } wijziging na een intrekking is niet verstuurd, omdat dit systeem mensen alleen vooruit zet. Corrigeer die daar met de hand.
   *[other] { $count } wijzigingen na intrekkingen zijn niet verstuurd, omdat dit systeem mensen alleen vooruit zet. Corrigeer ze daar met de hand.
  }
connections-back-people = Om wie het gaat (CSV)
connections-past-title = Sturen wat er gebeurde
connections-past-verb = Sturen
connections-past-text = Gebeurtenissen van voordat de koppeling werd gemaakt of hersteld, op volgorde en met de id’s die ze altijd hadden. Wat bezorgd is, wordt niet opnieuw gestuurd.
connections-past-from = Vanaf (UTC)
connections-past-webinar = Webinar
connections-past-all = Alle webinars
connections-past-count = { $count ->
    [0] Er zou niets worden gestuurd.
    [one] { $count } gebeurtenis zou worden gestuurd.
   *[other] { $count } gebeurtenissen zouden worden gestuurd.
  }
connections-past-done = { $count ->
    [one] { $count } gebeurtenis is onderweg
   *[other] { $count } gebeurtenissen zijn onderweg
  }
connections-out-answer = Antwoord: { $status }
connections-kind-payments = neemt de betalingen voor betaalde toegang aan en meldt die
connections-kind-bounces = meldt teruggekomen mails en klachten
