# Woorden die alle pagina's en e-mails delen. Zie docs/glossary.md.

words-status-not_in_program = Niet in programma
words-status-invited = Uitgenodigd
words-status-waitlisted = Op wachtlijst
words-status-pending_approval = Wacht op goedkeuring
words-status-rejected = Afgewezen
words-status-registration_error = Fout bij inschrijving
words-status-registered = Ingeschreven
words-status-no_show = Niet verschenen
words-status-attended_on_demand = Teruggekeken
words-status-attended = Aanwezig

words-language = Taal

words-moment = { $weekday } { $day } om { $time } ({ $zone })
words-time-in-zone = { $time } ({ $zone })

words-duration-seconds = { $seconds } sec
words-duration-minutes = { $minutes } min
words-duration-hours = { $hours } u { $minutes } min
