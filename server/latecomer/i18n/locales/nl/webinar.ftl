webinar-feed-connecting = Verbinden
webinar-feed-connecting_means = De cijfers worden opgehaald
webinar-feed-live = Live bijgewerkt
webinar-feed-live_means = De cijfers bewegen mee
webinar-feed-polling = Door opvragen
webinar-feed-polling_means = Op dit netwerk opent geen websocket: de cijfers worden elke vijf seconden opgevraagd
webinar-feed-reconnecting = Opnieuw verbinden
webinar-feed-reconnecting_means = De verbinding is weg; dit zijn de laatste cijfers
webinar-feed-offline = Offline
webinar-feed-offline_means = Dit apparaat is offline; dit zijn de laatste cijfers
webinar-feed-not_allowed = Niet toegestaan
webinar-feed-not_allowed_means = Deze sleutel mag deze cijfers niet zien
webinar-feed-unknown_webinar = Verdwenen
webinar-feed-unknown_webinar_means = Het webinar is verwijderd

webinar-finished-title = Het evenement is afgesloten
webinar-finished-text = Alle statussen staan vast. Wie vanaf nu lang genoeg kijkt, wordt { $status }.
webinar-finish-title = Dit evenement afsluiten?
webinar-finish-verb = Evenement afsluiten
webinar-finish-text = Wie was ingeschreven en er niet was, wordt { $absent }, en { $watched } door de opname te kijken.
webinar-finish-again_text = Het is afgesloten op { $moment }. Opnieuw afsluiten is voor wie zich sindsdien heeft ingeschreven.
webinar-finish-early = Het zou eindigen om { $time }; nu eindigt het meteen.

webinar-moves-none = Niemands status verandert.
webinar-moves = { $count ->
    [one] { $count } lid gaat van { $from } naar { $to }.
   *[other] { $count } leden gaan van { $from } naar { $to }.
}
webinar-times-wrong = Een platform meldde wie er was, en dat ligt allemaal buiten { $times }. Kloppen deze tijden niet, corrigeer ze dan: iedereen wordt opnieuw geteld.
webinar-outside = { $count ->
    [one] { $count } lid is { $status } door alleen een ander evenement, zoals een repetitie. Dat stamt van vóór een update en blijft tot je het corrigeert.
   *[other] { $count } leden zijn { $status } door alleen een ander evenement, zoals een repetitie. Dat stamt van vóór een update en blijft tot je het corrigeert.
  }
webinar-outside-all = Alles corrigeren
webinar-outside-list = Om wie het gaat
webinar-outside-one = { $name } wordt { $status }.
webinar-outside-correct = Corrigeren
webinar-outside-which = { $name } corrigeren
webinar-outside-title = Aanwezigheid bij een ander evenement
webinar-outside-text = Die telt niet meer, en niemand blijft daardoor { $status }. De status volgt uit wat overblijft.
webinar-unfinished = Dit evenement was al voorbij toen het werd gemaakt, dus niets rondt het vanzelf af. Zolang niemand dat doet, wordt niemand { $absent } en brengt kijken niemand naar { $watched }. Voeg eerst de leden toe.
webinar-unfinished-waiting = { $count ->
    [one] { $count } lid wacht daarop.
   *[other] { $count } leden wachten daarop.
}

webinar-crumbs = Kruimelpad
webinar-finish = Afsluiten
webinar-finish_again = Opnieuw afsluiten
webinar-add = Leden toevoegen
webinar-tabs = Van dit webinar
webinar-tab-overview = Overzicht
webinar-tab-members = Leden
webinar-tab-rundown = Draaiboek
webinar-tab-registration = Inschrijving
webinar-tab-console = De zaal
webinar-tab-mail = E-mail
webinar-saved = Instellingen opgeslagen
webinar-hold = Stilzetten
webinar-say = De cijfers voorlezen (Alt+Shift+S)
webinar-said = Nu aan het kijken: { $playing }. Bezoekers: { $visitors }. { $status }: { $flipped }.
webinar-no_numbers = Er zijn geen cijfers om te tonen
webinar-no_numbers-text = Het webinar is verwijderd, of wie is ingelogd mag het niet lezen.

webinar-provider = Platform
webinar-provider-asking = Alles wat daar bekend is, wordt opgevraagd
webinar-provider-registered_again = { $count ->
    [one] { $count } lid opnieuw ingeschreven
   *[other] { $count } leden opnieuw ingeschreven
}
webinar-provider-refresh = Ophalen bij het platform
webinar-provider-registering = { $count ->
    [one] { $count } lid wordt ingeschreven…
   *[other] { $count } leden worden ingeschreven…
}
webinar-provider-errors = { $count ->
    [one] { $count } fout bij inschrijving
   *[other] { $count } fouten bij inschrijving
}
webinar-provider-paused = Gepauzeerd
webinar-provider-broken = Defect
webinar-provider-is_asked = wordt gevraagd…
webinar-provider-asked = gevraagd { $ago }
webinar-provider-pushes = stuurt zelf; zonder inloggegevens wordt niets gevraagd
webinar-provider-not_asked = nog niet gevraagd
webinar-provider-next = volgende keer: { $time }
webinar-provider-now = nu
webinar-provider-no_credentials = { $name } heeft geen inloggegevens om iets te vragen: wijzig de geheimen.
webinar-provider-is_paused = { $name } is gepauzeerd.
webinar-provider-is_broken = { $name } is defect.
webinar-provider-only_pushes = { $name } stuurt alleen en kan niets worden gevraagd.
webinar-provider-window_closed = { $name } wordt niet meer gevraagd: het webinar is voorgoed voorbij.
webinar-provider-invalid_settings = De instellingen van { $name } zijn niet bruikbaar.
webinar-provider-cannot = { $name } kan niets worden gevraagd ({ $code }).
webinar-provider-some = Een koppeling
webinar-provider-trouble = Dat is niet gelukt ({ $code }).

webinar-note-origin = Een pagina van { $origin } speelt de opname af, en daarvan wordt niets geteld: die herkomst is niet toegestaan. Sta haar toe in de instellingen.
webinar-note-length = Een pagina van { $origin } speelt iets van { $played } af, terwijl de opname hier { $recording } duurt. Het wordt geteld. Is dit de opname, corrigeer dan de duur in de instellingen.
webinar-recording-not_playable = De opname kan niet worden afgespeeld.
webinar-recording-checked = Gecontroleerd { $moment }.
webinar-recording-check = Opnieuw controleren
webinar-recording-viewers = { $count ->
    [one] Eén kijker kon de opname de afgelopen 24 uur niet afspelen
   *[other] { $count } kijkers konden de opname de afgelopen 24 uur niet afspelen
  }, het laatst { $moment }.
webinar-recording-other_length = Het bestand van de opname duurt { $file }, en { $typed } is ingesteld: dekking en drempel volgen wat is ingesteld.
webinar-recording-finding-unreachable = Het adres ervan is niet bereikbaar.
webinar-recording-finding-no_answer = Het adres ervan antwoordt niet op tijd.
webinar-recording-finding-status = Het adres ervan antwoordt met de status { $status }.
webinar-recording-finding-no_file = Dit bestand staat niet in de map met opnamen.
webinar-recording-finding-too_many_redirects = Het adres ervan leidt eindeloos van het ene naar het andere.
webinar-recording-finding-not_secure = Het adres ervan begint met http: browsers laden het hier alleen via https.
webinar-recording-finding-web_page = Het adres ervan leidt naar een webpagina; geef het adres van het videobestand zelf.
webinar-recording-finding-not_media = Het bestand is geen video die browsers afspelen; neem MP4, WebM of HLS.
webinar-recording-finding-dash = Het bestand is een MPEG-DASH-lijst, die hier niet wordt afgespeeld; neem MP4, WebM of HLS.
webinar-recording-finding-empty_playlist = De HLS-afspeellijst noemt geen video.
webinar-recording-finding-segment = Het eerste bestand van de HLS-afspeellijst kan niet worden geladen ({ $status }).
webinar-recording-finding-hls_no_cors = De server ervan staat deze site niet toe de HLS-bestanden te lezen: hij moet Access-Control-Allow-Origin sturen.
webinar-recording-finding-no_ranges = De server van de opname stuurt geen delen van bestanden (range requests): kijkers kunnen niet vooruitspringen.
webinar-recording-finding-no_end = De HLS-afspeellijst zegt niet dat zij volledig is (EXT-X-ENDLIST).
webinar-recording-finding-not_allowed = De opname wordt niet gecontroleerd: het adres leidt naar een netwerk waarmee deze server geen verbinding maakt.
webinar-recording-finding-no_folder = De opname wordt niet gecontroleerd: het werkproces heeft geen map met opnamen.

webinar-finish-back = De afsluiting terugnemen
webinar-finish-back_text = De afsluiting telt als nooit gezegd: statussen volgen uit wat overblijft, en het geplande einde komt terug, tenzij er sindsdien iets is afgespeeld.
webinar-cancel = Evenement annuleren
webinar-reinstate = Evenement toch laten doorgaan
webinar-cancel-text = Iedereen met een plaats, op de wachtlijst of in behandeling krijgt een mail, en het evenement verdwijnt uit hun agenda. Statussen blijven. Tot het begin kun je het terugdraaien.
webinar-reinstate-text = Dezelfde mensen horen dat het toch doorgaat, en het komt terug in hun agenda.
webinar-cancel-provider = Op het webinarplatform verandert niets: doe daar hetzelfde.
webinar-cancel-reason = Wat mensen te horen krijgen (mag leeg blijven)
webinar-cancelled_done = Evenement geannuleerd
webinar-reinstated = Evenement gaat toch door
webinar-cancelled_note = Dit evenement is geannuleerd: formulieren en links zeggen dat, en geen status verandert. Op een webinarplatform is niets geannuleerd.
webinar-copy = Kopiëren
webinar-copy_title = Dit webinar kopiëren
webinar-copy_verb = Webinar kopiëren
webinar-copy_text = Instellingen, draaiboek, chat, inschrijving, mails en ondertiteling gaan mee. Mensen en wat ze deden niet.
webinar-copied = Webinar gekopieerd
