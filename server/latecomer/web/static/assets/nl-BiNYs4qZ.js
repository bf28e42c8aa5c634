var e=`
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
watch-window_closed-title = Dit webinar is niet meer beschikbaar
watch-window_closed-text = De opname was 30 dagen na het evenement te bekijken, en die zijn voorbij. Misschien kan de organisator u helpen.
watch-no_link-title = Open uw deelnamelink
watch-no_link-text = Deze pagina heeft de persoonlijke link uit uw uitnodiging nodig. Open hem opnieuw vanuit de e-mail.

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


player-live = Live
player-start_airplay = AirPlay starten
player-stop_airplay = AirPlay stoppen
player-start_casting = Casten
player-stop_casting = Stoppen met casten
player-captions = Ondertiteling
player-captions_on = Ondertiteling aanzetten
player-captions_off = Ondertiteling uitzetten
player-closed_captions = ondertiteling
player-fullscreen_enter = Volledig scherm
player-fullscreen_exit = Volledig scherm verlaten
player-fullscreen_enter_spoken = volledig scherm
player-fullscreen_exit_spoken = volledig scherm verlaten
player-pip_enter = Beeld in beeld
player-pip_exit = Beeld in beeld verlaten
player-pip_enter_spoken = beeld in beeld
player-pip_exit_spoken = beeld in beeld verlaten
player-play = Afspelen
player-pause = Pauzeren
player-mute = Geluid uit
player-unmute = Geluid aan
player-play_spoken = afspelen
player-pause_spoken = pauzeren
player-mute_spoken = geluid uit
player-unmute_spoken = geluid aan
player-rate = Snelheid
player-rate_now = Snelheid { $rate }
player-rate_spoken = huidige snelheid
player-back = Terug
player-forward = Vooruit
player-back_spoken = { $seconds } seconden terug
player-forward_spoken = { $seconds } seconden vooruit
player-volume = volume
player-seek = positie
player-off = Uit
player-audio_player = audiospeler
player-video_player = videospeler
player-loading = laden
player-time = afgespeelde tijd
player-time_of = { $now } van { $total }
player-time_left = nog { $time }
player-time_unknown = Nog niets geladen, tijd onbekend.
player-to_live = naar live
player-is_live = live
player-hour = uur
player-hours = uur
player-minute = minuut
player-minutes = minuten
player-second = seconde
player-seconds = seconden
player-network_title = Netwerkfout
player-network_text = De opname kon niet worden geladen. Controleer de verbinding en laad de pagina opnieuw.
player-decode_title = De opname kan niet worden afgespeeld
player-decode_text = Een deel is beschadigd, of deze browser kan het niet afspelen.
player-source_title = De opname kan niet worden afgespeeld
player-source_text = Ze is niet gevonden, of deze browser kan het formaat niet afspelen.
player-encryption_title = De opname kan niet worden afgespeeld
player-encryption_text = Ze is versleuteld en de sleutel ontbreekt.
`,t={"Africa/Addis_Ababa":`Addis Abeba`,"Africa/Asmera":`Asmara`,"Africa/Cairo":`Caïro`,"Africa/El_Aaiun":`El Aaiún`,"Africa/Khartoum":`Khartoem`,"Africa/Lome":`Lomé`,"Africa/Ndjamena":`N’Djamena`,"Africa/Sao_Tome":`Sao Tomé`,"Africa/Timbuktu":`Bamako`,"America/Araguaina":`Araguaína`,"America/Argentina/ComodRivadavia":`Catamarca`,"America/Argentina/Cordoba":`Córdoba`,"America/Argentina/Rio_Gallegos":`Río Gallegos`,"America/Argentina/Tucuman":`Tucumán`,"America/Asuncion":`Asunción`,"America/Atka":`Adak`,"America/Bahia_Banderas":`Bahía de Banderas`,"America/Belem":`Belém`,"America/Bogota":`Bogotá`,"America/Ciudad_Juarez":`Ciudad Juárez`,"America/Coral_Harbour":`Atikokan`,"America/Cordoba":`Córdoba`,"America/Cuiaba":`Cuiabá`,"America/Curacao":`Curaçao`,"America/Eirunepe":`Eirunepé`,"America/Ensenada":`Tijuana`,"America/Fort_Wayne":`Indianapolis`,"America/Godthab":`Nuuk`,"America/Indiana/Knox":`Knox, Indiana`,"America/Indiana/Marengo":`Marengo, Indiana`,"America/Indiana/Petersburg":`Petersburg, Indiana`,"America/Indiana/Tell_City":`Tell City, Indiana`,"America/Indiana/Vevay":`Vevay, Indiana`,"America/Indiana/Vincennes":`Vincennes, Indiana`,"America/Indiana/Winamac":`Winamac, Indiana`,"America/Kentucky/Monticello":`Monticello, Kentucky`,"America/Knox_IN":`Knox, Indiana`,"America/Lower_Princes":`Beneden Prinsen Kwartier`,"America/Maceio":`Maceió`,"America/Mazatlan":`Mazatlán`,"America/Merida":`Mérida`,"America/Mexico_City":`Mexico-Stad`,"America/Miquelon":`Saint-Pierre`,"America/Montreal":`Toronto`,"America/Nipigon":`Toronto`,"America/Noronha":`Fernando de Noronha`,"America/North_Dakota/Beulah":`Beulah, Noord-Dakota`,"America/North_Dakota/Center":`Center, Noord-Dakota`,"America/North_Dakota/New_Salem":`New Salem, Noord-Dakota`,"America/Pangnirtung":`Iqaluit`,"America/Porto_Acre":`Rio Branco`,"America/Rainy_River":`Winnipeg`,"America/Rosario":`Córdoba`,"America/Santa_Isabel":`Tijuana`,"America/Santarem":`Santarém`,"America/Sao_Paulo":`São Paulo`,"America/Scoresbysund":`Ittoqqortoormiit`,"America/Shiprock":`Denver`,"America/St_Barthelemy":`Saint-Barthélemy`,"America/St_Johns":`Saint John’s`,"America/St_Kitts":`Saint Kitts`,"America/St_Lucia":`Saint Lucia`,"America/St_Thomas":`Saint Thomas`,"America/St_Vincent":`Saint Vincent`,"America/Thunder_Bay":`Toronto`,"America/Virgin":`Saint Thomas`,"America/Yellowknife":`Edmonton`,"Antarctica/DumontDUrville":`Dumont-d’Urville`,"Antarctica/South_Pole":`McMurdo`,"Antarctica/Syowa":`Showa`,"Asia/Almaty":`Alma-Ata`,"Asia/Aqtobe":`Aqtöbe`,"Asia/Ashgabat":`Asjchabad`,"Asia/Ashkhabad":`Asjchabad`,"Asia/Atyrau":`Atıraw`,"Asia/Baghdad":`Bagdad`,"Asia/Bahrain":`Bahrein`,"Asia/Baku":`Bakoe`,"Asia/Beirut":`Beiroet`,"Asia/Bishkek":`Bisjkek`,"Asia/Choibalsan":`Ulaanbaatar`,"Asia/Chongqing":`Sjanghai`,"Asia/Chungking":`Sjanghai`,"Asia/Dacca":`Dhaka`,"Asia/Dushanbe":`Doesjanbe`,"Asia/Harbin":`Sjanghai`,"Asia/Ho_Chi_Minh":`Ho Chi Minhstad`,"Asia/Hong_Kong":`Hongkong`,"Asia/Hovd":`Khovd`,"Asia/Irkutsk":`Irkoetsk`,"Asia/Istanbul":`Istanboel`,"Asia/Jerusalem":`Jeruzalem`,"Asia/Kamchatka":`Kamtsjatka`,"Asia/Kashgar":`Ürümqi`,"Asia/Katmandu":`Kathmandu`,"Asia/Kolkata":`Calcutta`,"Asia/Krasnoyarsk":`Krasnojarsk`,"Asia/Kuwait":`Koeweit`,"Asia/Macao":`Macau`,"Asia/Manila":`Manilla`,"Asia/Riyadh":`Riyad`,"Asia/Saigon":`Ho Chi Minhstad`,"Asia/Sakhalin":`Sachalin`,"Asia/Shanghai":`Sjanghai`,"Asia/Tashkent":`Tasjkent`,"Asia/Tehran":`Teheran`,"Asia/Tel_Aviv":`Jeruzalem`,"Asia/Thimbu":`Thimphu`,"Asia/Tokyo":`Tokio`,"Asia/Ujung_Pandang":`Makassar`,"Asia/Ulan_Bator":`Ulaanbaatar`,"Asia/Urumqi":`Ürümqi`,"Asia/Yakutsk":`Jakoetsk`,"Asia/Yangon":`Rangoon`,"Asia/Yekaterinburg":`Jekaterinenburg`,"Asia/Yerevan":`Jerevan`,"Atlantic/Azores":`Azoren`,"Atlantic/Canary":`Canarische Eilanden`,"Atlantic/Cape_Verde":`Kaapverdië`,"Atlantic/Faeroe":`Faeröer`,"Atlantic/Faroe":`Faeröer`,"Atlantic/Jan_Mayen":`Longyearbyen`,"Atlantic/South_Georgia":`Zuid-Georgia`,"Atlantic/St_Helena":`Sint-Helena`,"Australia/ACT":`Sydney`,"Australia/Canberra":`Sydney`,"Australia/Currie":`Hobart`,"Australia/LHI":`Lord Howe`,"Australia/NSW":`Sydney`,"Australia/North":`Darwin`,"Australia/Queensland":`Brisbane`,"Australia/South":`Adelaide`,"Australia/Tasmania":`Hobart`,"Australia/Victoria":`Melbourne`,"Australia/West":`Perth`,"Australia/Yancowinna":`Broken Hill`,"Brazil/Acre":`Rio Branco`,"Brazil/DeNoronha":`Fernando de Noronha`,"Brazil/East":`São Paulo`,"Brazil/West":`Manaus`,"Canada/Atlantic":`Halifax`,"Canada/Central":`Winnipeg`,"Canada/Eastern":`Toronto`,"Canada/Mountain":`Edmonton`,"Canada/Newfoundland":`Saint John’s`,"Canada/Pacific":`Vancouver`,"Canada/Saskatchewan":`Regina`,"Canada/Yukon":`Whitehorse`,"Chile/Continental":`Santiago`,"Chile/EasterIsland":`Paaseiland`,"Europe/Athens":`Athene`,"Europe/Belfast":`Londen`,"Europe/Belgrade":`Belgrado`,"Europe/Berlin":`Berlijn`,"Europe/Brussels":`Brussel`,"Europe/Bucharest":`Boekarest`,"Europe/Budapest":`Boedapest`,"Europe/Busingen":`Büsingen`,"Europe/Chisinau":`Chișinău`,"Europe/Copenhagen":`Kopenhagen`,"Europe/Istanbul":`Istanboel`,"Europe/Kyiv":`Kiev`,"Europe/Lisbon":`Lissabon`,"Europe/London":`Londen`,"Europe/Luxembourg":`Luxemburg`,"Europe/Moscow":`Moskou`,"Europe/Paris":`Parijs`,"Europe/Prague":`Praag`,"Europe/Tirane":`Tirana`,"Europe/Tiraspol":`Chișinău`,"Europe/Uzhgorod":`Kiev`,"Europe/Vatican":`Vaticaanstad`,"Europe/Vienna":`Wenen`,"Europe/Volgograd":`Wolgograd`,"Europe/Warsaw":`Warschau`,"Europe/Zaporozhye":`Kiev`,"Europe/Zurich":`Zürich`,"Indian/Chagos":`Chagosarchipel`,"Indian/Christmas":`Christmaseiland`,"Indian/Cocos":`Cocoseilanden`,"Indian/Comoro":`Comores`,"Indian/Mahe":`Mahé`,"Indian/Maldives":`Maldiven`,"Indian/Reunion":`Réunion`,"Mexico/BajaNorte":`Tijuana`,"Mexico/BajaSur":`Mazatlán`,"Mexico/General":`Mexico-Stad`,"Pacific/Easter":`Paaseiland`,"Pacific/Enderbury":`Kanton`,"Pacific/Galapagos":`Galápagos`,"Pacific/Gambier":`Îles Gambier`,"Pacific/Johnston":`Honolulu`,"Pacific/Marquesas":`Marquesaseilanden`,"Pacific/Noumea":`Nouméa`,"Pacific/Ponape":`Pohnpei`,"Pacific/Samoa":`Pago Pago`,"Pacific/Truk":`Chuuk`,"Pacific/Wallis":`Wallis & Futuna`,"Pacific/Yap":`Chuuk`,"US/Alaska":`Anchorage`,"US/Aleutian":`Adak`,"US/Arizona":`Phoenix`,"US/Central":`Chicago`,"US/East-Indiana":`Indianapolis`,"US/Eastern":`New York`,"US/Hawaii":`Honolulu`,"US/Indiana-Starke":`Knox, Indiana`,"US/Michigan":`Detroit`,"US/Mountain":`Denver`,"US/Pacific":`Los Angeles`,"US/Samoa":`Pago Pago`};export{t as cities,e as texts};