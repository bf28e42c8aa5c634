connections-title = Connections
connections-lead = Platforms that push registrations and attendance in, and systems that hear of it.
connections-new = New connection
connections-not_allowed = Connections are for administrators
connections-not_allowed-text = Sign in with a key that has the scope Admin. Everything else here works without it.
connections-empty = Nothing is connected yet
connections-empty-text = Connect the platform of your live events, and the systems that should hear who attended.

connections-state-active = Active
connections-state-paused = Paused
connections-state-broken = Broken
connections-received-new = New
connections-received-done = Handled
connections-received-waiting = Waiting
connections-received-failed = Failed
connections-delivery-waiting = Waiting
connections-delivery-delivered = Delivered
connections-delivery-dead = Dead letter
connections-delivery-cannot_go_back = Cannot go back

connections-outcome-none = To be handled
connections-outcome-applied = Taken over
connections-outcome-unknown_event = Nothing that we handle
connections-outcome-malformed_body = Could not be read
connections-outcome-invalid_email = No valid email address
connections-outcome-no_email = Of somebody whom nobody knows yet
connections-outcome-unknown_webinar = Of a webinar that is not bound
connections-outcome-host = Of the host, who is no attendee
connections-outcome-window_closed = After the 30 days were over
connections-outcome-already_finished = The webinar was finished before
connections-outcome-event_not_started = The event had not started
connections-outcome-in_future = Of a time that had not come
connections-outcome-unknown_mail = Of a mail that was not sent from here
connections-outcome-outside_event = At another event: kept, counts for nothing here
connections-outcome-end_held = An early end: held for 15 minutes
connections-outcome-other = Something else ({ $code })

connections-content-registered = Registration
connections-content-registration_cancelled = Cancellation
connections-content-joined = Joined
connections-content-left = Left
connections-content-session_ended = Session ended
connections-content-bounced = Mail not delivered
connections-content-payment = Payment
connections-content-unknown = Something else
connections-content-of = { $what }: { $who }

connections-refused-missing_signature = without a signature
connections-refused-malformed_signature = with a signature in another form
connections-refused-wrong_signature = not signed with our secret
connections-refused-stale_signature = with a signature that is too old
connections-refused-other = for another reason ({ $code })

connections-type-member_registered = Somebody registered
connections-type-member_joined = Somebody joined
connections-type-member_status_changed = Somebody's status changed
connections-type-member_watched = What somebody watched on a day
connections-type-webinar_finished = An event was finished
connections-type-webinar_reopened = An event was reopened
connections-type-webinar_recording_failed = The recording cannot be played
connections-type-webinar_recording_restored = The recording can be played again
connections-type-form_submitted = A form was sent in
connections-type-mail_bounced = A mail bounced
connections-type-member_clicked = Somebody clicked on an overlay
connections-type-member_answered = Somebody answered a poll
connections-type-member_asked = Somebody asked a question
connections-type-connection_tested = A test
connections-type-campaign_step = A person came to a step of a campaign
connections-type-campaign_list_step = A campaign changes a list
connections-type-segment_entered = Somebody entered a segment
connections-type-segment_left = Somebody left a segment
connections-type-other = Another event ({ $type })
connections-event-registered = Registered
connections-event-joined = Joined
connections-event-moved = { $from } → { $to }
connections-event-became = Became { $status }
connections-event-watched_live = Watched { $time } live
connections-event-watched_on_demand = Watched { $time } on demand
connections-event-finished = The webinar was finished

connections-waits-new = { $count } to handle
connections-waits-unknown = { $count } for somebody or a webinar to be known
connections-waits-send = { $count } to send
connections-waits-again = { $count } to send again
connections-fails-received = { $count } received and not handled
connections-fails-dead = { $count } not delivered
connections-title-dsn = Delivery status notifications (bounces)
connections-title-mailgun = Mailgun (bounces)
connections-title-postmark = Postmark (bounces)
connections-title-stripe = Stripe (payments)
connections-title-ses = Amazon SES (bounces)
connections-title-webhook = Any endpoint, by Standard Webhooks
connections-title-standard_webhooks_in = Any sender of Standard Webhooks
connections-kind-pushes = pushes registrations and attendance in
connections-kind-asked = with API credentials, people are registered there and attendance is fetched
connections-kind-told = is told what changed
connections-replayed-none = There was nothing to try again
connections-replayed = { $count ->
    [one] { $count } delivery tried again
   *[other] { $count } deliveries tried again
}
connections-bound = { $count ->
    [one] { $count } webinar
   *[other] { $count } webinars
}
connections-bound-all = all webinars
connections-bound-none = no webinar yet

connections-column-connection = Connection
connections-column-state = State
connections-column-heard = Heard
connections-column-spoke = Spoke
connections-column-waiting = Waiting
connections-column-failed = Failed
connections-column-refused = Refused
connections-row-again = { $count ->
    [one] { $count } delivery to try again
   *[other] { $count } deliveries to try again
}
connections-row-refused = Could not be verified

connections-delete = Delete connection
connections-delete-title = Delete { $name }?
connections-delete-text = What it received and what waits to be sent is deleted with it. Statuses and watch durations that came of it stay.
connections-deleted = Connection deleted
connections-settings = Connection settings
connections-pause = Pause
connections-resume = Resume
connections-paused = { $name } is paused
connections-resumed = { $name } goes on
connections-test = Test
connections-test-works = It works.
connections-test-fails = It does not work yet.
connections-heard = Heard { $ago }
connections-spoke = Spoke { $ago }
connections-refused = { $count ->
    [one] { $count } refused, the last { $why } { $ago }
   *[other] { $count } refused, the last { $why } { $ago }
}

connections-address = Address
connections-address-text = What { $vendor } calls. It is a secret of its own.
connections-address-what = address
connections-deliveries = Deliveries
connections-deliveries-in = Came in
connections-deliveries-out = Goes out
connections-states = States
connections-no_state = Nothing in this state
connections-no_state-text = Choose another, or none.
connections-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}

connections-in-title = What came in
connections-in-again = { $count ->
    [one] Handle { $count } delivery again
   *[other] Handle { $count } deliveries again
}
connections-in-empty = Nothing has come in yet
connections-in-empty_text = Paste the address at the vendor, and let it send a test.
connections-in-table = What came in, newest first
connections-in-received = Received
connections-in-tells = What it tells
connections-in-became = What became of it
connections-in-handle = Handle again
connections-in-handle_which = Handle again: { $what }
connections-in-no_body = no body is kept
connections-in-pages = Pages of what came in

connections-out-title = What goes out
connections-out-again = { $count ->
    [one] Try { $count } dead letter again
   *[other] Try { $count } dead letters again
}
connections-out-retrying = { $count ->
    [one] { $count } delivery to try again. The latest attempt: { $trouble }
   *[other] { $count } deliveries to try again. The latest attempt: { $trouble }
}
connections-out-dead = { $count ->
    [one] { $count } dead letter. The latest attempt: { $trouble }
   *[other] { $count } dead letters. The latest attempt: { $trouble }
}
connections-out-empty = Nothing to tell yet
connections-out-empty_text = Events from now on go here, within moments.
connections-out-table = What goes out, newest first
connections-out-event = Event
connections-out-last = Last attempt
connections-out-try_which = Try again: { $what }
connections-out-says = What it says
connections-out-not_tried = not tried yet
connections-out-next = { $attempts }, next { $moment }
connections-out-pages = Pages of what goes out
connections-out-came = { $code }: { $message }

connections-bindings = Webinars
connections-bindings-webinar = Webinar
connections-bindings-choose = Choose a webinar
connections-bindings-bind = Bind
connections-bindings-unbind = Unbind { $name }
connections-bindings-unbound = { $name } is not bound any more
connections-bindings-all = It is told of all webinars. Bind some, and it is told of those alone.
connections-bindings-none = None yet. Bind each webinar by the id that it has there.
connections-bindings-these = It is told of these alone.
connections-bindings-ids = By the id that each has there.

connections-create-title = What is to be connected?
connections-create-other = Other kind
connections-create-verb = Connect
connections-made-title = { $name } is connected
connections-made-secret = Made just now. Copy it: it is shown this once, and kept encrypted.
connections-made-address = Paste it at the vendor as the endpoint. It is a secret of its own.
connections-made-test = Test it next: that says whether it works, or exactly what is wrong.
connections-form-name = Name
connections-form-name_hint = Which account it is, for whoever looks at the list.
connections-form-needed = This is needed.
connections-form-number = A number.
connections-form-whole = A whole number.
connections-form-not_json = This is not JSON.
connections-form-json = JSON.
connections-form-lines = One per line.
connections-form-nothing = nothing
connections-form-use = Use it
connections-form-more = More settings
connections-form-events = Which events
connections-form-events_hint = Events that it is told of
connections-secrets-change = Change secrets
connections-secrets-changed = Secrets changed
connections-secrets-new = The new secret
connections-secrets-keep = The old ones stay good
connections-secrets-keep_day = for a day
connections-secrets-keep_week = for a week
connections-secrets-keep_no = no longer

connections-secrets-api = API credentials
connections-secrets-more = More secrets
connections-secrets-api_text = With these, people are registered there, and registrations and attendance are fetched. Without them, only what it pushes is known.
connections-secrets-made_here = Left empty, one is made and shown once.
connections-secrets-kept = Left empty, it stays as it is.
connections-settings-title = Settings
connections-settings-save = Save
connections-settings-saved = Settings saved

connections-field-secret_token = Secret token
connections-field-api_key = API key (restricted)
connections-field-webhook_secret = Signing secret of the endpoint
connections-field-account_id = Account ID
connections-field-client_id = Client ID
connections-field-client_secret = Client secret
connections-field-secret_key = Secret key
connections-field-refresh_token = Refresh token
connections-field-access_token = Access token
connections-field-access_token_key = Access token key
connections-field-access_token_secret = Access token secret
connections-field-signing_secret = Signing secret
connections-field-max_age_s = Max age (seconds)
connections-field-finish_on_end = Finish on end
connections-field-api_url = API URL
connections-field-token_url = Token URL
connections-field-calls_per_s = Calls per (seconds)
connections-field-absentees = Absentees
connections-field-recording_views = Recording views
connections-field-view_duration_unit = View duration unit
connections-field-signature_header = Signature header
connections-field-timestamp_header = Timestamp header
connections-field-signed = Signed
connections-field-organizer_key = Organizer key
connections-field-url = URL
connections-field-organizer = Organizer
connections-field-external_account_id = External account ID
connections-field-base_url = Base URL
connections-field-prefix = Prefix
connections-field-statuses = Statuses
connections-field-custom_event = Custom event
connections-field-attend_again = Attend again
connections-field-records_per_call = Records per call
connections-field-name = Name
connections-field-webinar = Webinar
connections-field-moment = Moment
connections-field-watch_seconds = Watch seconds
connections-field-watch_date = Watch date
connections-field-endpoint = Endpoint
connections-field-activity = Activity
connections-field-type_id = Type ID
connections-field-event_mode = Event mode
connections-field-watch_duration = Watch duration
connections-field-event_id = Event ID
connections-field-fields = Fields
connections-field-page_size = Page size
connections-field-overlap_s = Overlap (seconds)
connections-field-report_after_s = Report after (seconds)
connections-field-quota_text = Quota text
connections-field-topic_arn = Topic ARN
connections-field-quota_wait_s = Quota wait (seconds)
connections-hint-max_age_s = How old a signature may be. 0 checks no age.
connections-hint-finish_on_end = When the session ends there, the webinar is finished here.
connections-hint-api_url = The address of the platform's API, or of a gateway in front of it.
connections-hint-token_url = The address that gives access tokens.
connections-hint-calls_per_s = The share of the account's calls that is used from here.
connections-hint-absentees = Fetch who registered and did not come.
connections-hint-recording_views = Fetch who watched the recording on the platform.
connections-hint-view_duration_unit = The unit in which the platform counts the duration of a view.
connections-hint-signature_header = The header that carries the signature.
connections-hint-timestamp_header = The header that carries the time of the signature.
connections-hint-signed = The text that is signed, as the platform puts it together. It ends with {"{"}body{"}"}.
connections-hint-organizer_key = The organizer whose webinars these are: a number.
connections-hint-url = Where events are sent, https.
connections-hint-organizer = The organizer that HubSpot shows.
connections-hint-external_account_id = The mark that separates events from here from those of other programs.
connections-hint-base_url = The address of the API: https and a host, without a slash at the end.
connections-hint-prefix = The path before every call.
connections-hint-statuses = What each status is called there. A status left empty is not sent.
connections-hint-custom_event = An event of your own for watching on demand. Without it, watching is not sent.
connections-hint-attend_again = Send an attendance a second time once the live watch duration is known.
connections-hint-records_per_call = How many people one call carries.
connections-hint-moment = The property that says whether a member became Attended On-Demand (flip) or watched on a day (day).
connections-hint-endpoint = The REST address of your instance, for example https://123-ABC-456.mktorest.com.
connections-hint-activity = The custom activity that takes watch durations. Without it they are not sent.
connections-hint-event_id = The attribute that holds our id, by which an activity is found again.
connections-hint-fields = Into which of std1 to std10 a property of a person goes, by the property's name.
connections-hint-page_size = How many rows one call asks for.
connections-hint-overlap_s = How far each fetch reaches back behind the one before.
connections-hint-report_after_s = How long after the live session its attendance counts as complete.
connections-hint-quota_text = A refusal with these words means no more than too many calls.
connections-hint-topic_arn = The topic of Amazon SNS that the bounces come from. Others are refused.
connections-hint-quota_wait_s = How long to leave the platform alone after such a refusal.
connections-choice-register = register
connections-choice-attend = attend
connections-choice-cancel = cancel
connections-choice-ms = ms
connections-choice-s = s
connections-choice-min = min

connections-back = { $count ->
    [one] { $count } change after a retraction was not sent, because this system moves people forward alone. Correct it there by hand.
   *[other] { $count } changes after retractions were not sent, because this system moves people forward alone. Correct them there by hand.
  }
connections-back-people = People concerned (CSV)
connections-past-title = Send what happened
connections-past-verb = Send
connections-past-text = Events from before the connection was made or repaired, in order and under the ids that they always had. What was delivered is not sent again.
connections-past-from = From (UTC)
connections-past-webinar = Webinar
connections-past-all = All webinars
connections-past-count = { $count ->
    [0] Nothing would be sent.
    [one] { $count } event would be sent.
   *[other] { $count } events would be sent.
  }
connections-past-done = { $count ->
    [one] { $count } event is on its way
   *[other] { $count } events are on their way
  }
connections-out-answer = It answered { $status }
connections-kind-payments = takes the payments of paid entry, and reports them
connections-kind-bounces = reports mails that bounced, and complaints
