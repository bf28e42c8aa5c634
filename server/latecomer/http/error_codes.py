"""Every code that a problem may carry: its HTTP status and what it means. The documents list them from here.

Services raise a code and know nothing of HTTP; the status is looked up here and nowhere else. Codes are stable:
programs match on them. A test holds this table against every refusal in the package.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Meaning:
    """The HTTP status that goes with a code, and a sentence for the documents."""

    status: int
    meaning: str
    visitors_status: int | None = None
    """The status outside of ``/api/``, on forms and join links, where it is another one."""


CODES: Final[dict[str, Meaning]] = {
    # Reading the request
    "malformed_json": Meaning(
        400, "The body is not valid JSON; correct it at the place that the message names."
    ),
    "malformed_csv": Meaning(400, "The body is not a CSV text in UTF-8; save the file as CSV."),
    "bad_request": Meaning(400, "The request is not valid HTTP."),
    "body_too_large": Meaning(413, "The body is larger than 1 MiB of JSON or 5 MB of CSV; send it in parts."),
    "unsupported_media_type": Meaning(
        415, "The Content-Type is not the one that this call accepts; the message names the right one."
    ),
    "unsupported_encoding": Meaning(
        415, "This call does not accept this Content-Encoding; use one of those in Accept-Encoding, or none."
    ),
    "malformed_encoding": Meaning(
        400,
        "The body is not compressed as its Content-Encoding says; compress it so, or leave the header out.",
    ),
    "unknown_field": Meaning(
        422,
        "The request has a field or parameter that this call does not know; remove it, or correct its name.",
    ),
    "missing_field": Meaning(422, "A required field is missing; add it."),
    "wrong_type": Meaning(422, "A value has the wrong type; use the type in the schema."),
    "wrong_length": Meaning(
        422, "A text or list is too short or too long; keep within the limits that the message names."
    ),
    "out_of_range": Meaning(
        422, "A number is too small or too large; keep within the limits that the message names."
    ),
    "invalid_format": Meaning(
        422, "A text does not have the form that its field needs; the message shows an example."
    ),
    "invalid_value": Meaning(422, "A value is not allowed in its field; the message says what is."),
    "unknown_value": Meaning(
        422, "A value is not in the list of values that its field accepts; use one of those in the schema."
    ),
    "repeated_parameter": Meaning(
        422, "A query parameter that accepts only one value was given twice; give it once."
    ),
    "time_without_zone": Meaning(422, "A time has no time zone; add Z or an offset such as +01:00."),
    "invalid_time": Meaning(
        422, "A text is not a date and time between 1970 and 9998; write it as 2026-03-04T09:00:00Z."
    ),
    "empty_csv": Meaning(422, "The file has no header line; add one with the names of the columns."),
    "missing_email_column": Meaning(
        422,
        "No column of the file contains emails; add one with the heading email, or name it in the mapping.",
    ),
    "invalid_mapping": Meaning(422, "The mapping of columns must be a JSON object of headings and meanings."),
    "too_many_rows": Meaning(422, "One call cannot take so many rows; send them in parts."),
    # Who may
    "not_signed_in": Meaning(
        401, "The request has no API key and no session, or they are no longer valid; send a key, or sign in."
    ),
    "invalid_key": Meaning(401, "This API key is unknown or revoked; use another one."),
    "invalid_code": Meaning(401, "This sign-in code is unknown, used or expired; ask for a new one."),
    "missing_scope": Meaning(403, "The key or session lacks the scope of this call; use one that has it."),
    "origin_not_allowed": Meaning(
        403,
        "A page of another origin sent this; add the origin to the webinar's allowed origins, or call with a key.",
    ),
    "wrong_host": Meaning(
        403,
        "A signed-in browser used a host name other than that of PUBLIC_URL; open the pages at PUBLIC_URL.",
    ),
    "too_many_requests": Meaning(429, "Too many requests; try again after Retry-After seconds."),
    # Addresses
    "not_found": Meaning(404, "There is nothing at this address."),
    "method_not_allowed": Meaning(
        405, "This address does not accept this method; use one of those in Allow."
    ),
    "pages_not_built": Meaning(503, "This server runs without its built pages; run make pages."),
    "unknown_webinar": Meaning(404, "No webinar has this id."),
    "unknown_member": Meaning(404, "No member has this id."),
    "unknown_backfill": Meaning(404, "Past events were never sent to this connection."),
    "unknown_fact": Meaning(404, "No fact has this id."),
    "unknown_import": Meaning(404, "No import has this id."),
    "unknown_finish": Meaning(404, "No finish has this id."),
    "not_retracted": Meaning(404, "This was not retracted."),
    "unknown_person": Meaning(404, "No person has this id."),
    "unknown_key": Meaning(404, "No API key has this id."),
    "unknown_session": Meaning(404, "No session has this id."),
    # Webinars
    "invalid_name": Meaning(422, "The name is empty, too long or has characters that cannot be stored."),
    "ends_before_starts": Meaning(422, "The end is not after the start."),
    "unknown_timezone": Meaning(422, "This is not an IANA time zone such as Europe/Paris."),
    "unknown_language": Meaning(
        422, "This is not a language tag, or not one of the languages that are offered."
    ),
    "invalid_url": Meaning(422, "This is not a usable http or https address (or path under /recordings/)."),
    "invalid_origin": Meaning(422, "This is not an origin such as https://example.com."),
    "invalid_duration": Meaning(422, "A recording lasts more than zero seconds and at most 48 hours."),
    "unknown_length": Meaning(
        422,
        "The length of a recording cannot be read at its address; write `duration_s`, or correct the address.",
    ),
    "no_recording": Meaning(409, "The webinar has no recording."),
    "invalid_threshold": Meaning(422, "The watch threshold is out of range."),
    "invalid_grace": Meaning(422, "The time before the automatic finish is out of range."),
    "invalid_limit": Meaning(422, "A limit is out of range."),
    "invalid_cursor": Meaning(422, "The cursor was not made by this list."),
    "set_by_rundown": Meaning(409, "The rundown sets the end of the webinar."),
    "has_rundown": Meaning(
        409, "The webinar plays a rundown; change the rundown, or set a recording after the end."
    ),
    "live_url_with_rundown": Meaning(422, "A webinar with a rundown has no live_url; take over instead."),
    "event_over": Meaning(
        409, "The event is over, so its times can no longer be changed; create another webinar."
    ),
    "another_event_running": Meaning(
        409, "Too many events are planned for the same time on this installation."
    ),
    "programme_running": Meaning(409, "The programme is on air, so its start cannot move."),
    "event_running": Meaning(409, "The programme has begun, begins now, or a host has taken over."),
    "event_not_started": Meaning(
        409, "The event has not started, so it cannot be finished; wait for the start, or cancel it."
    ),
    "window_closed": Meaning(410, "The 30 days on demand are over."),
    # Segments
    "unknown_segment": Meaning(404, "No segment has this id."),
    "operator_not_here": Meaning(422, "This operator cannot be used with this kind of value."),
    "negative_over_many": Meaning(
        422,
        "A negative operator cannot be used over several webinars: put `not` around the positive condition.",
    ),
    "too_deep": Meaning(422, "Groups or segments are nested too deep."),
    "too_many_leaves": Meaning(422, "The filter has too many conditions."),
    "mixed_and_or": Meaning(422, "`and` and `or` are mixed without parentheses."),
    "invalid_text": Meaning(422, "The text that combines the numbered filters cannot be read."),
    "unknown_number": Meaning(422, "The text uses a number that no filter has."),
    "unused_number": Meaning(422, "The text does not use every number."),
    "segment_circle": Meaning(422, "A segment would contain itself."),
    "too_many_kept": Meaning(
        409, "At most 20 segments can start campaigns or report their changes at a time."
    ),
    "segment_in_use": Meaning(
        409, "Other segments or a campaign use this segment; change or delete those first."
    ),
    "segment_broken": Meaning(
        409, "The segment's filter refers to something that was deleted; change the filter."
    ),
    "wrong_connection": Meaning(
        422,
        "The connection cannot do this step; use one whose kind can: webhooks are called, HubSpot and Marketo have "
        "lists.",
    ),
    "wrong_segment_kind": Meaning(409, "This call is not possible for this kind."),
    "unknown_question": Meaning(404, "No registration form has this question."),
    "count_changed": Meaning(409, "The number of rows is not the number that was shown."),
    "unknown_campaign": Meaning(404, "No campaign has this id."),
    "wrong_state": Meaning(409, "This call is not possible in the campaign's present state."),
    "needs_member": Meaning(
        422,
        "The campaign is about people, and this step needs a member of one webinar; use a trigger, a segment or a "
        "schedule of members.",
    ),
    "needs_webinar": Meaning(
        422, "This is possible only when every trigger of the campaign names a webinar."
    ),
    "too_slow": Meaning(
        503, "The query took too long, or there were too many at the same time; ask for less, or try again."
    ),
    # Captions
    "malformed_captions": Meaning(422, "The file is neither WebVTT nor SubRip."),
    "no_captions": Meaning(422, "The file has no caption that can be shown during the recording."),
    "too_many_captions": Meaning(422, "The file has more than 20,000 captions."),
    "too_many_languages": Meaning(422, "A recording can have captions in at most 30 languages."),
    "captions_unreachable": Meaning(422, "There is no file of captions at this address."),
    "unknown_captions": Meaning(404, "No captions have this id."),
    # Members and persons
    "sends_nothing": Meaning(409, "Nothing is sent to connections of this kind."),
    "backfill_too_old": Meaning(422, "Events are stored for 30 days; choose a start within them."),
    "too_many_events": Meaning(422, "More than 200,000 events cannot be sent at once."),
    "not_retractable": Meaning(
        409,
        "Only facts stated by an operator or an import, and finishes by request or report, can be retracted.",
    ),
    "not_outside_event": Meaning(
        409, "No status here rests on attendance of another event; there is nothing to retract."
    ),
    "status_backwards": Meaning(409, "A member cannot go back to an earlier status, except by removal."),
    "no_seat": Meaning(409, "Every seat is taken; raise registrant_limit, or free a seat."),
    "erased": Meaning(409, "This person was erased."),
    "email_taken": Meaning(409, "Another person has this email; use that person, or another email."),
    "invalid_email": Meaning(422, "This is not an email address; write one such as ana@example.org."),
    "missing_email": Meaning(422, "A row has no email."),
    "field_too_long": Meaning(422, "A text is too long for its field."),
    "invalid_characters": Meaning(422, "A text has characters that cannot be stored; leave out NUL."),
    "invalid_properties": Meaning(422, "The properties are too many, too deep or too large."),
    "unknown_status": Meaning(422, "This is not a status; use one of the ten, such as registered."),
    "invalid_expiry": Meaning(422, "The expiry of a key must be in the future and within ten years."),
    "invalid_scopes": Meaning(422, "A scope is unknown."),
    # The join link
    "unknown_link": Meaning(
        404, "The join link is unknown, altered or revoked; give the person the member's present link."
    ),
    "not_registered": Meaning(403, "The member is not registered yet."),
    "too_early": Meaning(425, "The room opens 15 minutes before the start."),
    "too_many_playbacks": Meaning(429, "The member has ten playbacks open already."),
    "bad_beacon": Meaning(422, "The body is JSON, but not a valid beacon."),
    "clock_moved": Meaning(409, "The clock of the playback has changed; start again with a new playback id."),
    # Connections
    # Registration and mail
    "unknown_payment": Meaning(404, "No payment of this webinar has this id."),
    "not_refundable": Meaning(
        409, "Only a payment that was made, by a connection that still exists, can be refunded."
    ),
    "no_payment_connection": Meaning(
        409, "A price needs an active connection that takes payments: make one first."
    ),
    "has_payments": Meaning(409, "People have paid for this webinar, or are paying; it cannot be deleted."),
    "connection_has_payments": Meaning(
        409, "Payments by this connection may still be made or refunded; pause the connection instead."
    ),
    "payments_unavailable": Meaning(
        503, "There is a price, and no active connection takes payments; try again later."
    ),
    "unknown_currency": Meaning(
        422, "The currency is not one that payments are taken in, by its code of ISO 4217."
    ),
    "invalid_amount": Meaning(422, "The amount is not possible in this currency."),
    "amount_too_small": Meaning(422, "The amount is less than Stripe takes in this currency."),
    "slug_taken": Meaning(409, "Another webinar's registration page has this address."),
    "invalid_slug": Meaning(
        422, "The address of a registration page must have 3 to 80 of the characters a-z, 0-9 and -."
    ),
    "registration_closed": Meaning(410, "Registration is not open yet, or is closed already."),
    "event_cancelled": Meaning(
        409, "The event does not take place; forms and join links are answered with 410.", visitors_status=410
    ),
    "proof_needed": Meaning(
        428, "The form looks automatic: solve a challenge and send its solution with the form."
    ),
    "nonce_expired": Meaning(409, "The form is too old; load it again, and submit it."),
    "consent_needed": Meaning(422, "A consent that is required for participation is missing."),
    "unknown_option": Meaning(
        422, "An answer is not among the options of its question; choose one of those."
    ),
    "blocked_domain": Meaning(422, "This webinar does not accept addresses of this domain."),
    "unknown_submission": Meaning(404, "No submission without a member has this id."),
    "unknown_decision": Meaning(404, "No decision has this id."),
    "already_applied": Meaning(409, "The decision was applied already; make a new one."),
    "link_expired": Meaning(410, "The link was valid for 7 days and has expired; register again."),
    "address_clicked": Meaning(409, "The owner of the address has already used the registration."),
    "invalid_template": Meaning(422, "The template cannot be rendered; the message says where."),
    "template_without_link": Meaning(422, "The template has no join link; add {{ link }} to it."),
    "template_too_slow": Meaning(422, "Rendering the template takes too much time, memory or output."),
    "unknown_mail": Meaning(404, "No mail has this id."),
    "still_waiting": Meaning(409, "The mail has not been sent yet; it will be sent automatically."),
    "unknown_suppression": Meaning(404, "No suppression has this id."),
    "unknown_connection": Meaning(404, "No connection has this id or address."),
    "unknown_kind": Meaning(422, "There is no such kind of connection."),
    "missing_secret": Meaning(422, "A secret that this kind of connection needs is missing."),
    "unknown_secret": Meaning(422, "This kind of connection has no such secret."),
    "invalid_secret": Meaning(422, "A secret is empty, too long, or does not have the right form."),
    "invalid_settings": Meaning(422, "The settings do not fit this kind of connection."),
    "https_required": Meaning(422, "The address must be an https address."),
    "address_not_allowed": Meaning(
        422, "This address is in a private network; the operator of the server can allow it."
    ),
    "unknown_event_type": Meaning(422, "This kind of connection cannot receive events of this type."),
    "invalid_external_id": Meaning(
        422, "The vendor's id of the webinar is missing, or does not have the form of the vendor's ids."
    ),
    "external_id_taken": Meaning(
        409, "Another webinar of this connection has the same id at the vendor; correct one of the two."
    ),
    "missing_signature": Meaning(401, "The headers of a signed delivery are missing."),
    "malformed_signature": Meaning(401, "The signature or its timestamp does not have the right form."),
    "wrong_signature": Meaning(
        401,
        "The signature does not match the body and the secret; check that both sides have the same secret.",
    ),
    "stale_signature": Meaning(
        401,
        "The signature is too old, or one of the clocks is wrong; set the clocks, and sign it anew.",
    ),
    "head_too_slow": Meaning(
        408,
        "The headers of the request did not arrive in time; send the request again on a faster connection.",
    ),
    "head_too_large": Meaning(
        431, "The headers of the request are larger than 64 KiB; send fewer or shorter ones."
    ),
    "body_too_slow": Meaning(408, "The body did not arrive in time; send it again, or in smaller parts."),
    "inbox_busy": Meaning(
        503, "Too many deliveries are being received; send it again after Retry-After seconds."
    ),
    "inbox_full": Meaning(503, "Too many deliveries wait to be stored; send it again later."),
    "secret_unreadable": Meaning(
        409, "SECRET_KEY has changed since the secrets were entered; enter them again."
    ),
    "unknown_delivery": Meaning(404, "No delivery has this id."),
    "already_delivered": Meaning(409, "This was delivered already, so it is not sent again."),
    # Automated webinars
    "rundown_changed": Meaning(409, "Somebody saved another version of the rundown meanwhile."),
    "frozen": Meaning(409, "This part of the rundown is on air or begins within 30 s."),
    "wrong_kind": Meaning(422, "The kind of an item does not fit its file or its track."),
    "overlap": Meaning(422, "Two items are on stage at the same time."),
    "too_long": Meaning(422, "An item or the programme is longer than allowed."),
    "too_short": Meaning(422, "An item must last at least one second."),
    "negative_start": Meaning(422, "An item begins before the webinar."),
    "too_many_items": Meaning(422, "A rundown has at most 500 items."),
    "too_many_at_once": Meaning(422, "More than three overlays are shown at the same time."),
    "unknown_item": Meaning(422, "The rundown has no item with this id."),
    "duplicate_id": Meaning(422, "Two items, questions or options have the same id."),
    "asset_not_ready": Meaning(422, "The file is not ready to be played; wait until it is converted."),
    "beyond_media": Meaning(422, "The item begins after the end of its file."),
    "wrong_pages": Meaning(422, "The times of the slides do not fit the presentation or the item."),
    "wrong_cue": Meaning(422, "A poll closes or is published at a moment at which it is not shown."),
    "wrong_results": Meaning(422, "The results of a survey cannot be shown."),
    "wrong_question": Meaning(422, "The options or bounds do not fit the type of the question."),
    "https_only": Meaning(422, "The address must begin with https://."),
    "no_room": Meaning(404, "This webinar is not automated, so it has no room."),
    "too_many_fetches": Meaning(
        409, "As many files as possible wait to be fetched already; try again later."
    ),
    "unknown_media": Meaning(404, "The rundown has no media with this id."),
    "grant_over": Meaning(
        403, "The address of the media has expired, was altered, or its link was revoked; take a new one."
    ),
    "not_yet": Meaning(403, "Media can be fetched at most 30 s before they are on air."),
    "not_open": Meaning(409, "The room opens 15 minutes before the start."),
    "no_rundown": Meaning(409, "The webinar has no rundown."),
    "not_taken_over": Meaning(409, "Nobody has taken over."),
    "missing_message": Meaning(422, "A slate needs a message."),
    "unknown_poll": Meaning(404, "The rundown has no poll with this id."),
    "unknown_report": Meaning(404, "There is no report of this name."),
    "poll_closed": Meaning(409, "The poll accepts no more answers; a host can open it again."),
    "invalid_answer": Meaning(422, "The answer does not fit its question."),
    "answered": Meaning(409, "The question has answers already, so it can no longer be changed."),
    "unknown_line": Meaning(404, "The chat has no line with this id."),
    "invalid_line": Meaning(422, "A line of the chat must have 1 to 500 characters."),
    "line_deleted": Meaning(409, "The line was deleted; that is final."),
    "chat_off": Meaning(409, "The webinar has no chat."),
    "room_closed": Meaning(409, "The event is over, so the chat accepts no more lines."),
    "banned": Meaning(403, "A host has banned the member from writing and answering."),
    "too_many_lines": Meaning(429, "The member wrote three lines within five seconds."),
    "slow_mode": Meaning(429, "The chat is in slow mode; write again after Retry-After seconds."),
    "chat_full": Meaning(503, "A thousand lines, or 20 of this member, already wait for a host."),
    "unknown_presenter": Meaning(404, "The webinar has no host or presenter with this id."),
    "too_many_presenters": Meaning(409, "The webinar has the maximum number of hosts and presenters."),
    # The media library
    "unknown_asset": Meaning(404, "No file of the media library has this id."),
    "unknown_upload": Meaning(404, "No upload has this id; it may be complete, or older than a week."),
    "asset_in_use": Meaning(409, "A webinar uses this file; remove it there first."),
    "wrong_offset": Meaning(409, "The upload cannot continue at this offset; request the offset with HEAD."),
    "upload_busy": Meaning(423, "Another request is sending this upload."),
    "tus_version": Meaning(412, "The header Tus-Resumable is missing or names another version; send 1.0.0."),
    "invalid_length": Meaning(
        400,
        "The header Upload-Length is missing or not a number above 0; send the size of the file in bytes.",
    ),
    "invalid_offset": Meaning(
        400,
        "The header Upload-Offset is missing or not a number; send the number of bytes that arrived, as HEAD says.",
    ),
    "invalid_metadata": Meaning(
        400, "The header Upload-Metadata cannot be read; send the file name in Base64."
    ),
    "file_too_large": Meaning(
        413, "The file is larger than allowed, or than announced; upload a smaller one."
    ),
    "storage_full": Meaning(
        413, "The media library has no space left for this file; delete files that no webinar plays."
    ),
    # Everything else
    "too_many_connections": Meaning(503, "The server has no room for more connections now; try again soon."),
    "internal_error": Meaning(500, "The server failed; the request id leads to the error in its log."),
    "unavailable": Meaning(503, "A database does not answer; try again soon."),
}


def status_of(code: str, path: str = "/api/") -> int:
    """Return the HTTP status of a refusal with this code, asked for at this path."""
    meaning = CODES[code]
    if meaning.visitors_status is not None and not path.startswith("/api/"):
        return meaning.visitors_status
    return meaning.status


ROW_CODES: Final[dict[str, str]] = {
    "missing_email": "The row has no email.",
    "invalid_email": "The email is not an email address.",
    "field_too_long": "A text is too long for its field.",
    "invalid_characters": "A text has characters that cannot be stored; leave out NUL.",
    "invalid_properties": "The properties are too many, too deep or too large.",
    "unknown_status": "The status is not one of the ten.",
    "unknown_language": "The language is neither a tag such as fr or nl-BE nor the name of a language.",
    "unknown_field": "The row has an unknown field.",
    "wrong_type": "A value of the row has the wrong type.",
    "attendance_not_read": "A cell about attendance cannot be read: it says nothing, and the row is taken without it.",
    "status_not_read": "The status is none of ours: it becomes a property, and the row is taken without it.",
    "too_many_cells": "The line has more cells than the header has columns: those behind the last are left out.",
    "duplicate": "An earlier row of the same call has the same email.",
    "unchanged": "The member was there already, with the same status.",
    "import_retracted": "The import was undone before this row was reached.",
    "status_backwards": "The member is further along than the row asks for.",
    "window_closed": "The 30 days on demand are over, so nobody can be added any more.",
    "no_seat": "Every seat is taken, and the member could not be put on the waiting list.",
    "waitlisted": "Every seat is taken: the member was put on the waiting list.",
}
"""The codes with which one row of an import can be skipped."""
