registration-page = Inschrijfpagina
registration-open = Open
registration-shut = Niet gepubliceerd
registration-preview = Pagina bekijken
registration-saved = Inschrijving opgeslagen
registration-save = Opslaan
registration-slug = Adres van de pagina
registration-is_open = Men kan zich inschrijven
registration-approval = Over elke inschrijving beslissen
registration-approval-hint = Inschrijvingen wachten in de wachtrij hieronder en nemen geen plaats in tot je ze goedkeurt.
registration-confirm_address = Adressen laten bevestigen
registration-confirm_address-hint = Er gebeurt niets tot de persoon in een e-mail heeft geklikt.
registration-waitlist = Een wachtlijst bijhouden als alle plaatsen bezet zijn
registration-tell_rejected = Afgewezen personen dat laten weten
registration-intro = Tekst boven het formulier
registration-fields = Velden
registration-wanted-hidden = Niet gevraagd
registration-wanted-optional = Optioneel
registration-wanted-required = Verplicht
registration-redirect_url = Pagina na de bedankpagina
registration-embed = Op je eigen pagina's
registration-embed-text = Script en frame vragen dat de oorsprong van je pagina bij de toegestane oorsprongen van dit webinar staat.
registration-embed-link = Link
registration-embed-script = Script
registration-embed-iframe = Frame
registration-embed-html = Je eigen formulier
registration-queue = Wacht op goedkeuring
registration-all = Alles kiezen
registration-who = Wie
registration-since = Sinds
registration-reason = Reden, voor operators
registration-keys = Toetsen, in de lijst: pijlen om te bewegen, spatie om te kiezen, A om goed te keuren, R om af te wijzen, U om ongedaan te maken.
registration-undo = Ongedaan maken
registration-submissions = Verstuurde formulieren
registration-submissions-export = CSV exporteren
registration-submissions-empty = Nog geen formulier
registration-submissions-empty_text = Elk verstuurd formulier staat hier met wat ervan is geworden.
registration-received = Ontvangen
registration-became = Wat ervan werd
registration-answers = Antwoorden en herkomst
registration-outcome-received = Ontvangen
registration-outcome-member = Werd lid
registration-outcome-waiting_for_address = Wacht op bevestiging van het adres
registration-outcome-waiting_for_payment = Wacht op betaling
registration-outcome-no_seat = Geen plaats
registration-outcome-rejected = Afgewezen
registration-outcome-removed = Verwijderd door een operator
registration-outcome-closed = Te laat
registration-warning-required_consent = Een toestemming voor een ander doel dan het evenement is verplicht. Volgens Europees recht is ze dan weinig waard.
registration-warning-never_flips = Het evenement is voorbij en niet afgerond: niemand wordt afwezig of verandert van status. Rond het af.
registration-warning-mails_off = Adressen moeten bevestigd worden, maar de e-mails van dit webinar staan uit.
registration-approve = { $count ->
    [one] { $count } goedkeuren
   *[other] { $count } goedkeuren
}
registration-reject = { $count ->
    [one] { $count } afwijzen
   *[other] { $count } afwijzen
}
registration-decided = { $count ->
    [one] { $count } beslissing; ze geldt over 10 seconden
   *[other] { $count } beslissingen; ze gelden over 10 seconden
}
registration-preview_here = Voorbeeld hier
registration-preview_language = Taal van het voorbeeld
registration-question = Vraag { $number }
registration-question_add = Vraag toevoegen
registration-question_text = Vraag
registration-type = Antwoord
registration-type-text = Korte tekst
registration-type-long_text = Lange tekst
registration-type-one_of = Eén uit een lijst
registration-type-some_of = Meer uit een lijst
registration-type-yes_no = Ja of nee
registration-type-number = Getal
registration-type-date = Datum
registration-type-country = Land
registration-option = Keuze { $number }
registration-option_add = Keuze toevoegen
registration-option_text = Keuze
registration-consent = Toestemming { $number }
registration-consent_add = Toestemming toevoegen
registration-consent_text = Tekst
registration-purpose = Doel
registration-purpose_hint = Een korte naam, bijvoorbeeld newsletter. Het doel event is de kennisgeving van dit evenement, en geen toestemming voor iets anders.
registration-questions = { $count ->
    [0] Vragen
    [one] { $count } vraag
   *[other] { $count } vragen
}
registration-consents = { $count ->
    [0] Toestemmingen
    [one] { $count } toestemming
   *[other] { $count } toestemmingen
}
registration-price = Prijs
registration-price-hint = Leeg: toegang is gratis. Met een prijs betalen mensen bij Stripe voordat ze zijn ingeschreven.
registration-price-invalid = Schrijf een bedrag, bijvoorbeeld 49,00.
registration-currency = Valuta
registration-payments = Betalingen
registration-payments-when = Wanneer
registration-payments-amount = Bedrag
registration-payments-state = Toestand
registration-payments-refund = Terugbetalen
registration-payments-refund_of = { $who } terugbetalen
registration-payments-refund_asked = De terugbetaling loopt
registration-refund-title = Het geld terugbetalen?
registration-refund-who = { $who } krijgt het terug op de manier waarop er is betaald; dat kan enkele dagen duren.
registration-refund-somebody = De persoon
registration-refund-before = { $amount } is al terugbetaald; de rest gaat nu terug.
registration-refund-member = De inschrijving eindigt: de link werkt niet meer, de plaats komt vrij en een e-mail meldt het.
registration-refund-final = Dit kan niet ongedaan worden gemaakt.
registration-refund-verb = Terugbetalen
registration-refund-verb_amount = { $amount } terugbetalen
registration-payments-trouble = Stripe weigerde: { $code }.
registration-payments-trouble-stripe_key_refused = Stripe weigert de sleutel: voer onder Verbindingen een geldige in.
registration-payments-trouble-stripe_not_permitted = De beperkte sleutel mist een recht: zie de test van de verbinding.
registration-payments-trouble-stripe_busy = Stripe heeft het druk; er wordt opnieuw gevraagd.
registration-payments-trouble-stripe_unavailable = Stripe werkt nu niet; er wordt opnieuw gevraagd.
registration-payments-trouble-stripe_amount_too_small = De prijs is lager dan Stripe in deze valuta aanneemt.
registration-payments-trouble-payment_page_unknown = Gedaan met een ander Stripe-account: betaal het daar terug.
registration-payments-trouble-payment_key_spent = Stripe had een fout; er wordt opnieuw gevraagd.
registration-payments-trouble-no_payment_connection = De verbinding bestaat niet meer: regel het bij Stripe.
registration-payments-trouble-timeout = Stripe antwoordde niet; er wordt opnieuw gevraagd.
registration-payments-trouble-unreachable = Stripe is onbereikbaar; er wordt opnieuw gevraagd.
registration-payments-back = { $amount } terugbetaald
registration-payments-total = { $count ->
    [one] { $count } betaling, { $amount }
   *[other] { $count } betalingen, { $amount }
}
registration-payments-state-open = Plaats vrijgehouden, nog niet betaald
registration-payments-state-processing = Onderweg
registration-payments-state-paid = Betaald
registration-payments-state-not_paid = Niet betaald
registration-payments-state-refunding = Terugbetaling onderweg
registration-payments-state-refunded = Terugbetaald
registration-payments-state-lost = Door een bank teruggenomen
registration-payments-reason-expired = de tijd was om
registration-payments-reason-failed = de betaling is mislukt
registration-payments-reason-replaced = vervangen
registration-payments-reason-amount_mismatch = er is een ander bedrag betaald: betaal het terug
registration-payments-reason-no_seat = er was geen plaats meer
registration-payments-reason-closed = de inschrijving was gesloten
registration-payments-reason-event_cancelled = het evenement is geannuleerd
registration-payments-reason-removed = de persoon was verwijderd
registration-payments-reason-operator = door een operator
registration-payments-reason-at_service = bij Stripe
registration-payments-reason-dispute = een geschil is verloren
registration-outcome-not_paid = Niet betaald
registration-warning-no_payment_connection = Er is een prijs en niets ontvangt betalingen: niemand kan zich inschrijven. Verbind Stripe onder Verbindingen.
registration-slug-wrong = Gebruik 3 tot 80 van de tekens a–z, 0–9 en -, zoals lente-webinar.
registration-opens = Inschrijven kan vanaf
registration-opens-hint = Tijd van { $zone }. Leeg: meteen.
registration-closes = Inschrijven kan tot
registration-closes-hint = Tijd van { $zone }. Leeg: tot de opname verdwijnt.
registration-blocked_domains = Domeinen die niet worden aangenomen
registration-blocked_domains-hint = Eén per regel, zoals example.com; ook wat daaronder ligt wordt niet aangenomen.
registration-blocked_domains-wrong = Regel { $line }: schrijf een domein zoals example.com.
registration-counts = Formulieren tot nu toe, naar wat ervan werd:
registration-answer-yes = Ja
registration-answer-no = Nee
registration-source-utm_source = Campagnebron
registration-source-utm_medium = Campagnemedium
registration-source-utm_campaign = Campagne
registration-source-utm_term = Campagneterm
registration-source-utm_content = Campagne-inhoud
registration-source-ref = Referentie
registration-source-referrer = Kwam van
registration-source-landing_path = Pagina van het formulier
