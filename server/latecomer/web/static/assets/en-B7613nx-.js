var e=`
words-status-not_in_program = Not in Program
words-status-invited = Invited
words-status-waitlisted = Waitlisted
words-status-pending_approval = Pending Approval
words-status-rejected = Rejected
words-status-registration_error = Registration Error
words-status-registered = Registered
words-status-no_show = No-Show
words-status-attended_on_demand = Attended On-Demand
words-status-attended = Attended

words-language = Language

words-moment = { $weekday } { $day } at { $time } ({ $zone })
words-time-in-zone = { $time } ({ $zone })

words-duration-seconds = { $seconds } sec
words-duration-minutes = { $minutes } min
words-duration-hours = { $hours } h { $minutes } min


watch-title = Webinar

watch-loading-title = One moment
watch-loading-text = Opening your webinar…
watch-offline-title = No connection
watch-offline-text = The server cannot be reached. This page keeps trying and goes on by itself.
watch-no_script = This page plays your webinar with JavaScript. Please allow it and load the page again.

watch-unknown_link-title = This link does not work
watch-unknown_link-text = It may be incomplete, or a newer one was sent to you. Please open the link from the latest e-mail.
watch-not_registered-title = You are not registered yet
watch-not_registered-text = Your registration has not been confirmed. Once it is, this same link lets you in; this page notices by itself.
watch-window_closed-title = This webinar is no longer available
watch-window_closed-text = The recording could be watched for 30 days after the event, and those are over. The host may be able to help.
watch-no_link-title = Please open your join link
watch-no_link-text = This page needs the personal link from your invitation. Open it again from the e-mail.

watch-leaving-room = Taking you to the room
watch-leaving-recording = Taking you to the recording
watch-leaving-text = If nothing happens, use the button.
watch-leaving-continue = Continue

watch-coming-title = The recording is coming
watch-coming-text = It is being prepared. Leave this page open: it starts by itself as soon as it is there. Your join link stays the same.

watch-waiting-registered = You are registered
watch-waiting-there = { $moment } for the host
watch-waiting-opens = The room opens in
watch-waiting-opens_spoken = The room opens in { $time }.
watch-waiting-opens_soon = The room opens in less than a minute.
watch-waiting-opening = Opening now
watch-waiting-calendar = Add to calendar
watch-waiting-aside = Leave this page open: it starts by itself. Your link also works on another device.

watch-countdown-days = { $count ->
    [one] day
   *[other] days
}
watch-countdown-hours = { $count ->
    [one] hour
   *[other] hours
}
watch-countdown-minutes = { $count ->
    [one] minute
   *[other] minutes
}
watch-countdown-seconds = { $count ->
    [one] second
   *[other] seconds
}

watch-room-open = The room is open
watch-room-starts = Starts { $moment }
watch-room-soon = The host will start in a moment.
watch-room-begins = It begins in
watch-room-aside = Leave this page open: it goes on by itself.

watch-screening-starts = Starts { $moment }
watch-screening-started = Started { $moment }
watch-screening-recorded = Recorded { $day }
watch-screening-until = Available until { $day }
watch-screening-attended = You attended
watch-screening-attended_on_demand = Attended on demand

watch-curtain-play = Play
watch-curtain-part = You have watched a part of this already.
watch-curtain-continue = Continue from { $position }
watch-curtain-again = Start over
watch-curtain-join = Join the session
watch-curtain-over = The session is over. The recording will be here soon.

watch-progress-title = Your progress
watch-progress-bar = Part of the recording covered
watch-progress-live = Watched live
watch-progress-watched = You have watched
watch-progress-covered = Covered

watch-keys-space = Space
watch-keys-play = play or pause
watch-keys-seek = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
watch-keys-fullscreen = full screen
watch-keys-mute = mute


player-live = Live
player-start_airplay = Start AirPlay
player-stop_airplay = Stop AirPlay
player-start_casting = Start casting
player-stop_casting = Stop casting
player-captions = Captions
player-captions_on = Turn captions on
player-captions_off = Turn captions off
player-closed_captions = captions
player-fullscreen_enter = Full screen
player-fullscreen_exit = Leave full screen
player-fullscreen_enter_spoken = full screen
player-fullscreen_exit_spoken = leave full screen
player-pip_enter = Picture in picture
player-pip_exit = Leave picture in picture
player-pip_enter_spoken = picture in picture
player-pip_exit_spoken = leave picture in picture
player-play = Play
player-pause = Pause
player-mute = Mute
player-unmute = Unmute
player-play_spoken = play
player-pause_spoken = pause
player-mute_spoken = mute
player-unmute_spoken = unmute
player-rate = Speed
player-rate_now = Speed { $rate }
player-rate_spoken = speed now
player-back = Back
player-forward = Forward
player-back_spoken = back { $seconds } seconds
player-forward_spoken = forward { $seconds } seconds
player-volume = volume
player-seek = position
player-off = Off
player-audio_player = audio player
player-video_player = video player
player-loading = loading
player-time = time played
player-time_of = { $now } of { $total }
player-time_left = { $time } left
player-time_unknown = Nothing loaded yet, time unknown.
player-to_live = go to live
player-is_live = playing live
player-hour = hour
player-hours = hours
player-minute = minute
player-minutes = minutes
player-second = second
player-seconds = seconds
player-network_title = Network error
player-network_text = The recording could not be loaded. Check the connection and load the page again.
player-decode_title = The recording cannot be played
player-decode_text = A part of it is damaged, or this browser cannot play it.
player-source_title = The recording cannot be played
player-source_text = It was not found, or this browser cannot play its format.
player-encryption_title = The recording cannot be played
player-encryption_text = It is encrypted, and the key is missing.
`,t={"Africa/Asmera":`Asmara`,"Africa/El_Aaiun":`El Aaiún`,"Africa/Lome":`Lomé`,"Africa/Ndjamena":`N’Djamena`,"Africa/Sao_Tome":`São Tomé`,"Africa/Timbuktu":`Bamako`,"America/Araguaina":`Araguaína`,"America/Argentina/ComodRivadavia":`Catamarca`,"America/Argentina/Cordoba":`Córdoba`,"America/Argentina/Rio_Gallegos":`Río Gallegos`,"America/Argentina/Tucuman":`Tucumán`,"America/Asuncion":`Asunción`,"America/Atka":`Adak`,"America/Bahia_Banderas":`Bahía de Banderas`,"America/Belem":`Belém`,"America/Bogota":`Bogotá`,"America/Cancun":`Cancún`,"America/Ciudad_Juarez":`Ciudad Juárez`,"America/Coral_Harbour":`Atikokan`,"America/Cordoba":`Córdoba`,"America/Cuiaba":`Cuiabá`,"America/Curacao":`Curaçao`,"America/Eirunepe":`Eirunepé`,"America/Ensenada":`Tijuana`,"America/Fort_Wayne":`Indianapolis`,"America/Godthab":`Nuuk`,"America/Indiana/Knox":`Knox, Indiana`,"America/Indiana/Marengo":`Marengo, Indiana`,"America/Indiana/Petersburg":`Petersburg, Indiana`,"America/Indiana/Tell_City":`Tell City, Indiana`,"America/Indiana/Vevay":`Vevay, Indiana`,"America/Indiana/Vincennes":`Vincennes, Indiana`,"America/Indiana/Winamac":`Winamac, Indiana`,"America/Kentucky/Monticello":`Monticello, Kentucky`,"America/Knox_IN":`Knox, Indiana`,"America/Lower_Princes":`Lower Prince’s Quarter`,"America/Maceio":`Maceió`,"America/Mazatlan":`Mazatlán`,"America/Merida":`Mérida`,"America/Miquelon":`Saint-Pierre`,"America/Montreal":`Toronto`,"America/Nipigon":`Toronto`,"America/Noronha":`Fernando de Noronha`,"America/North_Dakota/Beulah":`Beulah, North Dakota`,"America/North_Dakota/Center":`Center, North Dakota`,"America/North_Dakota/New_Salem":`New Salem, North Dakota`,"America/Pangnirtung":`Iqaluit`,"America/Porto_Acre":`Rio Branco`,"America/Rainy_River":`Winnipeg`,"America/Rosario":`Córdoba`,"America/Santa_Isabel":`Tijuana`,"America/Santarem":`Santarém`,"America/Sao_Paulo":`São Paulo`,"America/Scoresbysund":`Ittoqqortoormiit`,"America/Shiprock":`Denver`,"America/St_Barthelemy":`St Barthélemy`,"America/St_Johns":`St John’s`,"America/Thunder_Bay":`Toronto`,"America/Virgin":`St Thomas`,"America/Yellowknife":`Edmonton`,"Antarctica/Casey":`Casey Station`,"Antarctica/DumontDUrville":`Dumont d’Urville Station`,"Antarctica/Macquarie":`Macquarie Island`,"Antarctica/Mawson":`Mawson Station`,"Antarctica/McMurdo":`McMurdo Station`,"Antarctica/Palmer":`Palmer Land`,"Antarctica/Rothera":`Rothera Station`,"Antarctica/South_Pole":`McMurdo Station`,"Antarctica/Syowa":`Showa Station`,"Antarctica/Troll":`Troll Station`,"Antarctica/Vostok":`Vostok Station`,"Asia/Aqtau":`Aktau`,"Asia/Ashkhabad":`Ashgabat`,"Asia/Calcutta":`Kolkata`,"Asia/Choibalsan":`Ulaanbaatar`,"Asia/Chongqing":`Shanghai`,"Asia/Chungking":`Shanghai`,"Asia/Dacca":`Dhaka`,"Asia/Harbin":`Shanghai`,"Asia/Ho_Chi_Minh":`Ho Chi Minh City`,"Asia/Hovd":`Khovd`,"Asia/Kashgar":`Ürümqi`,"Asia/Katmandu":`Kathmandu`,"Asia/Macau":`Macao`,"Asia/Qostanay":`Kostanay`,"Asia/Qyzylorda":`Kyzylorda`,"Asia/Rangoon":`Yangon`,"Asia/Saigon":`Ho Chi Minh City`,"Asia/Tel_Aviv":`Jerusalem`,"Asia/Thimbu":`Thimphu`,"Asia/Ujung_Pandang":`Makassar`,"Asia/Ulan_Bator":`Ulaanbaatar`,"Asia/Urumqi":`Ürümqi`,"Atlantic/Canary":`Canaries`,"Atlantic/Faeroe":`Faroes`,"Atlantic/Faroe":`Faroes`,"Atlantic/Jan_Mayen":`Longyearbyen`,"Australia/ACT":`Sydney`,"Australia/Canberra":`Sydney`,"Australia/Currie":`Hobart`,"Australia/LHI":`Lord Howe Island`,"Australia/Lord_Howe":`Lord Howe Island`,"Australia/NSW":`Sydney`,"Australia/North":`Darwin`,"Australia/Queensland":`Brisbane`,"Australia/South":`Adelaide`,"Australia/Tasmania":`Hobart`,"Australia/Victoria":`Melbourne`,"Australia/West":`Perth`,"Australia/Yancowinna":`Broken Hill`,"Brazil/Acre":`Rio Branco`,"Brazil/DeNoronha":`Fernando de Noronha`,"Brazil/East":`São Paulo`,"Brazil/West":`Manaus`,"Canada/Atlantic":`Halifax`,"Canada/Central":`Winnipeg`,"Canada/Eastern":`Toronto`,"Canada/Mountain":`Edmonton`,"Canada/Newfoundland":`St John’s`,"Canada/Pacific":`Vancouver`,"Canada/Saskatchewan":`Regina`,"Canada/Yukon":`Whitehorse`,"Chile/Continental":`Santiago`,"Chile/EasterIsland":`Easter Island`,"Europe/Belfast":`London`,"Europe/Busingen":`Büsingen`,"Europe/Chisinau":`Chișinău`,"Europe/Kiev":`Kyiv`,"Europe/Tirane":`Tirana`,"Europe/Tiraspol":`Chișinău`,"Europe/Uzhgorod":`Kyiv`,"Europe/Zaporozhye":`Kyiv`,"Indian/Chagos":`Chagos Archipelago`,"Indian/Christmas":`Christmas Island`,"Indian/Cocos":`Cocos Islands`,"Indian/Comoro":`Comoros`,"Indian/Kerguelen":`Kerguelen Islands`,"Indian/Mahe":`Mahé`,"Indian/Reunion":`Réunion`,"Mexico/BajaNorte":`Tijuana`,"Mexico/BajaSur":`Mazatlán`,"Mexico/General":`Mexico City`,"Pacific/Chatham":`Chatham Islands`,"Pacific/Easter":`Easter Island`,"Pacific/Enderbury":`Canton Island`,"Pacific/Galapagos":`Galápagos Islands`,"Pacific/Johnston":`Honolulu`,"Pacific/Kanton":`Canton Island`,"Pacific/Kwajalein":`Kwajalein Atoll`,"Pacific/Marquesas":`Marquesas Islands`,"Pacific/Midway":`Midway Atoll`,"Pacific/Norfolk":`Norfolk Island`,"Pacific/Noumea":`Nouméa`,"Pacific/Pitcairn":`Pitcairn Islands`,"Pacific/Ponape":`Pohnpei`,"Pacific/Samoa":`Pago Pago`,"Pacific/Truk":`Chuuk`,"Pacific/Wake":`Wake Island`,"Pacific/Wallis":`Wallis & Futuna`,"Pacific/Yap":`Chuuk`,"US/Alaska":`Anchorage`,"US/Aleutian":`Adak`,"US/Arizona":`Phoenix`,"US/Central":`Chicago`,"US/East-Indiana":`Indianapolis`,"US/Eastern":`New York`,"US/Hawaii":`Honolulu`,"US/Indiana-Starke":`Knox, Indiana`,"US/Michigan":`Detroit`,"US/Mountain":`Denver`,"US/Pacific":`Los Angeles`,"US/Samoa":`Pago Pago`};export{t as cities,e as texts};