widgets-members = { $count ->
    [one] { $count } member
   *[other] { $count } members
}

widgets-activity = Activity
widgets-activity-order = Newest first
widgets-activity-empty = Quiet so far
widgets-activity-empty_text = Flips and joins appear here as they happen.
widgets-activity-erased = An erased member
widgets-activity-joined = Joined
widgets-activity-vendor = Told by a provider
widgets-activity-vendor_status = Told by a provider: { $status }
widgets-activity-changed = Changed status
widgets-activity-moved = { $from } → { $to }
widgets-activity-became = Became { $status }
widgets-activity-other = Something happened
widgets-table = As a table
widgets-table-time = Time
widgets-table-members = Members
widgets-table-day = Day
widgets-table-visitors = Visitors
widgets-table-share = Share of the event
widgets-table-range = { $from }–{ $to } %

widgets-attendance = Attendance
widgets-attendance-aside = Share of the live event
widgets-attendance-bar = { $from }–{ $to } % of the event: { $members }
widgets-attendance-nobody = Nobody has watched live yet
widgets-attendance-nobody_text = Each attendee counts in the tenth of the event that they saw.
widgets-attendance-none = No live watch time
widgets-attendance-none_text = Nobody played the event live here, and nobody has reported how long attendees stayed.
widgets-attendance-label = Members per tenth of the live event that they watched
widgets-attendance-highly = Highly engaged
widgets-attendance-moderately = Moderately
widgets-attendance-from = ≥ { $share }
widgets-engagement = Engagement
widgets-engagement-aside = Live attendees, by time and what they did

widgets-now = Now
widgets-now-playing = Playing
widgets-now-connected = Connected

widgets-statistics = On-Demand Statistics
widgets-statistics-visitors = Visitors
widgets-statistics-visitors_note = flipped by watching
widgets-statistics-average = Average watch
widgets-statistics-average_unit = min
widgets-statistics-average_note = on demand, per visitor; parts watched again count again
widgets-statistics-coverage = covers { $share } of the recording on average
widgets-statistics-days = Days left
widgets-statistics-days_unit = of { $count }
widgets-statistics-opens = begins { $moment }
widgets-statistics-closes = closes { $moment }
widgets-statistics-closed = closed { $moment }

widgets-summary = On-Demand Summary
widgets-summary-aside = Visitors per day
widgets-summary-empty = The window opens when the event ends
widgets-summary-empty_text = From then on, every day gets a bar.
widgets-summary-label = Visitors per day, { $zone }
widgets-summary-day = { $day }: { $visitors }
widgets-summary-visitors = { $count ->
    [one] { $count } visitor
   *[other] { $count } visitors
}

widgets-program = Program Status
widgets-program-none = No members
widgets-program-part = { $status } { $number }
widgets-program-share = { $status }: { $members } of { $total }

widgets-retention = Retention
widgets-retention-aside = Members per second of the recording
widgets-retention-nobody = Nobody has watched yet
widgets-retention-nobody_text = The curve grows with every second that a member plays.
widgets-retention-none = No recording yet
widgets-retention-none_text = Add it in the settings; who waits on the watch page sees it start by itself.
widgets-retention-most = Most seen, { $time }
widgets-retention-half = Half-way
widgets-retention-end = At the end
widgets-retention-label = Retention curve. { $sentence }
widgets-retention-sentence = Most seen at { $time } by { $members }; half-way { $half }, at the end { $end }.
widgets-retention-point = { $time }: { $members }

widgets-summary-to_come = { $day }: to come
widgets-summary-no_day = No day has passed yet.
widgets-summary-nobody = Nobody watched on demand.
widgets-summary-nobody_yet = Nobody has watched on demand yet.
widgets-summary-most = The most were { $visitors } on { $day }.
widgets-summary-today_most = { $visitors } today, the most so far.
widgets-summary-today_and_most = { $visitors } today; the most were { $most } on { $day }.
