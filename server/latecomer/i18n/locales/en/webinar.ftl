webinar-feed-connecting = Connecting
webinar-feed-connecting_means = Getting the numbers
webinar-feed-live = Live updates
webinar-feed-live_means = The numbers move as they happen
webinar-feed-polling = By polling
webinar-feed-polling_means = No websocket opens on this network: the numbers are asked for every five seconds
webinar-feed-reconnecting = Reconnecting
webinar-feed-reconnecting_means = The connection was lost; these are the last numbers
webinar-feed-offline = Offline
webinar-feed-offline_means = This device is offline; these are the last numbers
webinar-feed-not_allowed = Not allowed
webinar-feed-not_allowed_means = This key may not see these numbers
webinar-feed-unknown_webinar = Gone
webinar-feed-unknown_webinar_means = The webinar was deleted

webinar-finished-title = The event is finished
webinar-finished-text = Everybody is settled. From now on, whoever watches long enough moves to { $status }.
webinar-finish-title = Finish this event?
webinar-finish-verb = Finish event
webinar-finish-text = Everybody who registered and did not attend becomes { $absent }, and turns to { $watched } by watching the recording.
webinar-finish-again_text = It was finished on { $moment }. Finishing again is for those who registered since.
webinar-finish-early = It was to end at { $time }; it will end now instead.

webinar-moves-none = It changes nobody's status.
webinar-moves = { $count ->
    [one] { $count } member changes from { $from } to { $to }.
   *[other] { $count } members change from { $from } to { $to }.
}
webinar-times-wrong = A platform reported who attended, and all of it lies outside { $times }. If these times are wrong, correct them: everybody is counted again.
webinar-outside = { $count ->
    [one] { $count } member is { $status } by another event alone, such as a rehearsal. This was decided before an update and stays until you correct it.
   *[other] { $count } members are { $status } by another event alone, such as a rehearsal. This was decided before an update and stays until you correct it.
  }
webinar-outside-all = Correct all
webinar-outside-list = Who this is
webinar-outside-one = { $name } becomes { $status }.
webinar-outside-correct = Correct
webinar-outside-which = Correct { $name }
webinar-outside-title = Attendance of another event
webinar-outside-text = It counts no more, and nobody stays { $status } by it. The status follows from what remains.
webinar-unfinished = This event was over when it was created, so nothing finishes it by itself. Until somebody does, nobody becomes { $absent }, and watching turns nobody to { $watched }. Add its members first.
webinar-unfinished-waiting = { $count ->
    [one] { $count } member waits for that.
   *[other] { $count } members wait for that.
}

webinar-crumbs = Breadcrumb
webinar-finish = Finish
webinar-finish_again = Finish again
webinar-add = Add members
webinar-tabs = Of this webinar
webinar-tab-overview = Overview
webinar-tab-members = Members
webinar-tab-rundown = Rundown
webinar-tab-registration = Registration
webinar-tab-console = The room
webinar-tab-mail = Mail
webinar-saved = Settings saved
webinar-hold = Hold
webinar-say = Read the numbers out (Alt+Shift+S)
webinar-said = Playing now: { $playing }. Visitors: { $visitors }. { $status }: { $flipped }.
webinar-no_numbers = There are no numbers to show
webinar-no_numbers-text = The webinar was deleted, or whoever is signed in may not read it.

webinar-provider = Provider
webinar-provider-asking = Asking for everything that is known there
webinar-provider-registered_again = { $count ->
    [one] { $count } member registered again
   *[other] { $count } members registered again
}
webinar-provider-refresh = Refresh from provider
webinar-provider-registering = { $count ->
    [one] { $count } member registering…
   *[other] { $count } members registering…
}
webinar-provider-errors = { $count ->
    [one] { $count } Registration Error
   *[other] { $count } Registration Errors
}
webinar-provider-paused = Paused
webinar-provider-broken = Broken
webinar-provider-is_asked = is being asked…
webinar-provider-asked = asked { $ago }
webinar-provider-pushes = pushes; without credentials it is not asked
webinar-provider-not_asked = not asked yet
webinar-provider-next = next: { $time }
webinar-provider-now = now
webinar-provider-no_credentials = { $name } has no credentials for being asked: change its secrets.
webinar-provider-is_paused = { $name } is paused.
webinar-provider-is_broken = { $name } is broken.
webinar-provider-only_pushes = { $name } only pushes, and cannot be asked.
webinar-provider-window_closed = { $name } is not asked any more: the webinar is over for good.
webinar-provider-invalid_settings = The settings of { $name } cannot be used.
webinar-provider-cannot = { $name } cannot be asked ({ $code }).
webinar-provider-some = A connection
webinar-provider-trouble = It did not work ({ $code }).

webinar-note-origin = A page of { $origin } plays the recording, and nothing of it is counted: its origin is not among the allowed ones. Allow it in the settings.
webinar-note-length = A page of { $origin } plays something of { $played }, and the recording here is { $recording } long. It is counted. If it is the recording, correct its length in the settings.
webinar-recording-not_playable = The recording cannot be played.
webinar-recording-checked = Checked { $moment }.
webinar-recording-check = Check again
webinar-recording-viewers = { $count ->
    [one] One viewer could not play the recording in the last 24 hours
   *[other] { $count } viewers could not play the recording in the last 24 hours
  }, most recently { $moment }.
webinar-recording-other_length = The file of the recording lasts { $file }, and { $typed } is set: coverage and the threshold follow what is set.
webinar-recording-finding-unreachable = Its address cannot be reached.
webinar-recording-finding-no_answer = Its address does not answer in time.
webinar-recording-finding-status = Its address answers with the status { $status }.
webinar-recording-finding-no_file = There is no such file in the folder of recordings.
webinar-recording-finding-too_many_redirects = Its address leads from one to the next without an end.
webinar-recording-finding-not_secure = Its address begins with http: browsers load it only by https here.
webinar-recording-finding-web_page = Its address leads to a web page; give the address of the video file itself.
webinar-recording-finding-not_media = Its file is not a video that browsers play; use MP4, WebM or HLS.
webinar-recording-finding-dash = Its file is an MPEG-DASH list, which is not played here; use MP4, WebM or HLS.
webinar-recording-finding-empty_playlist = Its HLS playlist names no video.
webinar-recording-finding-segment = The first file of its HLS playlist cannot be loaded ({ $status }).
webinar-recording-finding-hls_no_cors = Its server does not allow this site to read the HLS files: it has to send Access-Control-Allow-Origin.
webinar-recording-finding-no_ranges = The recording's server sends no parts of files (range requests): viewers cannot jump ahead.
webinar-recording-finding-no_end = The HLS playlist does not say that it is complete (EXT-X-ENDLIST).
webinar-recording-finding-not_allowed = The recording is not checked: its address leads into a network that this server does not connect to.
webinar-recording-finding-no_folder = The recording is not checked: the worker has no folder of recordings.

webinar-finish-back = Take the finish back
webinar-finish-back_text = The finish counts as never said: statuses follow from what remains, and the planned end comes back unless something was played since.
webinar-cancel = Cancel the event
webinar-reinstate = Reinstate the event
webinar-cancel-text = Everybody with a seat, waiting or pending is told by mail, and the event leaves their calendars. Statuses stay. Until the start you can reinstate it.
webinar-reinstate-text = The same people are told that it takes place after all, and it comes back into their calendars.
webinar-cancel-provider = Nothing changes at the webinar platform: do the same there.
webinar-cancel-reason = What people are told (optional)
webinar-cancelled_done = Event cancelled
webinar-reinstated = Event reinstated
webinar-cancelled_note = This event was cancelled: forms and join links say so, and nobody flips. Nothing was cancelled at a webinar platform.
webinar-copy = Copy
webinar-copy_title = Copy this webinar
webinar-copy_verb = Copy webinar
webinar-copy_text = Settings, rundown, chat, registration, mails and captions go with it. People and what they did do not.
webinar-copied = Webinar copied
