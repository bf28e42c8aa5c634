"""Members as CSV: what spreadsheets write, and what they must not be tricked by."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.errors import Refused
from latecomer.core.status import Status
from latecomer.i18n.languages import Language
from latecomer.i18n.translate import translate
from latecomer.webinars.members.rules.csv_attendance import duration_ms
from latecomer.webinars.members.rules.csv_format import (
    MAX_ROWS,
    defused,
    file_lines,
    file_start,
    read_file,
    read_rows,
)
from latecomer.webinars.members.rules.csv_import_columns import FIELDS
from latecomer.webinars.members.rules.csv_statuses import status_of


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_found_in_the_header(delimiter: str) -> None:
    header = delimiter.join(["email", '"last, first; name"', "zip code"])
    row = delimiter.join(["ada@example.com", "x", "12345"])
    (read,) = read_rows(f"{header}\n{row}".encode())
    assert read.fields == {"email": "ada@example.com", "postal_code": "12345"}
    assert read.properties == {"last, first; name": "x"}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("E-Mail", "email"),
        (" FIRST  name ", "first_name"),
        ("last_name", "last_name"),
        ("Street Address", "street_address"),
    ],
)
def test_headers_are_matched_loosely(header: str, field: str) -> None:
    file = f"{header},email" if field != "email" else header
    assert field in read_rows(f"{file}\nx,y".encode())[0].fields


def test_short_lines_and_nameless_columns_are_fine() -> None:
    first, second = read_rows(b"email,,city\nada@example.com\nbob@example.com,x,Bonn")
    assert first.fields == {"email": "ada@example.com"}
    assert second.fields == {"email": "bob@example.com", "city": "Bonn"}
    assert second.properties == {}


def test_blank_lines_are_passed_over_and_counted() -> None:
    (row,) = read_rows(b"\n,,\nemail\n\nada@example.com\n")
    assert row.line == 5


def test_cells_behind_the_last_column_cost_nobody_their_place() -> None:
    first, second, third = read_rows(b"email\na@b.example,x\nc@d.example,,\ne@f.example")
    assert (first.note, second.note, third.note) == ("too_many_cells", None, None)
    assert first.fields == {"email": "a@b.example"}


def test_statuses_are_read_as_people_write_them() -> None:
    assert read_rows(b"email;status\na@b.example;No-Show")[0].fields["status"] == "no_show"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_csv"),
        (b"\n,,\n", "empty_csv"),
        (b"name\nAda", "missing_email_column"),
        (b"\xff\xfee\x00m", "malformed_csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "malformed_csv"),
        (b"PK\x03\x04\x14\x00\x06\x00", "malformed_csv"),
        (b'email\n"open', "malformed_csv"),
        (b"email\n" + b"a@example.com\n" * (MAX_ROWS + 1), "too_many_rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_rows(data)
    assert refused.value.code == code


def test_a_refusal_names_the_line_in_which_a_quoted_cell_begins() -> None:
    with pytest.raises(Refused, match="line 3"):
        read_rows(b'email,name\nada@example.com,Ada\nb@b.example,"open\nc@c.example,x\nd@d.example,y')


@pytest.mark.parametrize(
    ("cell", "company"),
    [
        ('"Foo" Ltd', "Foo Ltd"),
        ('5" pipes', '5" pipes'),
        ('"A, B" Ltd', "A, B Ltd"),
        ('"A ""B"" C"', 'A "B" C'),
    ],
)
def test_quotation_marks_within_a_cell_cost_nobody_their_place(cell: str, company: str) -> None:
    first, second = read_rows(f'"Report" of all,x\nemail,company\na@b.co,{cell}\nc@d.co,\n'.encode())
    assert first.fields == {"email": "a@b.co", "company": company}
    assert second.fields == {"email": "c@d.co"}


def test_the_separator_is_that_of_the_header_line_however_many_commas_cells_have() -> None:
    file = read_file(b"E-Mail;Notes\na@b.co;Questions on price, date, place, length\n")
    assert (file.separator, file.rows[0].properties) == (
        ";",
        {"Notes": "Questions on price, date, place, length"},
    )


def test_a_report_with_several_tables_is_read_without_hosts_and_panelists() -> None:
    file = read_file(
        b"""Attendee Report
Topic,Webinar ID,Actual Start Time
Launch,123,2026-03-12 16:00
Host Details,
Attended,User Name (Original Name),Email,Join Time
Yes,Hosty,host@b.co,2026-03-12 15:50
Panelist Details,
Attended,User Name (Original Name),Email,Join Time
Yes,Pan,pan@b.co,2026-03-12 15:51
Attendee Details,
Attended,User Name (Original Name),First Name,Last Name,Email,Join Time,Time in Session (minutes)
Yes,Ann A,Ann,A,ann@b.co,2026-03-12 16:00,45
No,Bob B,Bob,B,bob@b.co,--,--
"""
    )
    assert file.header_line == 11
    assert [(row.line, row.fields["email"], row.fields.get("status")) for row in file.rows] == [
        (12, "ann@b.co", "attended"),
        (13, "bob@b.co", None),
    ]
    assert file.rows[0].attendance["duration"] == "45"


def test_tables_of_visitors_are_all_read_and_a_list_of_hosts_alone_is_a_list() -> None:
    two = b"Guests\nEmail,City\na@b.co,Gent\n\nMore guests\nCity,Email\nLyon,c@d.co\n"
    assert [row.fields for row in read_rows(two)] == [
        {"email": "a@b.co", "city": "Gent"},
        {"email": "c@d.co", "city": "Lyon"},
    ]
    assert [row.fields["email"] for row in read_rows(b"Hosts,\nEmail,City\na@b.co,Gent\n")] == ["a@b.co"]


def test_a_person_without_an_address_who_works_at_a_company_of_that_name_begins_no_table() -> None:
    first, second = read_rows(b"email,company\n,Email\na@b.co,x\n")
    assert (first.fields, second.fields["email"]) == ({"company": "Email"}, "a@b.co")


@pytest.mark.parametrize("cell", ["Pr\u00e9sent", "Aanwezig", "teilgenommen", "A particip\u00e9", "Attended"])
@pytest.mark.parametrize("heading", ["Pr\u00e9sence", "Aanwezigheid", "Attendance Status", "Presence"])
def test_attendance_is_understood_in_the_languages_of_platforms(heading: str, cell: str) -> None:
    (row,) = read_rows(f"email,{heading}\na@b.co,{cell}\n".encode())
    assert (row.fields.get("status"), row.note) == ("attended", None)


@pytest.mark.parametrize(
    "cell", ["Registered", "NO_SHOW", "Afwezig", "N'a pas particip\u00e9", "Nicht teilgenommen"]
)
def test_absence_is_understood_in_the_languages_of_platforms(cell: str) -> None:
    (row,) = read_rows(f"email,Attended\na@b.co,{cell}\n".encode())
    assert (row.fields.get("status"), row.note) == (None, None)


@pytest.mark.parametrize(
    "heading",
    [
        "Dur\u00e9e (min)",
        "In-Meeting Duration",
        "Besprechungsdauer",
        "Zeit in Sitzung (Minuten)",
        "Duur (minuten)",
    ],
)
def test_durations_are_found_in_the_reports_of_platforms(heading: str) -> None:
    (row,) = read_rows(f"email,{heading}\na@b.co,45\n".encode())
    assert row.attendance == {"duration": "45"}


def test_what_is_no_text_is_written_as_it_is() -> None:
    assert defused(-1.5) == "-1.5"
    assert defused(None) == ""
    assert defused("-1.5") == "'-1.5"
    assert file_start(["a", "b"]) == b"\xef\xbb\xbfa,b\r\n"
    assert file_lines([["x,y", None]]) == b'"x,y",\r\n'


# Cells come in trimmed, and a cell that is nothing but blanks is no cell.
_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1).map(
    str.strip
)


@given(st.lists(_CELLS, min_size=len(FIELDS), max_size=len(FIELDS)))
def test_whatever_goes_out_runs_nowhere_and_comes_in_as_it_was(cells: list[str]) -> None:
    row = ["ada@example.com", *cells[1:-2], "fr", "attended"]
    data = file_start(FIELDS) + file_lines([row])
    for cell in next(csv.reader(io.StringIO(file_lines([row]).decode(), newline=""))):
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    (read,) = read_rows(data)
    assert read.fields == {field: cell for field, cell in zip(FIELDS, row, strict=True) if cell}


def test_a_file_with_four_times_the_columns_takes_four_times_as_long() -> None:
    """Each column against each would take 16 times as long."""

    def shortest(columns: int) -> float:
        names = ",".join(("email", *map(str, range(columns))))
        data = f"{names}\nada@example.com".encode()
        times = []
        for _ in range(5):
            started = time.thread_time()
            (row,) = read_rows(data)
            times.append(time.thread_time() - started)
            assert row.fields == {"email": "ada@example.com"}
        return min(times)

    assert shortest(20_000) < 8 * shortest(5_000)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("email,city\nada@example.com,Z\u00fcrich\n".encode(), "utf-8"),
        ("\ufeffemail,city\nada@example.com,Z\u00fcrich\n".encode("utf-16-le"), "utf-16-le"),
        ("\ufeffemail,city\nada@example.com,Z\u00fcrich\n".encode("utf-16-be"), "utf-16-be"),
        ("email,city\nada@example.com,Z\u00fcrich\n".encode("utf-32"), "utf-32"),
        ("email,city\nada@example.com,Z\u00fcrich\n".encode("utf-16-le"), "utf-16-le"),
        ("email,city\nada@example.com,Z\u00fcrich\n".encode("cp1252"), "windows-1252"),
    ],
)
def test_files_come_in_the_encodings_that_spreadsheets_write(data: bytes, encoding: str) -> None:
    file = read_file(data)
    assert file.encoding == encoding
    assert file.rows[0].fields == {"email": "ada@example.com", "city": "Z\u00fcrich"}


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("sep=;\nemail;city\na@b.co;Gent\n", ";"),
        ("SEP=|\r\nemail|city\r\na@b.co|Gent\r\n", "|"),
        ('email, city\na@b.co, "Gent"\n', ","),
        ("email\tcity\na@b.co\tGent\n", "\t"),
    ],
)
def test_files_are_separated_in_many_ways(text: str, separator: str) -> None:
    file = read_file(text.encode())
    assert file.separator == separator
    assert file.rows[0].fields == {"email": "a@b.co", "city": "Gent"}


@pytest.mark.parametrize(
    "heading",
    [
        "User Email",
        "Work Email",
        "E-Mail-Adresse",
        "Adresse e-mail",
        "E-mailadres",
        "Courriel",
        " EMAIL ",
        "e_mail",
        "Adresse de messagerie",
        "Adresse électronique",
        "Mailadres",
        "EmailAddress",
        "Email (required)",
        "E-mail 1 - Value",
        "User Name (Email)",
        "UPN",
        "Whom we wrote to",
    ],
)
def test_emails_have_many_headings(heading: str) -> None:
    rows = read_rows(f"Report\n{heading},x\na@b.co,1\n,2\nc@d.co,3\n".encode())
    assert [row.fields for row in rows] == [{"email": "a@b.co"}, {}, {"email": "c@d.co"}]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("UPN,Manager\na@b.co,c@d.co\n", "missing_email_column"),  # which one, a person has to say
        ("Notes,x\nsee a@b.co,1\nno,2\nyes,3\n", "missing_email_column"),
        ("a@b.co,Ada\nc@d.co,Bob\n", "missing_email_column"),  # no headings at all
    ],
)
def test_a_column_of_emails_is_not_guessed_at(file: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_rows(file.encode())
    assert caught.value.code == code


def test_a_meaning_that_a_person_gave_is_not_overruled_by_addresses() -> None:
    file = read_file(b"UPN,Reach\na@b.co,c@d.co\n", {"UPN": "ignored"})
    assert file.rows[0].fields == {"email": "c@d.co"}


@pytest.mark.parametrize(
    "cell",
    [
        "Ann Lee <a@b.co>",
        "mailto:a@b.co",
        "a@b.co ;",
        "<a@b.co>",
        '"""Lee, Ann"" <a@b.co>"',
        "mailto:a@b.co?subject=x",
    ],
)
def test_emails_come_as_programs_copy_them(cell: str) -> None:
    (row,) = read_rows(f"email,x\n{cell},1\n".encode())
    assert row.fields == {"email": "a@b.co"}


def test_two_columns_of_one_meaning_cost_nobody_anything() -> None:
    (row,) = read_rows(b"Email,Phone,Mobile,Note,Note\na@b.co,1,2,x,y\n")
    assert row.fields == {"email": "a@b.co", "phone": "1"}
    assert row.properties == {"Mobile": "2", "Note": "x", "Note (2)": "y"}


def test_more_columns_than_a_person_keeps_cost_nobody_their_place() -> None:
    names = ",".join(f"c{number}" for number in range(220))
    (row,) = read_rows(f"email,{names}\na@b.co,{names}\n".encode())
    assert row.note is None
    assert len(row.properties) == 100


def test_a_platforms_report_has_a_preamble() -> None:
    report = (
        'Attendee Report\nReport Generated:,"Nov 12, 2026 10:00"\nTopic,Webinar ID,Actual Start Time\n'
        "Compost,123,Nov 11\nAttendee Details,\nAttended,User Name (Original Name),First Name,Email,Time in Session\n"
        "Yes,Ada L,Ada,ada@example.com,45\nNo,Bob,Bob,bob@example.com,--\n"
    )
    file = read_file(report.encode())
    assert file.header_line == 6
    ada, bob = file.rows
    assert ada.fields == {"email": "ada@example.com", "first_name": "Ada", "status": "attended"}
    assert bob.fields == {"email": "bob@example.com", "first_name": "Bob"}


@pytest.mark.parametrize(
    ("cells", "status", "unread"),
    [
        (",32.13.2026,", None, True),
        ("maybe,,", None, True),
        (",,abc", None, True),
        ("maybe,12.03.2026 16:00,", "attended", True),
        ("yes,32.13.2026,45", "attended", True),
        ("no,32.13.2026,abc", None, False),
        (",--,n/a", None, False),
        (",12.03.2026 16:00,45", "attended", False),
    ],
)
def test_a_cell_that_cannot_be_read_makes_nobody_attended(
    cells: str, status: str | None, *, unread: bool
) -> None:
    (row,) = read_rows(f"email,attended,join time,duration\na@b.co,{cells}\n".encode())
    assert (row.fields.get("status"), row.note) == (status, "attendance_not_read" if unread else None)


def test_our_own_export_comes_in_without_what_we_counted() -> None:
    (row,) = read_rows(b"email,join_url,watched_live_s,covered_s\na@b.co,https://x.example/j/T,12,3\n")
    assert (row.fields, row.properties) == ({"email": "a@b.co"}, {})


def test_a_chosen_meaning_goes_before_ours() -> None:
    file = read_file(b"Adresse,Email\na@b.co,x\n", {"Adresse": "email", "Email": "ignored"})
    assert (file.rows[0].fields, file.rows[0].properties) == ({"email": "a@b.co"}, {})


@pytest.mark.parametrize("unseen", ["", " ", "\u200b", "\ufeff \u200d", "\u00a0", "\u3000"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t"])
def test_no_cell_begins_with_a_formula_behind_what_is_not_seen(unseen: str, sign: str) -> None:
    assert defused(f"{unseen}{sign}cmd") == f"'{unseen}{sign}cmd"
    assert defused(f"x{unseen}{sign}cmd") == f"x{unseen}{sign}cmd"


@pytest.mark.parametrize("cell", ["=1+1", "'=1+1", "''=1+1", "'plain", "\uff1d1", "'\u200b=1", "\u200b'x"])
def test_what_looks_defused_already_comes_in_as_it_was(cell: str) -> None:
    data = file_start(["email", "note"]) + file_lines([["a@b.co", cell]])
    assert read_rows(data)[0].properties == {"note": cell}


@pytest.mark.parametrize(
    ("heading", "cell", "status"),
    [
        ("Status", "No-Show", "no_show"),
        ("status", "attended live", "attended"),
        ("Statut", "Pr\u00e9sent", "attended"),
        ("Statut", "Inscrit", "registered"),
        ("Statut", "Absent", "no_show"),
        ("Registration Status", "Approved", "registered"),
        ("Teilnahmestatus", "Angemeldet", "registered"),
        ("Status", "Op wachtlijst", "waitlisted"),
        ("Status", "Cancelled", "not_in_program"),
    ],
)
def test_statuses_are_read_in_the_words_of_platforms_and_pages(heading: str, cell: str, status: str) -> None:
    (row,) = read_rows(f"email,{heading}\na@b.co,{cell}\n".encode())
    assert (row.fields.get("status"), row.note) == (status, None)


def test_a_status_of_another_system_is_a_property() -> None:
    (row,) = read_rows(b"email,Status\na@b.co,Open lead\n")
    assert row.fields == {"email": "a@b.co"}
    assert (row.properties, row.note) == ({"Status": "Open lead"}, "status_not_read")


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_statuses_are_read_as_our_pages_name_them(language: str) -> None:
    for status in Status:
        assert status_of(translate(Language(language), f"words-status-{status}")) is status


@pytest.mark.parametrize(("cell", "ms"), [("1800.5", 1_800_500), ("1800,5", 1_800_500), ("1800", 1_800_000)])
def test_a_duration_in_seconds_may_have_parts_of_them(cell: str, ms: int) -> None:
    (row,) = read_rows(f'email,Duration (seconds)\na@b.co,"{cell}"\n'.encode())
    assert duration_ms(row.attendance["duration"]) == ms
