widgets-members = { $count ->
    [one] { $count } lid
   *[other] { $count } leden
}

widgets-activity = Activiteit
widgets-activity-order = Nieuwste eerst
widgets-activity-empty = Nog stil
widgets-activity-empty_text = Statuswijzigingen en binnenkomers verschijnen hier zodra ze gebeuren.
widgets-activity-erased = Een gewist lid
widgets-activity-joined = Binnengekomen
widgets-activity-vendor = Gemeld door een platform
widgets-activity-vendor_status = Gemeld door een platform: { $status }
widgets-activity-changed = Status gewijzigd
widgets-activity-moved = { $from } → { $to }
widgets-activity-became = Werd { $status }
widgets-activity-other = Er gebeurde iets
widgets-table = Als tabel
widgets-table-time = Tijd
widgets-table-members = Leden
widgets-table-day = Dag
widgets-table-visitors = Bezoekers
widgets-table-share = Deel van het evenement
widgets-table-range = { $from }–{ $to } %

widgets-attendance = Aanwezigheid
widgets-attendance-aside = Deel van het live evenement
widgets-attendance-bar = { $from }–{ $to } % van het evenement: { $members }
widgets-attendance-nobody = Nog niemand heeft live gekeken
widgets-attendance-nobody_text = Elke deelnemer telt mee in het tiende deel van het evenement dat hij zag.
widgets-attendance-none = Geen live kijktijd
widgets-attendance-none_text = Niemand volgde het evenement hier live, en geen platform meldde hoe lang deelnemers bleven.
widgets-attendance-label = Leden per tiende deel van het live evenement dat ze bekeken
widgets-attendance-highly = Sterk betrokken
widgets-attendance-moderately = Matig
widgets-attendance-from = ≥ { $share }
widgets-engagement = Betrokkenheid
widgets-engagement-aside = Live deelnemers, naar tijd en wat ze deden

widgets-now = Nu
widgets-now-playing = Kijkt nu
widgets-now-connected = Verbonden

widgets-statistics = On-demandstatistieken
widgets-statistics-visitors = Bezoekers
widgets-statistics-visitors_note = teruggekeken
widgets-statistics-average = Gemiddeld gekeken
widgets-statistics-average_unit = min
widgets-statistics-average_note = on demand, per bezoeker; wat opnieuw bekeken wordt telt opnieuw
widgets-statistics-coverage = dekt gemiddeld { $share } van de opname
widgets-statistics-days = Dagen over
widgets-statistics-days_unit = van { $count }
widgets-statistics-opens = begint { $moment }
widgets-statistics-closes = sluit { $moment }
widgets-statistics-closed = gesloten { $moment }

widgets-summary = On-demandoverzicht
widgets-summary-aside = Bezoekers per dag
widgets-summary-empty = De terugkijkperiode begint na het evenement
widgets-summary-empty_text = Vanaf dan krijgt elke dag een balk.
widgets-summary-label = Bezoekers per dag, { $zone }
widgets-summary-day = { $day }: { $visitors }
widgets-summary-visitors = { $count ->
    [one] { $count } bezoeker
   *[other] { $count } bezoekers
}

widgets-program = Programmastatus
widgets-program-none = Geen leden
widgets-program-part = { $status } { $number }
widgets-program-share = { $status }: { $members } van { $total }

widgets-retention = Kijkverloop
widgets-retention-aside = Leden per seconde van de opname
widgets-retention-nobody = Nog niemand heeft gekeken
widgets-retention-nobody_text = De curve groeit met elke seconde die een lid bekijkt.
widgets-retention-none = Nog geen opname
widgets-retention-none_text = Voeg hem toe in de instellingen; bij wie op de kijkpagina wacht, begint hij vanzelf.
widgets-retention-most = Meest bekeken, { $time }
widgets-retention-half = Halverwege
widgets-retention-end = Aan het einde
widgets-retention-label = Curve van het kijkverloop. { $sentence }
widgets-retention-sentence = Meest bekeken op { $time } door { $members }; halverwege { $half }, aan het einde { $end }.
widgets-retention-point = { $time }: { $members }

widgets-summary-to_come = { $day }: komt nog
widgets-summary-no_day = Er is nog geen dag voorbij.
widgets-summary-nobody = Niemand heeft on demand gekeken.
widgets-summary-nobody_yet = Nog niemand heeft on demand gekeken.
widgets-summary-most = Het meest waren het er { $visitors }, op { $day }.
widgets-summary-today_most = { $visitors } vandaag, het meest tot nu toe.
widgets-summary-today_and_most = { $visitors } vandaag; het meest waren het er { $most }, op { $day }.
