webinars-title = Webinars
webinars-new = Nieuw webinar
webinars-created = Webinar gemaakt
webinars-empty = Nog geen webinar
webinars-empty-text = Maak er een, voeg de leden toe, en iedereen krijgt één link die voor, tijdens en na het evenement werkt.
webinars-table = Webinars, het nieuwste eerst
webinars-column-webinar = Webinar
webinars-column-phase = Fase
webinars-column-program = Programma
webinars-column-members = Leden
webinars-column-days = Dagen over
webinars-unit-members = { $count ->
    [one] lid
   *[other] leden
}
webinars-unit-days = { $count ->
    [one] dag over
   *[other] dagen over
}
webinars-program-empty = Nog geen leden
webinars-program-registered = { $count ->
    [one] { $count } ingeschreven
   *[other] { $count } ingeschreven
}
webinars-program-attended = { $count ->
    [one] { $count } aanwezig tot nu toe
   *[other] { $count } aanwezig tot nu toe
}
webinars-program-on_demand = { $share } keek terug

webinars-phase-waiting = Komt nog
webinars-phase-live = Nu live
webinars-phase-on_demand = On demand
webinars-phase-closed = Gesloten

webinars-create-verb = Webinar maken
webinars-settings = Instellingen van het webinar
webinars-save = Wijzigingen opslaan
webinars-delete = Verwijderen
webinars-delete-title = Dit webinar verwijderen?
webinars-delete-verb = Webinar verwijderen
webinars-delete-text = { $name }, de leden, hun deelnamelinks en alles wat over hun kijken is vastgelegd, verdwijnen. Dit kan niet ongedaan worden gemaakt.

webinars-form-name = Naam
webinars-form-name_example = Productnieuws van het kwartaal
webinars-form-name_missing = Geef het een naam.
webinars-form-starts = Begin
webinars-form-starts_missing = Wanneer begint het?
webinars-form-ends = Einde
webinars-form-ends_missing = Wanneer eindigt het?
webinars-form-ends_early = Het einde moet na het begin liggen.
webinars-form-timezone = Tijdzone
webinars-form-timezone_hint = Van de tijden hierboven en de dagen in de grafieken.
webinars-form-skipped = De klok slaat dit tijdstip die dag over: het wordt gelezen als { $moment }.
webinars-form-timezone_over = Het evenement is voorbij, dus de tijden blijven zoals ze zijn.
webinars-form-timezone_unknown = Kies een tijdzone uit de lijst, zoals Europe/Brussels.
webinars-form-recording = Opname
webinars-form-recording_example = https://… of /recordings/…
webinars-form-recording_hint = MP4, WebM of HLS. Kan ook later.
webinars-form-recording_missing = Waar is de opname?
webinars-form-recording_wrong = Schrijf een adres dat met https:// begint, of /recordings/ en de naam van een bestand op deze server, zonder spaties.
webinars-form-length = Lengte
webinars-form-length_hint = u:mm:ss; leeg: zo lang als het bestand
webinars-form-length_missing = Hoe lang duurt ze? Bijvoorbeeld 45:00 of 1:02:30.
webinars-form-more = Meer instellingen
webinars-form-live = Live zaal
webinars-form-live_hint = Waar de deelnamelink tijdens het evenement heen leidt. Zonder zaal speelt de opname als geautomatiseerd webinar.
webinars-form-watch = Eigen kijkpagina
webinars-form-watch_hint = Een pagina van jou met het kijkscript, in plaats van onze kijkpagina.
webinars-form-origins = Toegestane origins
webinars-form-origins_hint = Sites die het kijken voor dit webinar mogen tellen, één per regel.
webinars-form-threshold = Telt als kijken na (seconden)
webinars-form-threshold_hint = Wie strikt langer kijkt, heeft gekeken.
webinars-form-threshold_half = De opname duurt { $length }: langer kijken dan { $half }, de helft daarvan, geldt als bekeken.
webinars-form-threshold_wrong = In seconden, bijvoorbeeld 60.
webinars-form-grace = Afsluiten na (seconden)
webinars-form-grace_example = 120, of 10800 met een platform
webinars-form-grace_hint = Van het einde tot wie er niet was Niet verschenen wordt.
webinars-form-grace_wrong = In seconden, bijvoorbeeld 120, of niets.
webinars-form-attendees = Maximum aantal deelnemers
webinars-form-registrants = Maximum aantal inschrijvingen
webinars-form-limit_wrong = Een heel getal, of niets.
webinars-form-cancels = Wie annuleert
webinars-form-cancels_ignore = blijft lid
webinars-form-cancels_remove = verlaat het programma
webinars-form-viewers = Aantal kijkers in de zaal
webinars-form-viewers_no = Zichtbaar voor hosts
webinars-form-viewers_yes = Zichtbaar voor iedereen
webinars-form-flip = Niet verschenen wordt Teruggekeken
webinars-form-flip_watch = door te kijken
webinars-form-flip_click = door op de link te klikken
webinars-form-replaces = Dit is een andere opname
webinars-form-replaces_hint = Bekeken deel en kijkverloop beginnen opnieuw; de kijkduur blijft.

webinars-form-language = Taal van de kijkers
webinars-form-language_hint = Van de pagina's van de deelnamelink, tenzij de taal van de persoon bekend is.
webinars-form-language_browser = Zoals elke browser vraagt

webinars-long = Het duurt van { $starts } tot { $ends }, langer dan een dag. Het evenement is al die tijd live, en de opname is pas daarna te bekijken. Klopt dat?
webinars-long-verb = Ja: maken
webinars-past = Het eindigde op { $moment }, en dat is voorbij. Is het evenement afgelopen? Maak het dan, voeg de leden toe en rond het daarna af op zijn pagina: tot dan wordt niemand { $absent } of { $watched }.
webinars-past-verb = Het is afgelopen: maken
webinars-past-correct = Tijden corrigeren
