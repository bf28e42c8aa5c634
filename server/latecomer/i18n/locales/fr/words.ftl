# Les mots communs à toutes les pages et à tous les e-mails. Voir docs/glossary.md.

words-status-not_in_program = Hors programme
words-status-invited = Invité
words-status-waitlisted = Sur liste d’attente
words-status-pending_approval = En attente d’approbation
words-status-rejected = Refusé
words-status-registration_error = Erreur d’inscription
words-status-registered = Inscrit
words-status-no_show = Absent
words-status-attended_on_demand = A regardé en différé
words-status-attended = Présent

words-language = Langue

words-moment = { $weekday } { $day } à { $time } ({ $zone })
words-time-in-zone = { $time } ({ $zone })

words-duration-seconds = { $seconds } s
words-duration-minutes = { $minutes } min
words-duration-hours = { $hours } h { $minutes } min
