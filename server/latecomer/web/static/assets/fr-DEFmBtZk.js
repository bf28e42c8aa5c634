var e=`
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


watch-title = Webinaire

watch-loading-title = Un instant
watch-loading-text = Ouverture de votre webinaire…
watch-offline-title = Pas de connexion
watch-offline-text = Le serveur est injoignable. Cette page réessaie et continue d’elle-même.
watch-no_script = Cette page lit votre webinaire avec JavaScript. Autorisez-le, puis rechargez la page.

watch-unknown_link-title = Ce lien ne fonctionne pas
watch-unknown_link-text = Il est peut-être incomplet, ou un lien plus récent vous a été envoyé. Ouvrez celui du dernier e-mail.
watch-not_registered-title = Vous n’êtes pas encore inscrit
watch-not_registered-text = Votre inscription n’est pas encore confirmée. Dès qu’elle le sera, ce même lien vous donnera accès ; cette page le verra d’elle-même.
watch-window_closed-title = Ce webinaire n’est plus disponible
watch-window_closed-text = L’enregistrement pouvait être regardé pendant 30 jours après l’événement, et ce délai est passé. L’organisateur pourra peut-être vous aider.
watch-no_link-title = Ouvrez votre lien d’accès
watch-no_link-text = Cette page a besoin du lien personnel de votre invitation. Ouvrez-le de nouveau depuis l’e-mail.

watch-leaving-room = Nous vous conduisons à la salle
watch-leaving-recording = Nous vous conduisons à l’enregistrement
watch-leaving-text = Si rien ne se passe, utilisez le bouton.
watch-leaving-continue = Continuer

watch-coming-title = L’enregistrement arrive
watch-coming-text = Il est en préparation. Laissez cette page ouverte : la lecture commencera d’elle-même dès qu’il sera là. Votre lien d’accès reste le même.

watch-waiting-registered = Vous êtes inscrit
watch-waiting-there = { $moment } chez l’organisateur
watch-waiting-opens = La salle ouvre dans
watch-waiting-opens_spoken = La salle ouvre dans { $time }.
watch-waiting-opens_soon = La salle ouvre dans moins d’une minute.
watch-waiting-opening = Ouverture en cours
watch-waiting-calendar = Ajouter au calendrier
watch-waiting-aside = Laissez cette page ouverte : elle démarre d’elle-même. Votre lien fonctionne aussi sur un autre appareil.

watch-countdown-days = { $count ->
    [one] jour
   *[other] jours
}
watch-countdown-hours = { $count ->
    [one] heure
   *[other] heures
}
watch-countdown-minutes = { $count ->
    [one] minute
   *[other] minutes
}
watch-countdown-seconds = { $count ->
    [one] seconde
   *[other] secondes
}

watch-room-open = La salle est ouverte
watch-room-starts = Début : { $moment }
watch-room-soon = L’organisateur commence dans un instant.
watch-room-begins = Début dans
watch-room-aside = Laissez cette page ouverte : elle continue d’elle-même.

watch-screening-starts = Début : { $moment }
watch-screening-started = Commencé le { $moment }
watch-screening-recorded = Enregistré le { $day }
watch-screening-until = Disponible jusqu’au { $day }
watch-screening-attended = Vous étiez présent
watch-screening-attended_on_demand = Regardé en différé

watch-curtain-play = Lire
watch-curtain-part = Vous en avez déjà regardé une partie.
watch-curtain-continue = Reprendre à { $position }
watch-curtain-again = Revenir au début
watch-curtain-join = Rejoindre la séance
watch-curtain-over = La séance est terminée. L’enregistrement sera bientôt ici.

watch-progress-title = Votre progression
watch-progress-bar = Part vue de l’enregistrement
watch-progress-live = Vu en direct
watch-progress-watched = Vous avez regardé
watch-progress-covered = Part vue

watch-keys-space = Espace
watch-keys-play = lecture ou pause
watch-keys-seek = { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
watch-keys-fullscreen = plein écran
watch-keys-mute = couper le son


player-live = En direct
player-start_airplay = Démarrer AirPlay
player-stop_airplay = Arrêter AirPlay
player-start_casting = Diffuser sur un écran
player-stop_casting = Arrêter la diffusion
player-captions = Sous-titres
player-captions_on = Activer les sous-titres
player-captions_off = Désactiver les sous-titres
player-closed_captions = sous-titres
player-fullscreen_enter = Plein écran
player-fullscreen_exit = Quitter le plein écran
player-fullscreen_enter_spoken = plein écran
player-fullscreen_exit_spoken = quitter le plein écran
player-pip_enter = Image dans l’image
player-pip_exit = Quitter l’image dans l’image
player-pip_enter_spoken = image dans l’image
player-pip_exit_spoken = quitter l’image dans l’image
player-play = Lire
player-pause = Pause
player-mute = Couper le son
player-unmute = Rétablir le son
player-play_spoken = lire
player-pause_spoken = mettre en pause
player-mute_spoken = couper le son
player-unmute_spoken = rétablir le son
player-rate = Vitesse
player-rate_now = Vitesse { $rate }
player-rate_spoken = vitesse actuelle
player-back = Reculer
player-forward = Avancer
player-back_spoken = reculer de { $seconds } secondes
player-forward_spoken = avancer de { $seconds } secondes
player-volume = volume
player-seek = position
player-off = Désactivés
player-audio_player = lecteur audio
player-video_player = lecteur vidéo
player-loading = chargement
player-time = temps de lecture
player-time_of = { $now } sur { $total }
player-time_left = encore { $time }
player-time_unknown = Rien n’est encore chargé, durée inconnue.
player-to_live = revenir au direct
player-is_live = en direct
player-hour = heure
player-hours = heures
player-minute = minute
player-minutes = minutes
player-second = seconde
player-seconds = secondes
player-network_title = Erreur de réseau
player-network_text = L’enregistrement n’a pas pu être chargé. Vérifiez la connexion et rechargez la page.
player-decode_title = Lecture impossible
player-decode_text = Une partie est endommagée, ou ce navigateur ne sait pas la lire.
player-source_title = Lecture impossible
player-source_text = L’enregistrement est introuvable, ou ce navigateur ne sait pas lire son format.
player-encryption_title = Lecture impossible
player-encryption_text = L’enregistrement est chiffré, et la clé manque.
`,t={"Africa/Addis_Ababa":`Addis-Abeba`,"Africa/Algiers":`Alger`,"Africa/Asmera":`Asmara`,"Africa/Cairo":`Le Caire`,"Africa/El_Aaiun":`Laâyoune`,"Africa/Lome":`Lomé`,"Africa/Mogadishu":`Mogadiscio`,"Africa/Ndjamena":`N’Djamena`,"Africa/Sao_Tome":`São Tomé`,"Africa/Timbuktu":`Bamako`,"Africa/Tripoli":`Tripoli (Libye)`,"America/Araguaina":`Araguaína`,"America/Argentina/ComodRivadavia":`Catamarca`,"America/Argentina/Cordoba":`Córdoba`,"America/Argentina/Rio_Gallegos":`Río Gallegos`,"America/Argentina/Tucuman":`Tucumán`,"America/Argentina/Ushuaia":`Ushuaïa`,"America/Asuncion":`Asunción`,"America/Atka":`Adak`,"America/Bahia_Banderas":`Bahia de Banderas`,"America/Barbados":`La Barbade`,"America/Belem":`Belém`,"America/Bogota":`Bogotá`,"America/Cancun":`Cancún`,"America/Cayman":`Caïmans`,"America/Ciudad_Juarez":`Ciudad Juárez`,"America/Coral_Harbour":`Atikokan`,"America/Cordoba":`Córdoba`,"America/Cuiaba":`Cuiabá`,"America/Curacao":`Curaçao`,"America/Detroit":`Détroit`,"America/Dominica":`Dominique`,"America/Eirunepe":`Eirunepé`,"America/Ensenada":`Tijuana`,"America/Fort_Wayne":`Indianapolis`,"America/Godthab":`Nuuk`,"America/Grenada":`Grenade`,"America/Havana":`La Havane`,"America/Indiana/Knox":`Knox [Indiana]`,"America/Indiana/Marengo":`Marengo [Indiana]`,"America/Indiana/Petersburg":`Petersburg [Indiana]`,"America/Indiana/Tell_City":`Tell City [Indiana]`,"America/Indiana/Vevay":`Vevay [Indiana]`,"America/Indiana/Vincennes":`Vincennes [Indiana]`,"America/Indiana/Winamac":`Winamac [Indiana]`,"America/Jamaica":`Jamaïque`,"America/Kentucky/Monticello":`Monticello [Kentucky]`,"America/Knox_IN":`Knox [Indiana]`,"America/Lower_Princes":`Lower Prince’s Quarter`,"America/Maceio":`Maceió`,"America/Manaus":`Manaos`,"America/Mazatlan":`Mazatlán`,"America/Merida":`Mérida`,"America/Mexico_City":`Mexico`,"America/Miquelon":`Saint-Pierre`,"America/Montreal":`Toronto`,"America/Nipigon":`Toronto`,"America/Noronha":`Fernando de Noronha`,"America/North_Dakota/Beulah":`Beulah (Dakota du Nord)`,"America/North_Dakota/Center":`Center (Dakota du Nord)`,"America/North_Dakota/New_Salem":`New Salem (Dakota du Nord)`,"America/Pangnirtung":`Iqaluit`,"America/Port_of_Spain":`Port-d’Espagne`,"America/Porto_Acre":`Rio Branco`,"America/Puerto_Rico":`Porto Rico`,"America/Rainy_River":`Winnipeg`,"America/Rosario":`Córdoba`,"America/Santa_Isabel":`Tijuana`,"America/Santarem":`Santarém`,"America/Santo_Domingo":`Saint-Domingue`,"America/Sao_Paulo":`São Paulo`,"America/Scoresbysund":`Ittoqqortoormiit`,"America/Shiprock":`Denver`,"America/St_Barthelemy":`Saint-Barthélemy`,"America/St_Johns":`Saint-Jean de Terre-Neuve`,"America/St_Kitts":`Saint-Christophe`,"America/St_Lucia":`Sainte-Lucie`,"America/St_Thomas":`Saint-Thomas`,"America/St_Vincent":`Saint-Vincent`,"America/Thule":`Thulé`,"America/Thunder_Bay":`Toronto`,"America/Virgin":`Saint-Thomas`,"America/Yellowknife":`Edmonton`,"Antarctica/DumontDUrville":`Dumont-d’Urville`,"Antarctica/South_Pole":`McMurdo`,"Antarctica/Syowa":`Showa`,"Asia/Almaty":`Alma Ata`,"Asia/Aqtau":`Aktaou`,"Asia/Aqtobe":`Aktioubinsk`,"Asia/Ashgabat":`Achgabat`,"Asia/Ashkhabad":`Achgabat`,"Asia/Atyrau":`Atyraou`,"Asia/Baghdad":`Bagdad`,"Asia/Bahrain":`Bahreïn`,"Asia/Baku":`Bakou`,"Asia/Beirut":`Beyrouth`,"Asia/Bishkek":`Bichkek`,"Asia/Chita":`Tchita`,"Asia/Choibalsan":`Oulan-Bator`,"Asia/Chongqing":`Shanghai`,"Asia/Chungking":`Shanghai`,"Asia/Dacca":`Dhaka`,"Asia/Damascus":`Damas`,"Asia/Dubai":`Dubaï`,"Asia/Dushanbe":`Douchanbé`,"Asia/Famagusta":`Famagouste`,"Asia/Harbin":`Shanghai`,"Asia/Hebron":`Hébron`,"Asia/Ho_Chi_Minh":`Hô-Chi-Minh-Ville`,"Asia/Hovd":`Khovd`,"Asia/Irkutsk":`Irkoutsk`,"Asia/Jerusalem":`Jérusalem`,"Asia/Kabul":`Kaboul`,"Asia/Kamchatka":`Kamtchatka`,"Asia/Kashgar":`Ürümqi`,"Asia/Kathmandu":`Katmandou`,"Asia/Katmandu":`Katmandou`,"Asia/Kolkata":`Calcutta`,"Asia/Krasnoyarsk":`Krasnoïarsk`,"Asia/Kuwait":`Koweït`,"Asia/Macau":`Macao`,"Asia/Makassar":`Macassar`,"Asia/Manila":`Manille`,"Asia/Muscat":`Mascate`,"Asia/Nicosia":`Nicosie`,"Asia/Novosibirsk":`Novossibirsk`,"Asia/Oral":`Ouralsk`,"Asia/Qostanay":`Kostanaï`,"Asia/Qyzylorda":`Kzyl Orda`,"Asia/Rangoon":`Rangoun`,"Asia/Riyadh":`Riyad`,"Asia/Saigon":`Hô-Chi-Minh-Ville`,"Asia/Sakhalin":`Sakhaline`,"Asia/Samarkand":`Samarcande`,"Asia/Seoul":`Séoul`,"Asia/Singapore":`Singapour`,"Asia/Tashkent":`Tachkent`,"Asia/Tbilisi":`Tbilissi`,"Asia/Tehran":`Téhéran`,"Asia/Tel_Aviv":`Jérusalem`,"Asia/Thimbu":`Thimphu`,"Asia/Ujung_Pandang":`Macassar`,"Asia/Ulaanbaatar":`Oulan-Bator`,"Asia/Ulan_Bator":`Oulan-Bator`,"Asia/Urumqi":`Ürümqi`,"Asia/Yakutsk":`Iakoutsk`,"Asia/Yangon":`Rangoun`,"Asia/Yekaterinburg":`Ekaterinbourg`,"Asia/Yerevan":`Erevan`,"Atlantic/Azores":`Açores`,"Atlantic/Bermuda":`Bermudes`,"Atlantic/Canary":`Îles Canaries`,"Atlantic/Cape_Verde":`Cap-Vert`,"Atlantic/Faeroe":`Îles Féroé`,"Atlantic/Faroe":`Îles Féroé`,"Atlantic/Jan_Mayen":`Longyearbyen`,"Atlantic/Madeira":`Madère`,"Atlantic/South_Georgia":`Géorgie du Sud`,"Atlantic/St_Helena":`Sainte-Hélène`,"Australia/ACT":`Sydney`,"Australia/Adelaide":`Adélaïde`,"Australia/Canberra":`Sydney`,"Australia/Currie":`Hobart`,"Australia/LHI":`Lord Howe`,"Australia/NSW":`Sydney`,"Australia/North":`Darwin`,"Australia/Queensland":`Brisbane`,"Australia/South":`Adélaïde`,"Australia/Tasmania":`Hobart`,"Australia/Victoria":`Melbourne`,"Australia/West":`Perth`,"Australia/Yancowinna":`Broken Hill`,"Brazil/Acre":`Rio Branco`,"Brazil/DeNoronha":`Fernando de Noronha`,"Brazil/East":`São Paulo`,"Brazil/West":`Manaos`,"Canada/Atlantic":`Halifax`,"Canada/Central":`Winnipeg`,"Canada/Eastern":`Toronto`,"Canada/Mountain":`Edmonton`,"Canada/Newfoundland":`Saint-Jean de Terre-Neuve`,"Canada/Pacific":`Vancouver`,"Canada/Saskatchewan":`Regina`,"Canada/Yukon":`Whitehorse`,"Chile/Continental":`Santiago`,"Chile/EasterIsland":`Île de Pâques`,"Europe/Andorra":`Andorre`,"Europe/Athens":`Athènes`,"Europe/Belfast":`Londres`,"Europe/Brussels":`Bruxelles`,"Europe/Bucharest":`Bucarest`,"Europe/Busingen":`Büsingen`,"Europe/Chisinau":`Chișinău`,"Europe/Copenhagen":`Copenhague`,"Europe/Guernsey":`Guernesey`,"Europe/Isle_of_Man":`Île de Man`,"Europe/Kyiv":`Kiev`,"Europe/Lisbon":`Lisbonne`,"Europe/London":`Londres`,"Europe/Malta":`Malte`,"Europe/Moscow":`Moscou`,"Europe/Nicosia":`Nicosie`,"Europe/San_Marino":`Saint-Marin`,"Europe/Tirane":`Tirana`,"Europe/Tiraspol":`Chișinău`,"Europe/Ulyanovsk":`Oulianovsk`,"Europe/Uzhgorod":`Kiev`,"Europe/Vatican":`Le Vatican`,"Europe/Vienna":`Vienne`,"Europe/Warsaw":`Varsovie`,"Europe/Zaporozhye":`Kiev`,"Indian/Comoro":`Comores`,"Indian/Mahe":`Mahé`,"Indian/Mauritius":`Maurice`,"Indian/Reunion":`La Réunion`,"Mexico/BajaNorte":`Tijuana`,"Mexico/BajaSur":`Mazatlán`,"Mexico/General":`Mexico`,"Pacific/Easter":`Île de Pâques`,"Pacific/Efate":`Éfaté`,"Pacific/Enderbury":`Canton`,"Pacific/Fiji":`Fidji`,"Pacific/Galapagos":`Galápagos`,"Pacific/Johnston":`Honolulu`,"Pacific/Kanton":`Canton`,"Pacific/Marquesas":`Marquises`,"Pacific/Noumea":`Nouméa`,"Pacific/Palau":`Palaos`,"Pacific/Ponape":`Pohnpei`,"Pacific/Samoa":`Pago Pago`,"Pacific/Truk":`Chuuk`,"Pacific/Wallis":`Wallis & Futuna`,"Pacific/Yap":`Chuuk`,"US/Alaska":`Anchorage`,"US/Aleutian":`Adak`,"US/Arizona":`Phoenix`,"US/Central":`Chicago`,"US/East-Indiana":`Indianapolis`,"US/Eastern":`New York`,"US/Hawaii":`Honolulu`,"US/Indiana-Starke":`Knox [Indiana]`,"US/Michigan":`Détroit`,"US/Mountain":`Denver`,"US/Pacific":`Los Angeles`,"US/Samoa":`Pago Pago`};export{t as cities,e as texts};