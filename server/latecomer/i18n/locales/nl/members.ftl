members-email = E-mail
members-first_name = Voornaam
members-last_name = Achternaam
members-company = Bedrijf
members-job_title = Functie
members-phone = Telefoon
members-status = Status
members-join_link_of = deelnamelink van { $name }
members-erased = Gewiste persoon
members-numbered = Lid { $number }
members-registering = Wordt ingeschreven…

members-add-title = Leden toevoegen
members-add-how = Hoe
members-add-hand = Met de hand
members-add-file = Uit een CSV-bestand
members-add-verb = Lid toevoegen
members-outcome-created = Gemaakt
members-outcome-updated = Bijgewerkt
members-outcome-skipped = Overgeslagen
members-import-busy = Importeren…
members-import-drop = Sleep een CSV-bestand hierheen, of kies er een
members-import-columns = Een kolom ‘email’, en naar keuze first name, last name, company, job title, phone, status. Tot 20.000 regels, 5 MB.
members-import-result = Resultaat van de import
members-import-counts = { $file }: { $created } gemaakt, { $updated } bijgewerkt, { $skipped } overgeslagen.
members-import-rows = Wat er van elke regel is geworden
members-import-line = Regel
members-import-outcome = Resultaat
members-import-why = Waarom
members-import-more = { $count ->
    [one] En nog { $count } regel.
   *[other] En nog { $count } regels.
}
members-import-no_email = (geen e-mail)
members-import-empty = Dit bestand is leeg.
members-import-large = Dit bestand is groter dan 5 MB. Splits het.
members-import-not_csv = Sla het eerst op als CSV.

members-code-duplicate = Staat twee keer in dit bestand; de eerste telt
members-code-unchanged = Al lid met dezelfde status
members-code-waitlisted = Geen plaats vrij: op de wachtlijst
members-code-no_seat = Geen plaats vrij
members-code-missing_email = Geen e-mailadres
members-code-invalid_email = Geen e-mailadres
members-code-field_too_long = Een veld is te lang
members-code-invalid_characters = Tekens die niet kunnen worden opgeslagen
members-code-invalid_properties = Extra velden die niet kunnen worden opgeslagen
members-code-unknown_status = Geen van de tien statussen
members-code-status_backwards = Al verder dan die status
members-code-unknown_field = Een onbekend veld
members-code-wrong_type = Een waarde van het verkeerde type
members-code-attendance_not_read = Een cel over de deelname is onleesbaar
members-code-status_not_read = De status is er geen van ons en wordt een eigenschap
members-code-too_many_cells = Meer cellen dan kolommen
members-code-import_retracted = Import ongedaan gemaakt
members-code-window_closed = De 30 dagen zijn voorbij
members-code-other = Niet overgenomen ({ $code })

members-drawer-member = Lid
members-drawer-about = Over dit lid
members-drawer-counted = Wat telde
members-drawer-timeline = Tijdlijn
members-drawer-joined = Binnengekomen
members-drawer-elsewhere = niet via de deelnamelink
members-drawer-not_yet = nog niet
members-drawer-since = sinds { $moment }
members-drawer-reason = ‘{ $reason }’
members-drawer-asked_again = Het platform wordt opnieuw gevraagd
members-drawer-now = Nu { $status }
members-drawer-copy_link = Link kopiëren
members-drawer-change = Status wijzigen
members-drawer-new_link = Nieuwe link
members-drawer-correct = Corrigeren
members-drawer-export = Exporteren
members-drawer-erase = Wissen

members-link-title = Een nieuwe deelnamelink maken?
members-link-verb = Link maken
members-link-text = De oude link werkt meteen niet meer, ook niet in een speler die nu open is. Wat bekeken is, blijft tellen.
members-link-done = Nieuwe deelnamelink gemaakt; de oude is ingetrokken
members-erase-title = { $name } wissen?
members-erase-verb = Persoon wissen
members-erase-text = Naam, e-mail, eigenschappen en links verdwijnen uit elk webinar. Statussen en kijkduur blijven, anoniem, zodat geen cijfer verandert. Dit kan niet ongedaan worden gemaakt.
members-erase-done = Persoon gewist

members-person-title = Persoon corrigeren
members-person-note = Gewijzigd in elk webinar waar de persoon in zit.
members-person-save = Opslaan
members-person-saved = Persoon gecorrigeerd

members-status-title = Status wijzigen
members-status-done = { $name } is nu { $status }
members-status-reason = Reden
members-status-reason_hint = Blijft in de tijdlijn
members-status-backwards = Een lid gaat alleen vooruit: { $current } is verder dan { $wanted }. De enige weg terug is { $out }, die de plaats vrijmaakt en de link intrekt.

members-drops-title = Wat niet is geteld
members-drops-nothing = Niets: alles wat is gemeld, telt.
members-drops-reports = { $count ->
    [one] { $count } melding
   *[other] { $count } meldingen
}
members-drops-last = { $count ->
    [one] Het laatste { $count } stuk
   *[other] De laatste { $count } stukken
}
members-drop-malformed = Onleesbaar
members-drop-malformed_why = De speler stuurde iets anders dan vier zinnige getallen.
members-drop-backwards = Liep achteruit
members-drop-backwards_why = Het stuk eindigde op de klok toen het begon, of eerder; of het ging terug in de opname.
members-drop-too_fast = Te snel
members-drop-too_fast_why = Meer opname dan in die tijd kan worden afgespeeld, boven viervoudige snelheid.
members-drop-stalled = Stond stil
members-drop-stalled_why = De tijd liep maar de opname bewoog nauwelijks: laden, niet kijken.
members-drop-before_hello = Voor de speler zich meldde
members-drop-before_hello_why = Het beslaat tijd van voor deze speler werd geopend.
members-drop-future = In de toekomst
members-drop-future_why = Het beslaat tijd die nog niet voorbij was toen het aankwam.
members-drop-out_of_window = Buiten de periode
members-drop-out_of_window_why = Afgespeeld voor het evenement begon of na de 30 dagen.
members-drop-not_aired = Nog niet uitgezonden
members-drop-not_aired_why = Een deel van het draaiboek dat niemand op dat moment kon zien.
members-drop-limit = Boven de limiet
members-drop-limit_why = Meer losse stukken dan een lid of een melding mag hebben.
members-drop-other = Niet geteld ({ $reason })
members-drop-other_why = De server heeft het niet geteld.
members-segment-recording = { $from }–{ $to } van de opname
members-segment-clock = { $seconds } s op de klok, { $recording }
members-segment-times = { $from }–{ $to } ({ $seconds } s), { $recording }

members-explain-on_demand = On demand
members-explain-live = Live
members-explain-threshold = Langer dan { $duration } on demand kijken telt als bekeken.
members-explain-when = Wanneer er is gekeken
members-explain-never = Er is nog geen seconde geteld.
members-explain-filled = Gevuld is tijd waarin werd afgespeeld. Twee spelers tegelijk tellen één keer; pauzes, laden en springen tellen niet.
members-explain-zone = Tijden van { $zone }.
members-explain-seen = Wat er is bekeken
members-explain-players = Spelers
members-explain-players_text = Elke keer dat de pagina laadt, is er een speler met een eigen klok. Het nulpunt ligt één keer vast, en elk gemeld stuk wordt van daaruit geplaatst: een melding die twee keer komt, valt op dezelfde tijd.
members-explain-players_table = Spelers, met het nulpunt van hun klok
members-explain-player = Speler
members-explain-opened = Geopend
members-explain-zero = Nulpunt
members-explain-heard = Laatst gehoord
members-explain-earlier = { $count ->
    [one] { $count } eerdere kijkbeurt
   *[other] { $count } eerdere kijkbeurten
}
members-explain-unbroken = zonder onderbreking
members-explain-stretches = { $count ->
    [one] { $count } stuk
   *[other] { $count } stukken
}
members-explain-no_recording = Er is nog geen opname.
members-explain-of = { $seen } van { $whole }
members-explain-whole = De hele opname is bekeken.
members-explain-missed = Niet bekeken: { $list }.
members-explain-missed_more = { $count ->
    [one] Niet bekeken: { $list } en nog { $count }.
   *[other] Niet bekeken: { $list } en nog { $count }.
}

members-list-title = Leden
members-list-search = Zoeken op naam of e-mail
members-list-search_hint = Naam of e-mail
members-list-statuses = Statussen
members-list-export = CSV exporteren
members-list-no_match = Niemand gevonden
members-list-no_match_text = Probeer een andere naam, een ander e-mailadres of minder statussen.
members-list-empty = Nog geen leden
members-list-empty_text = Voeg ze met de hand of uit een CSV-bestand toe. Iedereen krijgt een eigen deelnamelink.
members-list-pages = Pagina's met leden
members-list-matches = { $count ->
    [one] { $count } lid voldoet
   *[other] { $count } leden voldoen
}
members-list-matches_many = Meer dan { $most } leden voldoen
members-list-table = Leden, met wat ze hebben bekeken
members-list-member = Lid
members-list-live = Live
members-list-on_demand = On demand
members-list-covered = Bekeken deel
members-list-last = Laatst gekeken
members-list-link = Deelnamelink

members-timeline-empty = Er is nog niets gebeurd
members-timeline-earlier = Eerder tonen
members-timeline-moved = { $from } → { $to }
members-timeline-became = Werd { $status }
members-timeline-because = omdat: { $facts }
members-timeline-form = Er is een formulier verstuurd
members-timeline-payment = Betaling van { $amount }
members-timeline-clicked = Klikte: { $title }
members-timeline-answered = Antwoordde op ‘{ $question }’: { $answer }
members-timeline-line = Schreef in de chat: { $text }
members-timeline-asked = Vroeg in de chat: { $text }
members-timeline-replay = in de herhaling
members-line-held = vastgehouden
members-line-visible = zichtbaar
members-line-rejected = geweigerd
members-line-deleted = verwijderd
members-timeline-mail = Mail: { $mail }
members-timeline-finish = Het evenement is afgesloten
members-timeline-reported = Gemeld als { $status }
members-timeline-other = Iets anders ({ $fact })
members-fact-added = Toegevoegd aan het programma
members-fact-removed = Uit het programma verwijderd
members-fact-cancelled = Heeft de inschrijving geannuleerd
members-fact-click = Klikte op de deelnamelink
members-fact-joined = Opende de deelnamelink voor het eerst
members-fact-live = Keek voor het eerst live
members-fact-view = Keek on demand lang genoeg
members-source-viewer = door het lid
members-source-operator = door een beheerder
members-source-import = door een import
members-source-capacity = door de plaatsen
members-source-clock = door de klok
members-source-vendor = door een platform
members-source-form = door een formulier
members-source-other = door { $source }

members-code-unknown_language = Geen taal

members-retract-verb = Intrekken
members-retract-title = Een vermelding intrekken
members-retract-text = “{ $what }” telt als nooit gezegd. De vermelding blijft op de tijdlijn, en de status volgt uit wat overblijft.
members-retract-reason = Reden (niet verplicht)
members-retract-done = Ingetrokken
members-retract-end_kept = Ingetrokken; het vroegere einde blijft, omdat er sindsdien iets is afgespeeld
members-retract-end_stays = Het vroegere einde blijft, omdat er sindsdien iets is afgespeeld.
members-retract-at = Ingetrokken { $moment }
members-retract-watchers = { $count ->
    [one] { $count } lid kwam sindsdien en wordt overgeslagen.
   *[other] { $count } leden kwamen sindsdien en worden overgeslagen.
  }
members-retract-take_watchers = Deze ook ongedaan maken
members-retract-erase = { $count ->
    [one] { $count } persoon wissen die alleen door imports is gemaakt. Dit kan niet worden teruggedraaid.
   *[other] { $count } personen wissen die alleen door imports zijn gemaakt. Dit kan niet worden teruggedraaid.
  }
members-import-undo_choose = Ongedaan maken met keuzes …
members-import-undo_text = Alles wat in het bestand stond telt als nooit gezegd, en elke status volgt uit wat overblijft.
members-imports = { $count ->
    [one] { $count } eerdere import
   *[other] { $count } eerdere imports
  }
members-imports-one = { $moment }, door { $by }: { $created } nieuw, { $updated } gewijzigd, { $skipped } overgeslagen.
members-imports-undo = Deze import ongedaan maken: { $moment }
members-retract-confirmed = { $count ->
    [one] { $count } lid blijft ingeschreven, omdat een platform dit heeft bevestigd.
   *[other] { $count } leden blijven ingeschreven, omdat een platform dit heeft bevestigd.
  }

members-preview = Hoe het bestand wordt begrepen
members-preview-file = { $encoding }, gescheiden door { $separator }, koppen op regel { $line }, tijden in { $zone }.
members-preview-separator-comma = komma’s
members-preview-separator-semicolon = puntkomma’s
members-preview-separator-tab = tabs
members-preview-separator-bar = strepen
members-preview-accepted = { $count ->
    [one] { $count } regel kan worden overgenomen.
   *[other] { $count } regels kunnen worden overgenomen.
}
members-preview-skipped = { $count ->
    [one] { $count } regel wordt overgeslagen: { $why }
   *[other] { $count } regels worden overgeslagen: { $why }
}
members-preview-none = Geen enkele rij kan worden geïmporteerd. Het bestand heeft een regel met koppen nodig, waaronder een voor het e-mailadres, en daaronder een rij per persoon.
members-preview-no_rows = Het bestand heeft koppen en geen rijen eronder: er is niemand te importeren.
members-preview-lines = { $count ->
    [one] (regel { $lines })
   *[other] (regels { $lines })
}
members-preview-lines_more = (regels { $lines }, …)
members-preview-columns = Kolommen van het bestand
members-preview-heading = Kop
members-preview-meaning = Betekent
members-preview-sample = Bijvoorbeeld
members-preview-of = Betekenis van { $heading }
members-preview-import = { $count } importeren
members-import-undo = Deze import ongedaan maken
members-import-undone = De import is ongedaan gemaakt. Wie sindsdien klikte of keek, blijft.
members-meaning-industry = Branche
members-meaning-street_address = Straat
members-meaning-city = Plaats
members-meaning-state = Provincie
members-meaning-postal_code = Postcode
members-meaning-country = Land
members-meaning-language = Taal
members-meaning-status = Status
members-meaning-attended = Aanwezig: ja of nee
members-meaning-joined = Tijd van binnenkomst
members-meaning-left = Tijd van vertrek
members-meaning-duration = Duur
members-meaning-property = Een eigenschap
members-meaning-ignored = Niets: weggelaten

members-engagement = Betrokkenheid
members-engagement-high = Hoog
members-engagement-moderate = Matig
members-engagement-low = Laag
members-engagement-chip = Betrokkenheid: { $level }
members-engagement-share = { $share } % van het evenement
members-engagement-time_alone = alleen naar tijd, de ruimte bood niets om te doen
members-engagement-choices = { $done } van { $all } pollvragen
members-engagement-answers = { $count ->
    [one] { $count } antwoord
   *[other] { $count } antwoorden
}
members-engagement-files = { $count ->
    [one] { $count } bestand
   *[other] { $count } bestanden
}
members-engagement-clicks = { $count ->
    [one] { $count } call-to-action
   *[other] { $count } calls-to-action
}
members-engagement-lines = { $count ->
    [one] { $count } chatregel
   *[other] { $count } chatregels
}
members-engagement-questions = { $count ->
    [one] { $count } vraag
   *[other] { $count } vragen
}

members-reports = Rapporten
members-reports-text = Elk is een CSV-bestand van dit moment, met tijden in UTC en in de zone van het webinar.
members-reports-all = Alles in één archief (.zip)
members-reports-members = Leden: status, tijden, kijktijden, betrokkenheid
members-reports-attendance_by_day = Aanwezigheid per dag: minuten van elk lid, live en achteraf
members-reports-answers = Antwoorden op het aanmeldformulier
members-reports-engagement = Betrokkenheid: niveau en reden van iedereen die live aanwezig was
members-reports-registrations_by_source = Inschrijvingen per bron: waar ze vandaan kwamen en wie aanwezig was
members-reports-did_not_fit = Wie er niet bij paste: wachtlijst, geweigerd, geen plaats
