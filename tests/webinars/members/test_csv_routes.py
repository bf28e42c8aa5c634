"""Members as CSV files, in and out."""

import csv
import io
from typing import Any

import pytest

from latecomer.http.endpoint import CSV_LIMIT
from latecomer.watching.vendor_totals import VendorTotals
from latecomer.webinars.members.rules.csv_format import MAX_ROWS
from tests.support.site import ADMIN, Site

CSV = ADMIN | {"Content-Type": "text/csv; charset=utf-8"}


async def _import(site: Site, webinar: Any, data: bytes, expect: int = 200) -> Any:
    path = f"/api/v1/webinars/{webinar['id']}/members/import"
    return await site.decoded(await site.client.post(path, data=data, headers=CSV), expect)


async def test_a_spreadsheet_with_everything_in_it_comes_in(site: Site) -> None:
    webinar = await site.webinar()
    file = (
        "\ufeffE-Mail;First Name;LAST_NAME;Company;Favourite worm;Status\r\n"
        'ada@example.com;Ada;"Lovelace; Countess";"The ""Engine"" Co.";Red wiggler;\r\n'
        "\r\n"
        "ADA@example.com;Again;;;;\r\n"
        'bob@example.com;"Bob\nthe second";;;;No Show\r\n'
        "no email;Eve;;;;\r\n"
        ";Nobody;;;;\r\n"
        'eve@example.com;<b>Eve</b>;"\'; DROP TABLE members; --";;;\r\n'
        "mallory@example.com;;;;;emperor\r\n"
        "trent@example.com;;;;;;one too many\r\n"
    )
    answer = await _import(site, webinar, file.encode())
    assert [(row["line"], row["outcome"], row.get("code")) for row in answer["results"]] == [
        (2, "created", None),
        (4, "skipped", "duplicate"),
        (6, "created", None),
        (7, "skipped", "invalid_email"),
        (8, "skipped", "missing_email"),
        (9, "created", None),
        (10, "created", "status_not_read"),
        (11, "created", "too_many_cells"),
    ]
    assert (answer["created"], answer["updated"], answer["skipped"]) == (5, 0, 3)
    items = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    ada, bob, eve, mallory, trent = items
    assert mallory["properties"]["Status"] == "emperor"
    assert trent["email"] == "trent@example.com"
    assert (ada["last_name"], ada["company"]) == ("Lovelace; Countess", 'The "Engine" Co.')
    assert ada["properties"] == {"Favourite worm": "Red wiggler"}
    assert (bob["first_name"], bob["status"]) == ("Bob\nthe second", "no_show")
    assert (eve["first_name"], eve["last_name"]) == ("<b>Eve</b>", "'; DROP TABLE members; --")


async def test_what_goes_out_comes_in_again_as_it_was(site: Site) -> None:
    webinar = await site.webinar()
    names = [
        '=HYPERLINK("http://evil")',
        "+1",
        "-2",
        "@SUM(A1)",
        "\tx",
        " =1",
        "'quoted",
        "'=x",
        "''=x",
        "' =x",
        'a "b", c;d',
        "Ünï",
    ]
    for number, name in enumerate(names):
        await site.member(webinar, f"p{number}@example.com", company=name)
    path = f"/api/v1/webinars/{webinar['id']}/members.csv"
    response = await site.client.get(path, headers=ADMIN)
    assert response.content_type == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    data = await response.read()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0]["company"] == "'" + names[0]
    assert rows[0]["status"] == "registered"
    assert rows[0]["join_url"].startswith("https://webinars.example/j/")
    assert not [
        row for row in rows for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@"))
    ]

    other = await site.webinar(name="Other")
    answer = await _import(site, other, data)
    assert answer["created"] == len(names)
    filtered = await site.client.get(path + "?email=p3@example.com", headers=ADMIN)
    assert len((await filtered.text()).splitlines()) == 2
    before = await site.call("GET", f"/webinars/{webinar['id']}/members")
    after = await site.call("GET", f"/webinars/{other['id']}/members")
    assert [item["company"] for item in after["items"]] == [item["company"] for item in before["items"]]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty_csv"),
        (b"\n\n", 422, "empty_csv"),
        (b"name\nAda", 422, "missing_email_column"),
        (b"\xff\xfee\x00m", 400, "malformed_csv"),
        (b'email\n"open', 400, "malformed_csv"),
        (b"email\n" + b"x" * 200_000, 400, "malformed_csv"),
        (b"email\n" + b"a@example.com\n" * (MAX_ROWS + 1), 422, "too_many_rows"),
        (b"email\n" + b"x" * CSV_LIMIT, 413, "body_too_large"),
    ],
    ids=lambda value: value[:20].decode("latin-1") if isinstance(value, bytes) else value,
)
async def test_a_file_that_cannot_be_read_changes_nothing(
    site: Site, data: bytes, status: int, code: str
) -> None:
    webinar = await site.webinar()
    assert (await _import(site, webinar, data, status))["code"] == code
    assert (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"] == []


async def test_json_is_no_csv(site: Site) -> None:
    webinar = await site.webinar()
    path = f"/webinars/{webinar['id']}/members/import"
    assert (await site.call("POST", path, {}, expect=415))["code"] == "unsupported_media_type"


@pytest.mark.parametrize(
    "rows", ["a@b.co,No,\na@b.co,Yes,30\n", "a@b.co,,\na@b.co,Yes,30\n", "a@b.co,Yes,30\na@b.co,No,\n"]
)
async def test_whoever_one_row_says_was_there_was_there(site: Site, rows: str) -> None:
    webinar = await site.webinar()
    await _import(site, webinar, f"Email,Attended,Duration\n{rows}".encode())
    (member,) = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    assert (member["status"], await _live_s(site, member)) == ("attended", 30 * 60)


async def test_a_file_of_several_pages_has_everybody_once(site: Site) -> None:
    webinar = await site.webinar()
    rows = "".join(f"p{number}@example.com\n" for number in range(1201))
    answer = await _import(site, webinar, f"email\n{rows}p7@example.com\n".encode())
    assert (answer["created"], answer["skipped"]) == (1201, 1)
    assert answer["results"][-1] == {
        "line": 1203,
        "email": "p7@example.com",
        "outcome": "skipped",
        "code": "duplicate",
    }
    response = await site.client.get(f"/api/v1/webinars/{webinar['id']}/members.csv", headers=ADMIN)
    emails = [
        row["email"] for row in csv.DictReader(io.StringIO((await response.read()).decode("utf-8-sig")))
    ]
    assert sorted(emails) == sorted(rows.split())


async def test_a_preview_keeps_nothing_and_says_how_the_file_is_understood(site: Site) -> None:
    webinar = await site.webinar()
    path = f"/api/v1/webinars/{webinar['id']}/members/import"
    data = b"Adresse;Email;Note\nada@example.com;x;7\nnobody;y;8\nada@example.com;z;9\n"
    headers = CSV
    mapping = '{"Adresse": "email", "Email": "ignored"}'

    seen = await site.decoded(
        await site.client.post(
            path, params={"preview": "true", "mapping": mapping}, data=data, headers=headers
        ),
        200,
    )

    assert seen == {
        "encoding": "utf-8",
        "separator": ";",
        "header_line": 1,
        "times_in": "UTC",
        "columns": [
            {"heading": "Adresse", "as": "email", "sample": "ada@example.com"},
            {"heading": "Email", "as": "ignored", "sample": "x"},
            {"heading": "Note", "as": "property", "sample": "7"},
        ],
        "outcomes": {"accepted": 1, "invalid_email": 1, "duplicate": 1},
        "results": [
            {"line": 3, "email": "nobody", "outcome": "skipped", "code": "invalid_email"},
            {"line": 4, "email": "ada@example.com", "outcome": "skipped", "code": "duplicate"},
        ],
    }
    assert (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"] == []


@pytest.mark.parametrize("mapping", ["{", "[]", '{"Email": "mail"}', '{"Email": 3}'])
async def test_a_mapping_that_cannot_be_read_is_refused(site: Site, mapping: str) -> None:
    webinar = await site.webinar()
    answer = await site.client.post(
        f"/api/v1/webinars/{webinar['id']}/members/import",
        params={"mapping": mapping},
        data=b"email\na@b.co\n",
        headers=CSV,
    )
    assert (await site.decoded(answer, 422))["code"] == "invalid_mapping"


ZOOM = """Attendee Report
Report Generated:,"Mar 5, 2026 09:00 AM"
Topic,Webinar ID
"Compost",999 1234 5678
Attendee Details
Attended,User Name,First Name,Last Name,Email,Approval Status,Join Time,Leave Time,Time in Session (minutes)
Yes,Ada,Ada,Lovelace,ada@example.com,approved,"Mar 4, 2026 04:05:00 PM","Mar 4, 2026 04:25:00 PM",20
Yes,Ada,Ada,Lovelace,ADA@example.com,approved,"Mar 4, 2026 04:30:00 PM","Mar 4, 2026 04:55:00 PM",25
No,Bob,Bob,,bob@example.com,approved,--,--,--
"""


async def test_attendance_comes_in_as_stays_and_goes_with_the_import(site: Site) -> None:
    """Two rows about one person are two stays; a row that says no says no; undone, nothing of it is left."""
    webinar = await site.webinar()
    file = ZOOM.encode()
    path = f"/api/v1/webinars/{webinar['id']}/members/import"
    seen = await site.decoded(
        await site.client.post(path, params={"preview": "true"}, data=file, headers=CSV), 200
    )
    assert seen["times_in"] == "UTC"
    assert [each["as"] for each in seen["columns"]][-3:] == ["joined", "left", "duration"]
    answer = await _import(site, webinar, file)
    assert [(row["outcome"], row.get("code")) for row in answer["results"]] == [
        ("created", None),
        ("skipped", "duplicate"),
        ("created", None),
    ]
    ada, bob = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    assert (ada["status"], bob["status"]) == ("attended", "registered")
    assert await _live_s(site, ada) == 45 * 60
    assert await _live_s(site, bob) == 0
    again = await _import(site, webinar, file)
    await site.call("POST", f"/imports/{answer['import_id']}/retract", {}, expect=202)
    assert await _live_s(site, ada) == 45 * 60
    await site.call("POST", f"/imports/{again['import_id']}/retract", {}, expect=202)
    assert await _live_s(site, ada) == 0
    ada = await site.call("GET", f"/members/{ada['id']}")
    assert ada["status"] == "not_in_program"


async def _live_s(site: Site, member: Any) -> float:
    await site.parts.get(VendorTotals).sweep()
    explained = await site.call("GET", f"/members/{member['id']}/watch")
    return float(explained["live"]["watched_s"])


async def test_forty_five_minutes_attend_without_a_column_that_says_so(site: Site) -> None:
    webinar = await site.webinar()
    await _import(
        site, webinar, b"Email,Status,Duration (minutes)\na@example.com,Registered,45\nb@example.com,,0\n"
    )
    one, other = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    assert (one["status"], other["status"]) == ("attended", "registered")


async def test_properties_go_out_and_come_in_unharmed(site: Site) -> None:
    """Names that mean something else, names and values that a spreadsheet would run, and values that are not text."""
    webinar = await site.webinar()
    properties = {
        "Favourite worm": "Red wiggler",
        "Attended": "often",
        "Mobile": "+1 555",
        "join_url": "https://elsewhere.example",
        "=1+1": "=2+2",
        "Score": 7,
        "Lists": ["a", "b"],
        "property:x": "y",
    }
    await site.member(webinar, "ada@example.com", phone="1", properties=properties)
    path = f"/api/v1/webinars/{webinar['id']}/members.csv"
    data = await (await site.client.get(path, headers=ADMIN)).read()
    (ada,) = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    await site.call("DELETE", f"/persons/{ada['person_id']}", expect=204)
    other = await site.webinar(name="Other")
    await _import(site, other, data)
    (again,) = (await site.call("GET", f"/webinars/{other['id']}/members"))["items"]
    assert again["properties"] == properties
    assert again["phone"] == "1"


async def test_our_own_export_changes_nothing(site: Site) -> None:
    """Nor the place of somebody who waits for a seat."""
    webinar = await site.webinar(registrant_limit=1)
    for name in ("ada", "bob"):
        await site.member(webinar, f"{name}@example.com", properties={"Score": 7})
    path = f"/webinars/{webinar['id']}/members"
    before = (await site.call("GET", path))["items"]
    assert [each["status"] for each in before] == ["registered", "waitlisted"]
    data = await (await site.client.get(f"/api/v1{path}.csv", headers=ADMIN)).read()
    answer = await _import(site, webinar, data)
    assert {row.get("code") for row in answer["results"]} == {"unchanged"}
    assert (await site.call("GET", path))["items"] == before
    await site.call("POST", f"/members/{before[0]['id']}/status", {"status": "not_in_program"})
    bob = await site.call("GET", f"/members/{before[1]['id']}")
    assert bob["status"] == "registered"


async def test_a_preview_lets_somebody_choose_the_column_of_emails(site: Site) -> None:
    webinar = await site.webinar()
    path = f"/api/v1/webinars/{webinar['id']}/members/import"
    data = b"Report\nName;Contact;Manager\nAda;ada@example.com;eve@example.com\n"
    seen = await site.decoded(
        await site.client.post(path, params={"preview": "true"}, data=data, headers=CSV), 200
    )
    assert seen["header_line"] == 2
    assert [each["heading"] for each in seen["columns"]] == ["Name", "Contact", "Manager"]
    assert seen["outcomes"] == {"missing_email": 1}
    mapping = '{"Contact": "email"}'
    answer = await site.decoded(
        await site.client.post(path, params={"mapping": mapping}, data=data, headers=CSV), 200
    )
    assert answer["created"] == 1
