# De pagina's van de deelnamelink: wat een kijker ziet voor, tijdens en na het webinar.

watch-title = Webinar

watch-loading-title = Een ogenblik
watch-loading-text = Uw webinar wordt geopend…
watch-offline-title = Geen verbinding
watch-offline-text = De server is niet bereikbaar. Deze pagina blijft het proberen en gaat vanzelf verder.
watch-no_script = Deze pagina speelt uw webinar af met JavaScript. Sta het toe en laad de pagina opnieuw.

watch-unknown_link-title = Deze link werkt niet
watch-unknown_link-text = Misschien is hij onvolledig, of hebt u een nieuwere gekregen. Open de link uit de laatste e-mail.
watch-not_registered-title = U bent nog niet ingeschreven
watch-not_registered-text = Uw inschrijving is nog niet bevestigd. Zodra dat gebeurt, geeft deze link u toegang; deze pagina merkt het vanzelf.
watch-event_cancelled-title = Dit evenement gaat niet door
watch-event_cancelled-text = Het is geannuleerd. Als het toch doorgaat, werkt deze zelfde link weer.
watch-window_closed-title = Dit webinar is niet meer beschikbaar
watch-window_closed-text = De opname was 30 dagen na het evenement te bekijken, en die zijn voorbij. Misschien kan de organisator u helpen.
watch-no_link-title = Open uw deelnamelink
watch-no_link-text = Deze pagina heeft de persoonlijke link uit uw uitnodiging nodig. Open hem opnieuw vanuit de e-mail.

watch-arriving-room = De ruimte is open
watch-arriving-recording = De opname staat klaar
watch-arriving-text = U wordt zo doorgestuurd.
watch-arriving-join = Nu deelnemen

watch-leaving-room = U gaat naar de zaal
watch-leaving-recording = U gaat naar de opname
watch-leaving-text = Gebeurt er niets? Gebruik dan de knop.
watch-leaving-continue = Doorgaan

watch-coming-title = De opname komt eraan
watch-coming-text = Hij wordt voorbereid. Laat deze pagina open: zodra de opname er is, begint ze vanzelf. Uw deelnamelink blijft dezelfde.

watch-waiting-registered = U bent ingeschreven
watch-waiting-there = { $moment } bij de organisator
watch-waiting-opens = De zaal gaat open over
watch-waiting-opens_spoken = De zaal gaat open over { $time }.
watch-waiting-opens_soon = De zaal gaat open over minder dan een minuut.
watch-waiting-opening = Gaat nu open
watch-waiting-calendar = Aan agenda toevoegen
watch-waiting-aside = Laat deze pagina open: het begint vanzelf. Uw link werkt ook op een ander apparaat.

watch-countdown-days = { $count ->
    [one] dag
   *[other] dagen
}
watch-countdown-hours = { $count ->
    [one] uur
   *[other] uur
}
watch-countdown-minutes = { $count ->
    [one] minuut
   *[other] minuten
}
watch-countdown-seconds = { $count ->
    [one] seconde
   *[other] seconden
}

watch-room-open = De zaal is open
watch-room-starts = Begint { $moment }
watch-room-soon = De organisator begint zo.
watch-room-begins = Het begint over
watch-room-aside = Laat deze pagina open: ze gaat vanzelf verder.

watch-screening-starts = Begint { $moment }
watch-screening-started = Begonnen { $moment }
watch-screening-recorded = Opgenomen op { $day }
watch-screening-until = Beschikbaar tot en met { $day }
watch-screening-attended = U was aanwezig
watch-screening-attended_on_demand = Teruggekeken

watch-curtain-play = Afspelen
watch-curtain-part = U hebt hier al een deel van bekeken.
watch-curtain-continue = Verder vanaf { $position }
watch-curtain-again = Opnieuw beginnen
watch-curtain-join = Deelnemen
watch-curtain-over = De sessie is voorbij. De opname komt hier binnenkort.
watch-unplayable-title = De opname kan nu niet worden afgespeeld
watch-unplayable-told = We hebben het de organisator laten weten. Deze pagina probeert het vanzelf opnieuw.
watch-unplayable-trying = Deze pagina probeert het vanzelf opnieuw.
watch-unplayable-offline = Uw verbinding lijkt verbroken. Deze pagina probeert het vanzelf opnieuw.
watch-unplayable-format = Misschien lukt het in een andere browser. Deze pagina probeert het vanzelf opnieuw.
watch-unplayable-again = Opnieuw proberen

watch-progress-title = Uw voortgang
watch-progress-bar = Bekeken deel van de opname
watch-progress-live = Live bekeken
watch-progress-watched = U hebt bekeken
watch-progress-covered = Bekeken deel

watch-keys-space = Spatie
watch-keys-play = afspelen of pauzeren
watch-keys-seek = { $count ->
    [one] { $count } seconde
   *[other] { $count } seconden
}
watch-keys-fullscreen = volledig scherm
watch-keys-mute = geluid uit

watch-transcript = Transcript
watch-transcript-go = Ga naar { $position }
watch-keys-captions = ondertiteling
# An automated webinar: its stage, what lies over it, and its replay.
watch-programme-viewers = { $count ->
    [one] { $count } kijker
   *[other] { $count } kijkers
}
watch-programme-gap = Het programma gaat zo verder.
watch-programme-sound_on = Geluid aanzetten
watch-programme-sound_off = Geluid uitzetten
watch-programme-captions = Ondertiteling: { $language }
watch-programme-captions_off = Ondertiteling: uit
watch-programme-pause = Pauze
watch-programme-position = Plaats in het programma
watch-programme-film = Film
watch-programme-picture = Afbeelding
watch-programme-page = Dia { NUMBER($page) }
watch-programme-listen = Luisteren
watch-programme-live_room = Naar de live-ruimte
watch-programme-talk = Vragen en antwoorden
watch-programme-download = Downloaden
watch-programme-handout = Een bestand voor u
watch-programme-close = Sluiten

# De chat en de peilingen van de ruimte.
watch-chat-title = Chat en vragen
watch-chat-moderated = Een gastheer leest elk bericht voordat anderen het zien.
watch-chat-answer_later = Alleen u en de gastheren zien uw berichten; antwoorden komen hier.
watch-chat-lines = Berichten
watch-chat-write = Uw bericht
watch-chat-question = Dit is een vraag
watch-chat-send = Versturen
watch-chat-host = Gastheer
watch-chat-you = U
watch-chat-guest = Gast
watch-chat-held = wacht op een gastheer
watch-chat-removed = Dit bericht is verwijderd.
watch-chat-answers = Antwoord op: { $text }
watch-chat-private = alleen u ziet dit
watch-chat-skipped = { $count ->
    [one] Velen schrijven tegelijk: { $count } bericht wordt niet getoond.
   *[other] Velen schrijven tegelijk: { $count } berichten worden niet getoond.
}
watch-chat-refused-banned = Een gastheer heeft u het recht ontnomen om hier te schrijven.
watch-chat-refused-chat_off = Er is nu geen chat.
watch-chat-refused-room_closed = Het evenement is voorbij: de chat is gesloten.
watch-chat-refused-invalid_line = Een bericht telt 1 tot 500 tekens.
watch-chat-refused-too_many_lines = Dat ging snel. Wacht een paar seconden voor het volgende bericht.
watch-chat-refused-slow_mode = De chat is vertraagd. Wacht even voor het volgende bericht.
watch-chat-refused-chat_full = Er wachten te veel berichten op een gastheer. Probeer het later opnieuw.
watch-chat-refused-poll_closed = Deze peiling is gesloten.
watch-chat-refused-invalid_answer = Dit antwoord past niet bij de vraag.
watch-chat-refused-other = Het versturen is mislukt. Probeer het opnieuw.
watch-poll-title = Een vraag voor u
watch-poll-send = Antwoorden versturen
watch-poll-change = Antwoorden wijzigen
watch-poll-answered = Uw antwoorden zijn aangekomen.
watch-poll-closed = Antwoorden is niet meer mogelijk.
watch-poll-yes = Ja
watch-poll-no = Nee
watch-poll-result = { $option }: { NUMBER($count) }
watch-poll-count = { $count ->
    [one] { $count } antwoord
   *[other] { $count } antwoorden
}
