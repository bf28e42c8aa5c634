shell-skip = Naar de inhoud
shell-home = Latecomer, alle webinars
shell-nav = Hoofdmenu
shell-nav-webinars = Webinars
shell-nav-segments = Segmenten
shell-nav-connections = Koppelingen
shell-nav-keys = API-sleutels
shell-signed_in = Ingelogd als { $name }
shell-light = Lichte kleuren gebruiken
shell-dark = Donkere kleuren gebruiken
shell-sign_out = Uitloggen
shell-api_docs = API-documentatie
shell-no_script = Het dashboard heeft JavaScript nodig. Sta het toe en laad de pagina opnieuw.

shell-not_found = Op dit adres is niets
shell-not_found-text = Misschien is het verwijderd, of is de link onvolledig.
shell-not_found-back = Alle webinars
shell-silent = De server antwoordt niet
shell-silent-text = Er gaat niets verloren: de server telt wat er bekeken wordt, niet deze pagina.

shell-signin = Inloggen
shell-signin-title = Inloggen bij Latecomer
shell-signin-lead = De exacte kijkduur van je webinaropnames, live.
shell-signin-by_link = Inloggen met je link…
shell-signin-key = API-sleutel
shell-signin-key_hint = Een sleutel met het recht ‘Lezen’ is genoeg om rond te kijken.
shell-signin-submit = Inloggen
shell-signin-no_key = Geen sleutel bij de hand? Wie deze server beheert, kan in de terminal een eenmalige link laten maken.
