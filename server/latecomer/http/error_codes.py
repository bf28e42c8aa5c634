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
    "malformed_json": Meaning(400, "The body is no JSON."),
    "malformed_csv": Meaning(400, "The body is no CSV text in UTF-8."),
    "bad_request": Meaning(400, "The request is not valid HTTP."),
    "body_too_large": Meaning(413, "The body is larger than this call takes: 1 MiB of JSON, 5 MB of CSV."),
    "unsupported_media_type": Meaning(415, "The Content-Type is not the one that this call takes."),
    "unsupported_encoding": Meaning(
        415, "The Content-Encoding is not one that this call takes; see Accept-Encoding."
    ),
    "malformed_encoding": Meaning(400, "The body is not compressed as its Content-Encoding says."),
    "unknown_field": Meaning(422, "A field or parameter is not known here."),
    "missing_field": Meaning(422, "A required field is missing."),
    "wrong_type": Meaning(422, "A value has the wrong type."),
    "wrong_length": Meaning(422, "A text or list is too short or too long."),
    "out_of_range": Meaning(422, "A number is too small or too large."),
    "invalid_format": Meaning(422, "A text is not in the form that its field takes."),
    "invalid_value": Meaning(422, "A value is not one that its field takes."),
    "unknown_value": Meaning(422, "A value is not among the field's names."),
    "repeated_parameter": Meaning(422, "A query parameter that takes one value was given twice."),
    "time_without_zone": Meaning(422, "A time has no zone (Z or +01:00), so nobody knows when it is."),
    "invalid_time": Meaning(422, "A text is no date and time, or not between 1970 and 9998."),
    "empty_csv": Meaning(422, "The file has no header line."),
    "missing_email_column": Meaning(422, "No column of the file holds emails."),
    "invalid_mapping": Meaning(422, "The mapping of columns is not a JSON object of headings and meanings."),
    "too_many_rows": Meaning(422, "More rows than one call takes."),
    # Who may
    "not_signed_in": Meaning(401, "No API key and no session, or one that is not valid any more."),
    "invalid_key": Meaning(401, "This API key is unknown or revoked."),
    "invalid_code": Meaning(401, "This sign-in code is unknown, used or expired."),
    "missing_scope": Meaning(403, "The key or session lacks the scope of this call."),
    "origin_not_allowed": Meaning(403, "A signed-in browser sent this from a page of another origin."),
    "wrong_host": Meaning(403, "A signed-in browser asked under a name that is not PUBLIC_URL's."),
    "too_many_requests": Meaning(429, "Too many requests; come back after Retry-After seconds."),
    # Addresses
    "not_found": Meaning(404, "Nothing is at this address."),
    "method_not_allowed": Meaning(405, "This address does not take this method; see Allow."),
    "pages_not_built": Meaning(503, "This server runs without its built pages."),
    "unknown_webinar": Meaning(404, "No webinar has this id."),
    "unknown_member": Meaning(404, "No member has this id."),
    "unknown_backfill": Meaning(404, "Nothing of the past was ever sent to this connection."),
    "unknown_fact": Meaning(404, "No fact has this id."),
    "unknown_import": Meaning(404, "No import has this id."),
    "unknown_finish": Meaning(404, "No finish has this id."),
    "not_retracted": Meaning(404, "Nobody retracted this."),
    "unknown_person": Meaning(404, "No person has this id."),
    "unknown_key": Meaning(404, "No API key has this id."),
    "unknown_session": Meaning(404, "No session has this id."),
    # Webinars
    "invalid_name": Meaning(422, "The name is empty, too long or has characters that cannot be kept."),
    "ends_before_starts": Meaning(422, "The end is not after the start."),
    "unknown_timezone": Meaning(422, "This is no IANA time zone."),
    "unknown_language": Meaning(
        422, "This is not a language tag, or not one of the languages that are offered."
    ),
    "invalid_url": Meaning(
        422, "This is no http or https address (or path under /recordings/) that can be used."
    ),
    "invalid_origin": Meaning(422, "This is no origin such as https://example.com."),
    "invalid_duration": Meaning(422, "A recording lasts more than zero seconds and at most 48 hours."),
    "invalid_threshold": Meaning(422, "The watch threshold is out of range."),
    "invalid_grace": Meaning(422, "The grace before the automatic finish is out of range."),
    "invalid_limit": Meaning(422, "A limit is out of range."),
    "invalid_cursor": Meaning(422, "The cursor was not made by this list."),
    "set_by_rundown": Meaning(409, "The rundown sets the end of the webinar."),
    "has_rundown": Meaning(409, "The webinar plays a rundown; a recording may replace it after the end."),
    "live_url_with_rundown": Meaning(422, "A webinar with a rundown has no live_url; take over instead."),
    "event_over": Meaning(409, "The event is over, so its times stand."),
    "another_event_running": Meaning(409, "This installation runs no more events at the same time."),
    "event_running": Meaning(409, "The programme has begun, begins now, or a host has taken over."),
    "event_not_started": Meaning(409, "The event has not started, so it cannot be over."),
    "window_closed": Meaning(410, "The 30 days on demand are over."),
    # Segments
    "unknown_segment": Meaning(404, "No segment has this id."),
    "operator_not_here": Meaning(422, "This kind of value does not take this operator."),
    "negative_over_many": Meaning(
        422, "A negative operator where several webinars are meant: put `not` around the positive leaf."
    ),
    "too_deep": Meaning(422, "Groups, or segments, lie too deep in each other."),
    "too_many_leaves": Meaning(422, "A filter has more conditions than are taken."),
    "mixed_and_or": Meaning(422, "`and` meets `or` without parentheses."),
    "invalid_text": Meaning(422, "The text that joins numbered filters cannot be read."),
    "unknown_number": Meaning(422, "The text uses a number that no filter has."),
    "unused_number": Meaning(422, "The text does not use every number."),
    "segment_circle": Meaning(422, "A segment would contain itself."),
    "too_many_kept": Meaning(409, "At most 20 segments are watched at a time."),
    "segment_in_use": Meaning(409, "Other segments or a campaign rest on this segment."),
    "segment_broken": Meaning(409, "The segment's filter names something that is gone."),
    "wrong_kind": Meaning(409, "This kind does not take this call."),
    "unknown_question": Meaning(404, "No registration form asks this question."),
    "unknown_campaign": Meaning(404, "No campaign has this id."),
    "wrong_state": Meaning(409, "A campaign in this state does not take this call."),
    "needs_webinar": Meaning(422, "Only a campaign whose triggers all name a webinar can do this."),
    "too_slow": Meaning(503, "The answer took too long, or too many were asked at once."),
    # Captions
    "malformed_captions": Meaning(422, "The file is neither WebVTT nor SubRip."),
    "no_captions": Meaning(422, "The file has no cue that can be shown in the recording."),
    "too_many_captions": Meaning(422, "The file has more than 20,000 cues."),
    "too_many_languages": Meaning(422, "A recording has captions in at most 30 languages."),
    "captions_unreachable": Meaning(422, "The address did not answer with a file of captions."),
    "unknown_captions": Meaning(404, "No captions have this id."),
    # Members and persons
    "sends_nothing": Meaning(409, "Nothing is sent to connections of this kind."),
    "backfill_too_old": Meaning(422, "Events are kept for 30 days; this starts earlier."),
    "too_many_events": Meaning(422, "More than 200,000 events at once."),
    "not_retractable": Meaning(
        409, "Only an operator's or an import's fact, and a finish by request or report, go."
    ),
    "status_backwards": Meaning(409, "A member never goes back to an earlier status, except by removal."),
    "no_seat": Meaning(409, "Every seat is taken."),
    "erased": Meaning(409, "This person was erased."),
    "email_taken": Meaning(409, "Another person has this email."),
    "invalid_email": Meaning(422, "This is no email address."),
    "missing_email": Meaning(422, "A row has no email."),
    "field_too_long": Meaning(422, "A text is longer than its field takes."),
    "invalid_characters": Meaning(422, "A text has characters that cannot be kept."),
    "invalid_properties": Meaning(422, "The properties are too many, too deep or too large."),
    "unknown_status": Meaning(422, "This is no status."),
    "invalid_expiry": Meaning(422, "A key expires in the future, within ten years."),
    "invalid_scopes": Meaning(422, "These are no scopes."),
    # The join link
    "unknown_link": Meaning(404, "The join link is unknown, altered or revoked."),
    "not_registered": Meaning(403, "The member is not registered yet."),
    "too_early": Meaning(425, "The room opens 15 minutes before the start."),
    "too_many_playbacks": Meaning(429, "The member has ten playbacks open already."),
    "bad_beacon": Meaning(422, "The body is JSON, but no beacon."),
    "clock_moved": Meaning(409, "The playback's clock has moved; come back under a new playback id."),
    # Connections
    # Registration and mail
    "slug_taken": Meaning(409, "Another webinar's registration page has this address."),
    "invalid_slug": Meaning(422, "The address of a registration page has 3 to 80 of a-z, 0-9 and -."),
    "registration_closed": Meaning(410, "Registration is not open: not yet, or not any more."),
    "event_cancelled": Meaning(
        409, "The event does not take place; forms and join links are answered with 410.", visitors_status=410
    ),
    "proof_needed": Meaning(428, "The form looks automatic: solve a challenge and send the proof along."),
    "nonce_expired": Meaning(409, "The form is too old: fetch it again."),
    "consent_needed": Meaning(422, "A consent that taking part needs is missing."),
    "unknown_option": Meaning(422, "An answer is not among the options of its question."),
    "blocked_domain": Meaning(422, "The webinar takes no addresses of this domain."),
    "unknown_submission": Meaning(404, "No submission without a member has this id."),
    "unknown_decision": Meaning(404, "No decision has this id."),
    "already_applied": Meaning(409, "The decision is applied already; decide anew."),
    "link_expired": Meaning(410, "The link was good for 7 days."),
    "address_clicked": Meaning(409, "The owner of the address has used the registration."),
    "invalid_template": Meaning(422, "The template cannot be rendered; the message says where."),
    "template_without_link": Meaning(422, "The template lacks the join link that its kind needs."),
    "template_too_slow": Meaning(422, "Rendering the template takes too much time, memory or output."),
    "unknown_mail": Meaning(404, "No mail has this id."),
    "still_waiting": Meaning(409, "The mail has not been sent yet; it goes by itself."),
    "unknown_suppression": Meaning(404, "No suppression has this id."),
    "unknown_connection": Meaning(404, "No connection has this id or address."),
    "unknown_kind": Meaning(422, "This kind of connection is not known here."),
    "missing_secret": Meaning(422, "A secret that this kind of connection needs is missing."),
    "unknown_secret": Meaning(422, "This kind of connection has no such secret."),
    "invalid_secret": Meaning(422, "A secret is empty, too long, or not in its form."),
    "invalid_settings": Meaning(422, "The settings are not those of this kind of connection."),
    "https_required": Meaning(422, "This has to be an https address."),
    "address_not_allowed": Meaning(
        422, "This address leads into a network that is not public; the operator can allow it."
    ),
    "unknown_event_type": Meaning(422, "This kind of connection cannot be told of such events."),
    "invalid_external_id": Meaning(
        422, "The vendor's id of the webinar is missing, or not in the form of its ids."
    ),
    "external_id_taken": Meaning(409, "Another webinar of this connection has the same id at the vendor."),
    "missing_signature": Meaning(401, "The headers of a signed delivery are missing."),
    "malformed_signature": Meaning(401, "The signature or its timestamp is not in its form."),
    "wrong_signature": Meaning(401, "The signature is not of this body under this secret."),
    "stale_signature": Meaning(401, "The signature is too old, or a clock is wrong."),
    "head_too_slow": Meaning(408, "The head of the request did not come in time."),
    "head_too_large": Meaning(431, "The head of the request is larger than 64 KiB."),
    "body_too_slow": Meaning(408, "The body did not come in time."),
    "inbox_busy": Meaning(
        503, "Too many deliveries are being received; send it again after Retry-After seconds."
    ),
    "inbox_full": Meaning(503, "Too much waits to be stored; send it again."),
    "secret_unreadable": Meaning(
        409, "SECRET_KEY has changed since the secrets were given; give them again."
    ),
    "unknown_delivery": Meaning(404, "No delivery has this id."),
    "already_delivered": Meaning(409, "This was delivered; nothing is left to send again."),
    # Automated webinars
    "rundown_changed": Meaning(409, "Another version of the rundown was saved meanwhile."),
    "frozen": Meaning(409, "This part of the rundown is on air or begins within 30 s."),
    "kind_mismatch": Meaning(422, "The kind of an item does not fit its file or its track."),
    "overlap": Meaning(422, "Two items are on stage at the same time."),
    "too_long": Meaning(422, "An item or the programme is longer than is allowed."),
    "too_short": Meaning(422, "An item lasts at least a second."),
    "negative_start": Meaning(422, "An item begins before the webinar."),
    "too_many_items": Meaning(422, "A rundown has at most 500 items."),
    "too_many_at_once": Meaning(422, "More than three items lie over the stage at the same time."),
    "unknown_item": Meaning(422, "The rundown has no item with this id."),
    "duplicate_id": Meaning(422, "Two items, questions or options have the same id."),
    "asset_not_ready": Meaning(422, "The file is not ready to be played."),
    "beyond_media": Meaning(422, "The item begins where its file has ended."),
    "wrong_pages": Meaning(422, "The times of the pages do not fit the presentation or the item."),
    "wrong_cue": Meaning(422, "A poll closes or is published at a moment at which it is not shown."),
    "wrong_results": Meaning(422, "A survey shows no results."),
    "wrong_question": Meaning(422, "The options or bounds do not fit the type of the question."),
    "https_only": Meaning(422, "The address does not begin with https://."),
    "no_room": Meaning(404, "Nothing is played by itself in this webinar."),
    "unknown_media": Meaning(404, "The rundown has no media with this id."),
    "not_yet": Meaning(403, "The media are fetched at most 30 s before they are on air."),
    "not_open": Meaning(409, "The room opens 15 minutes before the start."),
    "no_rundown": Meaning(409, "The webinar has no rundown."),
    "not_taken_over": Meaning(409, "Nobody has taken over."),
    "missing_message": Meaning(422, "A slate has a message."),
    "unknown_poll": Meaning(404, "The rundown has no poll with this id."),
    "poll_closed": Meaning(409, "The poll takes no more answers."),
    "invalid_answer": Meaning(422, "The answer is not one that its question takes."),
    "answered": Meaning(409, "The question has answers already, so that it cannot be changed any more."),
    "unknown_line": Meaning(404, "The chat has no line with this id."),
    "invalid_line": Meaning(422, "A line of the chat has 1 to 500 characters."),
    "line_deleted": Meaning(409, "The line was deleted; that is final."),
    "chat_off": Meaning(409, "The webinar has no chat."),
    "room_closed": Meaning(409, "The event is over: the chat takes no more lines."),
    "banned": Meaning(403, "A host has taken away the member's right to write and answer."),
    "too_many_lines": Meaning(429, "The member wrote three lines within five seconds."),
    "slow_mode": Meaning(429, "The chat is in slow mode; come back after Retry-After seconds."),
    "chat_full": Meaning(503, "A thousand lines, or 20 of this member, wait for a host already."),
    "unknown_presenter": Meaning(404, "The webinar has no host or presenter with this id."),
    "too_many_presenters": Meaning(409, "The webinar has as many hosts and presenters as it may."),
    # The media library
    "unknown_asset": Meaning(404, "No file of the media library has this id."),
    "unknown_upload": Meaning(404, "No upload has this id; it may be complete, or a week old."),
    "asset_in_use": Meaning(409, "A webinar plays this file."),
    "wrong_offset": Meaning(409, "The upload does not go on from this offset; ask with HEAD."),
    "upload_busy": Meaning(423, "Another request writes this upload."),
    "tus_version": Meaning(412, "The header Tus-Resumable is missing or names another version."),
    "invalid_length": Meaning(400, "The header Upload-Length is missing or not a number above 0."),
    "invalid_offset": Meaning(400, "The header Upload-Offset is missing or not a number."),
    "invalid_metadata": Meaning(400, "The header Upload-Metadata cannot be read."),
    "file_too_large": Meaning(413, "The file is larger than is taken, or than was announced."),
    "storage_full": Meaning(413, "The media library has no room for this file."),
    # Everything else
    "too_many_connections": Meaning(503, "This process takes no more connections now; come back soon."),
    "internal_error": Meaning(500, "Something failed here; the request id finds it in the log."),
    "unavailable": Meaning(503, "An engine does not answer; try again soon."),
}


def status_of(code: str, path: str = "/api/") -> int:
    """Return the HTTP status of a refusal with this code, asked for at this path."""
    meaning = CODES[code]
    if meaning.visitors_status is not None and not path.startswith("/api/"):
        return meaning.visitors_status
    return meaning.status


ROW_CODES: Final[dict[str, str]] = {
    "missing_email": "The row has no email.",
    "invalid_email": "The email is no email address.",
    "field_too_long": "A text is longer than its field takes.",
    "invalid_characters": "A text has characters that cannot be kept.",
    "invalid_properties": "The properties are too many, too deep or too large.",
    "unknown_status": "The status is none of the ten.",
    "unknown_language": "The language is neither a tag such as fr or nl-BE nor the name of a language.",
    "unknown_field": "The row has a field that is not known.",
    "wrong_type": "A value of the row has the wrong type.",
    "too_many_cells": "The line has more cells than the header has columns.",
    "duplicate": "An earlier row of the same call has the same email.",
    "unchanged": "The member was there already, with the same status.",
    "import_retracted": "The import was undone before this row was reached.",
    "status_backwards": "The member is further along than the row asks for.",
    "window_closed": "The 30 days on demand are over: nobody is added any more.",
    "no_seat": "Every seat is taken, and the member could not be put on the waiting list.",
    "waitlisted": "Every seat is taken: the member was put on the waiting list.",
}
"""The codes with which one row of an import can be skipped."""
