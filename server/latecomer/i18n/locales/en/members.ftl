members-email = Email
members-first_name = First name
members-last_name = Last name
members-company = Company
members-job_title = Job title
members-phone = Phone
members-status = Status
members-join_link_of = join link of { $name }
members-erased = Erased person
members-numbered = Member { $number }
members-registering = Registering…

members-add-title = Add members
members-add-how = How
members-add-hand = By hand
members-add-file = From a CSV file
members-add-verb = Add member
members-outcome-created = Created
members-outcome-updated = Updated
members-outcome-skipped = Skipped
members-import-busy = Importing…
members-import-drop = Drop a CSV file here, or choose one
members-import-columns = A column “email”, and any of first name, last name, company, job title, phone, status. Up to 20,000 rows, 5 MB.
members-import-result = Result of the import
members-import-counts = { $file }: { $created } created, { $updated } updated, { $skipped } skipped.
members-import-rows = What became of each row
members-import-line = Line
members-import-outcome = Result
members-import-why = Why
members-import-more = { $count ->
    [one] And { $count } more row.
   *[other] And { $count } more rows.
}
members-import-no_email = (no email)
members-import-empty = This file is empty.
members-import-large = This file is larger than 5 MB. Split it into several.
members-import-not_csv = Save it as CSV first.

members-code-duplicate = Listed twice in this file; the first one counts
members-code-unchanged = Already a member with the same status
members-code-waitlisted = No seat free: on the waiting list
members-code-no_seat = No seat free
members-code-missing_email = No email address
members-code-invalid_email = Not an email address
members-code-field_too_long = A field is too long
members-code-invalid_characters = Characters that cannot be stored
members-code-invalid_properties = Extra fields that cannot be stored
members-code-unknown_status = Not one of the ten statuses
members-code-status_backwards = Already further than that status
members-code-unknown_field = A field that is not known
members-code-wrong_type = A value of the wrong type
members-code-attendance_not_read = A cell about attendance cannot be read
members-code-status_not_read = The status is none of ours and becomes a property
members-code-too_many_cells = More cells than columns
members-code-import_retracted = Import was undone
members-code-window_closed = The 30 days are over
members-code-other = Not taken over ({ $code })

members-drawer-member = Member
members-drawer-about = About this member
members-drawer-counted = What counted
members-drawer-timeline = Timeline
members-drawer-joined = Joined
members-drawer-elsewhere = not by the join link
members-drawer-not_yet = not yet
members-drawer-since = since { $moment }
members-drawer-reason = “{ $reason }”
members-drawer-asked_again = The provider is asked again
members-drawer-now = Now { $status }
members-drawer-copy_link = Copy link
members-drawer-change = Change status
members-drawer-new_link = New link
members-drawer-correct = Correct
members-drawer-export = Export
members-drawer-erase = Erase

members-link-title = Make a new join link?
members-link-verb = Make new link
members-link-text = The old link stops working at once, also in a player that is open now. What was watched stays counted.
members-link-done = New join link made; the old one is revoked
members-erase-title = Erase { $name }?
members-erase-verb = Erase person
members-erase-text = Name, email, properties and links are removed from every webinar. Statuses and watch durations stay, anonymous, so that no number changes. This cannot be undone.
members-erase-done = Person erased

members-person-title = Correct person
members-person-note = Changed in every webinar that they are in.
members-person-save = Save
members-person-saved = Person corrected

members-status-title = Change status
members-status-done = { $name } is now { $status }
members-status-reason = Reason
members-status-reason_hint = Kept in the timeline
members-status-backwards = A member only moves forward: { $current } is further than { $wanted }. The one way back is { $out }, which frees the seat and revokes the link.

members-drops-title = What was not counted
members-drops-nothing = Nothing: everything that was reported counts.
members-drops-reports = { $count ->
    [one] { $count } report
   *[other] { $count } reports
}
members-drops-last = { $count ->
    [one] The last { $count } stretch
   *[other] The last { $count } stretches
}
members-drop-malformed = Unreadable
members-drop-malformed_why = The player sent something that is not four sensible numbers.
members-drop-backwards = Ran backwards
members-drop-backwards_why = The stretch ended when it began, or before, on the clock; or it went back in the recording.
members-drop-too_fast = Too fast
members-drop-too_fast_why = More of the recording than can be played in that time, above four times speed.
members-drop-stalled = Stood still
members-drop-stalled_why = Time passed but the recording hardly moved: buffering, not watching.
members-drop-before_hello = Before the player said hello
members-drop-before_hello_why = It claims time from before this player was opened.
members-drop-future = In the future
members-drop-future_why = It claims time that had not passed yet when it arrived.
members-drop-out_of_window = Outside the window
members-drop-out_of_window_why = Played before the event started or after the 30 days were over.
members-drop-not_aired = Not aired yet
members-drop-not_aired_why = A part of the rundown that nobody could have seen at that moment.
members-drop-limit = Over the limit
members-drop-limit_why = More separate stretches than one member or one report may have.
members-drop-other = Not counted ({ $reason })
members-drop-other_why = The server did not count it.
members-segment-recording = { $from }–{ $to } of the recording
members-segment-clock = { $seconds } s on the clock, { $recording }
members-segment-times = { $from }–{ $to } ({ $seconds } s), { $recording }

members-explain-on_demand = On demand
members-explain-live = Live
members-explain-threshold = Watching for more than { $duration } on demand is a view.
members-explain-when = When they watched
members-explain-never = No second has been counted yet.
members-explain-filled = Filled is time spent playing. Two players at once count once; pauses, buffering and seeking do not count.
members-explain-zone = Times of { $zone }.
members-explain-seen = What they have seen
members-explain-players = Players
members-explain-players_text = Each page load is a player with a clock of its own. Its zero is fixed once, and every stretch it reports is placed from there, so that a report sent twice lands on the same time.
members-explain-players_table = Players, with the zero of their clocks
members-explain-player = Player
members-explain-opened = Opened
members-explain-zero = Clock zero
members-explain-heard = Last heard
members-explain-earlier = { $count ->
    [one] { $count } earlier sitting
   *[other] { $count } earlier sittings
}
members-explain-unbroken = without a break
members-explain-stretches = { $count ->
    [one] { $count } stretch
   *[other] { $count } stretches
}
members-explain-no_recording = There is no recording yet.
members-explain-of = { $seen } of { $whole }
members-explain-whole = The whole recording was seen.
members-explain-missed = Not seen: { $list }.
members-explain-missed_more = { $count ->
    [one] Not seen: { $list } and { $count } more.
   *[other] Not seen: { $list } and { $count } more.
}

members-list-title = Members
members-list-search = Search by name or email
members-list-search_hint = Name or email
members-list-statuses = Statuses
members-list-export = Export CSV
members-list-no_match = Nobody matches
members-list-no_match_text = Try another name, another email, or fewer statuses.
members-list-empty = No members yet
members-list-empty_text = Add them by hand or from a CSV file. Everybody gets a join link of their own.
members-list-pages = Pages of members
members-list-matches = { $count ->
    [one] { $count } member matches
   *[other] { $count } members match
}
members-list-matches_many = More than { $most } members match
members-list-table = Members, with what they watched
members-list-member = Member
members-list-live = Live
members-list-on_demand = On demand
members-list-covered = Covered
members-list-last = Last watched
members-list-link = Join link

members-timeline-empty = Nothing happened yet
members-timeline-earlier = Show earlier
members-timeline-moved = { $from } → { $to }
members-timeline-became = Became { $status }
members-timeline-because = because: { $facts }
members-timeline-form = A form was sent in
members-timeline-payment = Payment of { $amount }
members-timeline-clicked = Clicked: { $title }
members-timeline-answered = Answered “{ $question }”: { $answer }
members-timeline-line = Wrote in the chat: { $text }
members-timeline-asked = Asked in the chat: { $text }
members-timeline-replay = in the replay
members-line-held = held
members-line-visible = visible
members-line-rejected = rejected
members-line-deleted = deleted
members-timeline-mail = Mail: { $mail }
members-timeline-finish = The event was finished
members-timeline-reported = Reported as { $status }
members-timeline-other = Something else ({ $fact })
members-fact-added = Added to the program
members-fact-removed = Removed from the program
members-fact-cancelled = Cancelled the registration
members-fact-click = Clicked the join link
members-fact-joined = Opened the join link for the first time
members-fact-live = Watched live for the first time
members-fact-view = Watched long enough on demand for a view
members-source-viewer = by the member
members-source-operator = by an operator
members-source-import = by an import
members-source-capacity = by the seats
members-source-clock = by the clock
members-source-vendor = by a provider
members-source-form = by a form
members-source-other = by { $source }

members-code-unknown_language = Not a language

members-retract-verb = Retract
members-retract-title = Retract an entry
members-retract-text = “{ $what }” counts as never said. It stays on the timeline, and the status follows from what remains.
members-retract-reason = Reason (optional)
members-retract-done = Retracted
members-retract-end_kept = Retracted; the earlier end stays, because something was played since
members-retract-end_stays = The earlier end stays, because something was played since.
members-retract-at = Retracted { $moment }
members-retract-watchers = { $count ->
    [one] { $count } member came since and is passed over.
   *[other] { $count } members came since and are passed over.
  }
members-retract-take_watchers = Take them along
members-retract-erase = { $count ->
    [one] Erase { $count } person whom only imports made. This cannot be taken back.
   *[other] Erase { $count } persons whom only imports made. This cannot be taken back.
  }
members-import-undo_choose = Undo, and choose what goes …
members-import-undo_text = Everything that the file stated counts as never said, and each status follows from what remains.
members-imports = { $count ->
    [one] { $count } earlier import
   *[other] { $count } earlier imports
  }
members-imports-one = { $moment }, by { $by }: { $created } new, { $updated } changed, { $skipped } skipped.
members-imports-undo = Undo this import of { $moment }
members-retract-confirmed = { $count ->
    [one] { $count } member stays Registered, because a platform confirmed it.
   *[other] { $count } members stay Registered, because a platform confirmed them.
  }

members-preview = How the file is understood
members-preview-file = { $encoding }, separated by { $separator }, headings in line { $line }, times in { $zone }.
members-preview-separator-comma = commas
members-preview-separator-semicolon = semicolons
members-preview-separator-tab = tabs
members-preview-separator-bar = bars
members-preview-accepted = { $count ->
    [one] { $count } row can be taken.
   *[other] { $count } rows can be taken.
}
members-preview-skipped = { $count ->
    [one] { $count } row is skipped: { $why }
   *[other] { $count } rows are skipped: { $why }
}
members-preview-none = No row can be imported. The file needs a line of headings, one of them for the email, and below it a row for each person.
members-preview-no_rows = The file has headings and no rows below them: there is nobody to import.
members-preview-lines = { $count ->
    [one] (line { $lines })
   *[other] (lines { $lines })
}
members-preview-lines_more = (lines { $lines }, …)
members-preview-columns = Columns of the file
members-preview-heading = Heading
members-preview-meaning = Means
members-preview-sample = For example
members-preview-of = Meaning of { $heading }
members-preview-import = Import { $count }
members-import-undo = Undo this import
members-import-undone = The import is undone. Whoever clicked or watched since stays.
members-meaning-industry = Industry
members-meaning-street_address = Street
members-meaning-city = City
members-meaning-state = State or region
members-meaning-postal_code = Postal code
members-meaning-country = Country
members-meaning-language = Language
members-meaning-status = Status
members-meaning-attended = Attended: yes or no
members-meaning-joined = Time of joining
members-meaning-left = Time of leaving
members-meaning-duration = Duration
members-meaning-property = A property
members-meaning-ignored = Nothing: left out

members-engagement = Engagement
members-engagement-high = High
members-engagement-moderate = Moderate
members-engagement-low = Low
members-engagement-chip = Engagement: { $level }
members-engagement-share = { $share } % of the event
members-engagement-time_alone = by time alone, the room offered nothing to do
members-engagement-choices = { $done } of { $all } poll questions
members-engagement-answers = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
members-engagement-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
members-engagement-clicks = { $count ->
    [one] { $count } call to action
   *[other] { $count } calls to action
}
members-engagement-lines = { $count ->
    [one] { $count } line of chat
   *[other] { $count } lines of chat
}
members-engagement-questions = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}

members-reports = Reports
members-reports-text = Each is a CSV file as of this moment, with times in UTC and in the webinar’s zone.
members-reports-all = All as one archive (.zip)
members-reports-members = Members: status, times, watch durations, engagement
members-reports-attendance_by_day = Attendance by day: each member’s minutes, live and on demand
members-reports-answers = Answers to the registration form
members-reports-engagement = Engagement: level and reason of everybody who attended live
members-reports-registrations_by_source = Registrations by source: where they came from and who attended
members-reports-did_not_fit = Who did not fit: waitlisted, refused, no seat
