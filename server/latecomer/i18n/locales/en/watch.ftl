# The join link's pages: what a viewer sees before, during and after the webinar.

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
watch-event_cancelled-title = This event does not take place
watch-event_cancelled-text = It was cancelled. If it takes place after all, this same link works again.
watch-window_closed-title = This webinar is no longer available
watch-window_closed-text = The recording could be watched for 30 days after the event, and those are over. The host may be able to help.
watch-no_link-title = Please open your join link
watch-no_link-text = This page needs the personal link from your invitation. Open it again from the e-mail.

watch-arriving-room = The room is open
watch-arriving-recording = The recording is here
watch-arriving-text = You are taken on in a moment.
watch-arriving-join = Join now

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

# $count counts the figure above the word, which shows it.
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
watch-unplayable-title = The recording cannot be played now
watch-unplayable-told = We have told the host. This page tries again by itself.
watch-unplayable-trying = This page tries again by itself.
watch-unplayable-offline = Your connection seems to be lost. This page tries again by itself.
watch-unplayable-format = It may play in another browser. This page tries again by itself.
watch-unplayable-again = Try again

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

watch-transcript = Transcript
watch-transcript-go = Go to { $position }
watch-keys-captions = captions
# An automated webinar: its stage, what lies over it, and its replay.
watch-programme-viewers = { $count ->
    [one] { $count } viewer
   *[other] { $count } viewers
}
watch-programme-gap = The programme goes on in a moment.
watch-programme-sound_on = Turn sound on
watch-programme-sound_off = Turn sound off
watch-programme-captions = Captions: { $language }
watch-programme-captions_off = Captions: off
watch-programme-pause = Pause
watch-programme-position = Position in the programme
watch-programme-film = Film
watch-programme-picture = Picture
watch-programme-page = Slide { NUMBER($page) }
watch-programme-listen = Listen
watch-programme-live_room = Go to the live room
watch-programme-talk = Questions and answers
watch-programme-download = Download
watch-programme-handout = A file for you
watch-programme-close = Close

# The chat and the polls of the room.
watch-chat-title = Chat and questions
watch-chat-moderated = A host reads each line before the others see it.
watch-chat-answer_later = Only you and the hosts see your lines; answers come here.
watch-chat-lines = Lines
watch-chat-write = Your line
watch-chat-question = This is a question
watch-chat-send = Send
watch-chat-host = Host
watch-chat-you = You
watch-chat-guest = Guest
watch-chat-held = waits for a host
watch-chat-removed = This line was removed.
watch-chat-answers = Answers: { $text }
watch-chat-private = only you see this
watch-chat-skipped = { $count ->
    [one] Many write at the same time: { $count } line is not shown.
   *[other] Many write at the same time: { $count } lines are not shown.
}
watch-chat-refused-banned = A host has taken away your right to write here.
watch-chat-refused-chat_off = There is no chat at the moment.
watch-chat-refused-room_closed = The event is over: the chat is closed.
watch-chat-refused-invalid_line = A line has 1 to 500 characters.
watch-chat-refused-too_many_lines = That was quick. Wait a few seconds before the next line.
watch-chat-refused-slow_mode = The chat is in slow mode. Wait a little before the next line.
watch-chat-refused-chat_full = Too many lines wait for a host. Try again later.
watch-chat-refused-poll_closed = This poll is closed.
watch-chat-refused-invalid_answer = This answer does not fit the question.
watch-chat-refused-other = That was not taken. Try again.
watch-poll-title = A question for you
watch-poll-send = Send the answers
watch-poll-change = Change the answers
watch-poll-answered = Your answers have arrived.
watch-poll-closed = No more answers are taken.
watch-poll-yes = Yes
watch-poll-no = No
watch-poll-result = { $option }: { NUMBER($count) }
watch-poll-count = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
