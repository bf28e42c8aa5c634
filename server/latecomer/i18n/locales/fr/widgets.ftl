widgets-members = { $count ->
    [one] { $count } membre
   *[other] { $count } membres
}

widgets-activity = Activité
widgets-activity-order = Le plus récent d’abord
widgets-activity-empty = Calme jusqu’ici
widgets-activity-empty_text = Les changements de statut et les arrivées s’affichent ici à mesure.
widgets-activity-erased = Un membre effacé
widgets-activity-joined = A rejoint
widgets-activity-vendor = Signalé par une plateforme
widgets-activity-vendor_status = Signalé par une plateforme : { $status }
widgets-activity-changed = Changement de statut
widgets-activity-moved = { $from } → { $to }
widgets-activity-became = Devenu : { $status }
widgets-activity-other = Il s’est passé quelque chose
widgets-table = Sous forme de tableau
widgets-table-time = Temps
widgets-table-members = Membres
widgets-table-day = Jour
widgets-table-visitors = Visiteurs
widgets-table-share = Part de l’événement
widgets-table-range = { $from }–{ $to } %

widgets-attendance = Participation
widgets-attendance-aside = Part de l’événement en direct
widgets-attendance-bar = { $from }–{ $to } % de l’événement : { $members }
widgets-attendance-nobody = Personne n’a encore regardé en direct
widgets-attendance-nobody_text = Chaque participant compte dans le dixième de l’événement qu’il a vu.
widgets-attendance-none = Pas de visionnage en direct
widgets-attendance-none_text = Personne n’a suivi l’événement en direct ici, et aucune plateforme n’a dit combien de temps les participants sont restés.
widgets-attendance-label = Membres par dixième de l’événement suivi en direct
widgets-attendance-highly = Très engagés
widgets-attendance-moderately = Moyennement
widgets-attendance-from = ≥ { $share }
widgets-engagement = Engagement
widgets-engagement-aside = Participants en direct, selon la durée et ce qu’ils ont fait

widgets-now = Maintenant
widgets-now-playing = En lecture
widgets-now-connected = Connectés

widgets-statistics = Statistiques en différé
widgets-statistics-visitors = Visiteurs
widgets-statistics-visitors_note = passés en différé en regardant
widgets-statistics-average = Visionnage moyen
widgets-statistics-average_unit = min
widgets-statistics-average_note = en différé, par visiteur ; ce qui est revu compte de nouveau
widgets-statistics-coverage = couvre { $share } de l’enregistrement en moyenne
widgets-statistics-days = Jours restants
widgets-statistics-days_unit = sur { $count }
widgets-statistics-opens = commence le { $moment }
widgets-statistics-closes = ferme le { $moment }
widgets-statistics-closed = fermé le { $moment }

widgets-summary = Résumé en différé
widgets-summary-aside = Visiteurs par jour
widgets-summary-empty = La période s’ouvre à la fin de l’événement
widgets-summary-empty_text = Ensuite, chaque jour a sa barre.
widgets-summary-label = Visiteurs par jour, { $zone }
widgets-summary-day = { $day } : { $visitors }
widgets-summary-visitors = { $count ->
    [one] { $count } visiteur
   *[other] { $count } visiteurs
}

widgets-program = Statuts du programme
widgets-program-none = Aucun membre
widgets-program-part = { $status } { $number }
widgets-program-share = { $status } : { $members } sur { $total }

widgets-retention = Rétention
widgets-retention-aside = Membres par seconde de l’enregistrement
widgets-retention-nobody = Personne n’a encore regardé
widgets-retention-nobody_text = La courbe grandit à chaque seconde qu’un membre regarde.
widgets-retention-none = Pas encore d’enregistrement
widgets-retention-none_text = Ajoutez-le dans les réglages : chez qui attend sur la page, la lecture commence d’elle-même.
widgets-retention-most = Le plus vu, { $time }
widgets-retention-half = À mi-parcours
widgets-retention-end = À la fin
widgets-retention-label = Courbe de rétention. { $sentence }
widgets-retention-sentence = Le plus vu à { $time } par { $members } ; à mi-parcours { $half }, à la fin { $end }.
widgets-retention-point = { $time } : { $members }

widgets-summary-to_come = { $day } : à venir
widgets-summary-no_day = Aucun jour n’est encore passé.
widgets-summary-nobody = Personne n’a regardé en différé.
widgets-summary-nobody_yet = Personne n’a encore regardé en différé.
widgets-summary-most = Le maximum : { $visitors }, le { $day }.
widgets-summary-today_most = { $visitors } aujourd’hui, le maximum jusqu’ici.
widgets-summary-today_and_most = { $visitors } aujourd’hui ; le maximum : { $most }, le { $day }.
