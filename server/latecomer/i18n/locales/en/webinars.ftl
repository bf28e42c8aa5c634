webinars-title = Webinars
webinars-new = New webinar
webinars-created = Webinar created
webinars-empty = No webinar yet
webinars-empty-text = Create one, add its members, and everybody gets one link that works before, during and after the event.
webinars-table = Webinars, the latest first
webinars-column-webinar = Webinar
webinars-column-phase = Phase
webinars-column-program = Program
webinars-column-members = Members
webinars-column-days = Days left
webinars-unit-members = { $count ->
    [one] member
   *[other] members
}
webinars-unit-days = { $count ->
    [one] day left
   *[other] days left
}
webinars-program-empty = No members yet
webinars-program-registered = { $count ->
    [one] { $count } registered
   *[other] { $count } registered
}
webinars-program-attended = { $count ->
    [one] { $count } attended so far
   *[other] { $count } attended so far
}
webinars-program-on_demand = { $share } attended on demand

webinars-phase-waiting = Upcoming
webinars-phase-live = Live now
webinars-phase-on_demand = On demand
webinars-phase-closed = Closed

webinars-create-verb = Create webinar
webinars-settings = Webinar settings
webinars-save = Save changes
webinars-delete = Delete
webinars-delete-title = Delete this webinar?
webinars-delete-verb = Delete webinar
webinars-delete-text = { $name }, its members, their join links and everything recorded about their watching will be gone. This cannot be undone.

webinars-form-name = Name
webinars-form-name_example = Quarterly product update
webinars-form-name_missing = Give it a name.
webinars-form-starts = Starts
webinars-form-starts_missing = When does it start?
webinars-form-ends = Ends
webinars-form-ends_missing = When does it end?
webinars-form-ends_early = It must end after it starts.
webinars-form-timezone = Time zone
webinars-form-timezone_hint = Of the times above, and of the days in the charts.
webinars-form-skipped = The clocks skip this time on that day: it is taken as { $moment }.
webinars-form-timezone_over = The event is over, so its times stay as they are.
webinars-form-timezone_unknown = Choose a time zone from the list, such as Europe/Brussels.
webinars-form-recording = Recording
webinars-form-recording_example = https://… or /recordings/…
webinars-form-recording_hint = MP4, WebM or HLS. It can come later.
webinars-form-recording_missing = Where is the recording?
webinars-form-recording_wrong = Write an address that begins with https://, or /recordings/ and the name of a file on this server, without blanks.
webinars-form-length = Length
webinars-form-length_hint = h:mm:ss; empty: as long as the file
webinars-form-length_missing = How long is it? Like 45:00 or 1:02:30.
webinars-form-more = More settings
webinars-form-live = Live room
webinars-form-live_hint = Where the join link leads during the event. Without one, the recording plays as an automated webinar.
webinars-form-watch = Own watch page
webinars-form-watch_hint = A page of yours with the viewer script, instead of our watch page.
webinars-form-origins = Allowed origins
webinars-form-origins_hint = Sites that may count watching for this webinar, one per line.
webinars-form-threshold = View after (seconds)
webinars-form-threshold_hint = Watching strictly longer than this is a view.
webinars-form-threshold_half = The recording lasts { $length }: a view is watching longer than { $half }, half of it.
webinars-form-threshold_wrong = Seconds, like 60.
webinars-form-grace = Finish after (seconds)
webinars-form-grace_example = 120, or 10800 with a provider
webinars-form-grace_hint = From the end until absentees become No-Show.
webinars-form-grace_wrong = Seconds, like 120, or nothing.
webinars-form-attendees = Attendee limit
webinars-form-registrants = Registrant limit
webinars-form-limit_wrong = A whole number, or nothing.
webinars-form-cancels = Who cancels
webinars-form-cancels_ignore = stays a member
webinars-form-cancels_remove = leaves the program
webinars-form-viewers = Number of viewers in the room
webinars-form-viewers_no = Hosts see it
webinars-form-viewers_yes = Everybody sees it
webinars-form-flip = No-Show becomes Attended On-Demand
webinars-form-flip_watch = by watching
webinars-form-flip_click = by clicking the link
webinars-form-replaces = This is another recording
webinars-form-replaces_hint = Coverage and retention start again from nothing; watch durations stay.

webinars-form-language = Language of its viewers
webinars-form-language_hint = Of the join link's pages, unless the person's own is known.
webinars-form-language_browser = As each browser asks

webinars-long = It lasts from { $starts } to { $ends }, longer than a day. The event is live for all of that time, and people can watch the recording only after it. Is that right?
webinars-long-verb = Yes: create it
webinars-past = It ended on { $moment }, which is in the past. Is the event over? If so, create it, add its members, and then finish it on its page: until it is finished nobody becomes { $absent } or { $watched }.
webinars-past-verb = It is over: create it
webinars-past-correct = Correct the times
