"""Every page, phase and dialog that people see, and the way to each.

A new page or dialog is one line in `DASHBOARD`, `JOIN_LINK` or `FORMS`; `test_accessibility.py` looks at every line in
all languages, in light and dark, wide and at 320 px.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import quote

from playwright.async_api import FilePayload, Page, expect

from tests.journeys.browser import PATIENCE_MS

Step: TypeAlias = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class State:
    """One page as somebody sees it. Its name is unique.

    Args:
        path: its address, with names of the stage in braces: ``/webinars/{webinar}``.
        steps: what is done there, by the English names of controls; in `FORMS` by CSS.
        kept: what the page said in English before its language was switched, and what stands until it says more.
    """

    name: str
    path: str
    steps: tuple[Step, ...] = ()
    kept: tuple[str, ...] = ()


def state(name: str, path: str, *steps: Step, kept: str | tuple[str, ...] = ()) -> State:
    """Return one line of a list."""
    return State(name, path, steps, (kept,) if isinstance(kept, str) else kept)


def press(*names: str) -> Step:
    """Press these buttons, one after the other."""

    async def step(page: Page) -> None:
        for name in names:
            await page.get_by_role("button", name=name).first.click(timeout=PATIENCE_MS)

    return step


def click(selector: str, *, every: bool = False) -> Step:
    """Click the first element, or every one, that a selector finds."""

    async def step(page: Page) -> None:
        await expect(page.locator(selector).first).to_be_visible(timeout=PATIENCE_MS)
        for each in await page.locator(selector).all() if every else [page.locator(selector).first]:
            await each.click(timeout=PATIENCE_MS)

    return step


def fill(label: str, text: str) -> Step:
    """Type into the first field with this label, or that a selector finds: ``#email``."""

    async def step(page: Page) -> None:
        found = page.locator(label) if label.startswith("#") else page.get_by_label(label)
        await found.first.fill(text, timeout=PATIENCE_MS)

    return step


def choose_file(name: str, kind: str, content: bytes) -> Step:
    """Choose a file where one is asked for."""

    async def step(page: Page) -> None:
        file = FilePayload(name=name, mimeType=kind, buffer=content)
        await page.locator("input[type=file]").set_input_files(file)

    return step


def keys(*names: str) -> Step:
    """Press these keys."""

    async def step(page: Page) -> None:
        for name in names:
            await page.keyboard.press(name)

    return step


def see(wanted: str) -> Step:
    """Wait for the element with this test id, or that a selector with more than letters finds: ``[role=alert]``."""

    async def step(page: Page) -> None:
        found = page.locator(wanted) if not wanted.replace("-", "").isalpha() else page.get_by_test_id(wanted)
        await expect(found.first).to_be_visible(timeout=PATIENCE_MS)

    return step


def plays(from_s: float) -> Step:
    """Wait until the player has come that far."""

    async def step(page: Page) -> None:
        await page.wait_for_function("(s) => document.querySelector('video').currentTime >= s", arg=from_s)

    return step


def offline(pattern: str) -> Step:
    """Load the page again while requests to these addresses find no server."""

    async def step(page: Page) -> None:
        await page.route(pattern, lambda route: route.abort())
        await page.reload()

    return step


def leads_nowhere(pattern: str) -> Step:
    """From now on these addresses answer with nothing (204), so that the page on the way there stays."""

    async def step(page: Page) -> None:
        await page.route(pattern, lambda route: route.fulfill(status=204))

    return step


_WEBINAR: Final = "/webinars/{webinar}"
_MEMBER: Final = "/webinars/{webinar}/members?member={viewer}"
_TIMELINE: Final = (click("[data-testid=member-drawer] [role=tab]:last-child"), see("timeline"))
_HOOK: Final = (press("New connection"), click("[data-kind=webhook]"))
_MADE: Final = (
    *_HOOK,
    fill("Name", "Journey"),
    fill("Url", "https://hooks.example/x"),
    click("[form=create-connection]"),
    see("connection-made"),
)

_LEAVES: Final = (
    {
        "filter": "member",
        "webinar": "any",
        "utm": {"field": "ref", "op": "is_not_empty"},
        "status": ["attended"],
    },
    {"filter": "submission", "webinar": "any", "at": {"op": "in_past", "value": "7 days"}},
    {"filter": "interaction", "webinar": "any", "kind": "poll", "op": "at_least", "value": 2},
    {"filter": "engagement", "webinar": "any", "level": ["high"]},
    {"filter": "consent", "purpose": "p"},
    {"filter": "mail", "state": ["sent"]},
)
_EVERY_CONDITION: Final = "/segments/new?filter=" + quote(json.dumps({"all": _LEAVES}))

_FILE: Final = (
    press("Add members", "From a CSV file"),
    choose_file("people.csv", "text/csv", b"Email;Journey\nnora@people.example;1\n9;2\n"),
    see("import-preview"),
)
_OF_THE_FILE: Final = ("people.csv", "Email", "Not an email address", "Already a member with the same status")
_OF_THE_TEMPLATE: Final = ("Missed you", "Missed you · Latecomer", "Campaign saved")
"""A campaign's name, as the template's language has it, and what was said before the switch."""
_NOT_ALSO: Final = (
    "Only a campaign whose triggers all name a webinar can also run for those who match already."
)
_CAMPAIGN: Final = (press("Add step", "Save campaign"), see("button:has-text('Activate')"))

DASHBOARD: Final = (
    state("webinars", "/webinars", see("[role=table], table")),
    state(
        "new webinar, with what is missing",
        "/webinars",
        press("New webinar"),
        click("dialog summary"),
        press("Create webinar"),
        kept="Give it a name.",
    ),
    state(
        "what was typed would be lost", "/webinars", press("New webinar"), fill("Name", "1"), keys("Escape")
    ),
    state("overview, tables open", _WEBINAR, see("status-attended"), click("main summary", every=True)),
    state("a past event that nobody has finished", "/webinars/{unfinished}", see("unfinished")),
    state("a file before its import", "/webinars/{unfinished}", *_FILE, kept=_OF_THE_FILE),
    state(
        "a file after its import",
        "/webinars/{unfinished}",
        *_FILE,
        press("Import 1"),
        see("button:has-text('Undo this import')"),
        kept=_OF_THE_FILE,
    ),
    state(
        "earlier imports",
        "/webinars/{unfinished}",
        press("Add members", "From a CSV file"),
        click("[data-testid=imports] summary"),
        kept=_OF_THE_FILE,
    ),
    state("overview of an event to come", "/webinars/{empty}", see("status-attended")),
    state("webinar settings", _WEBINAR, press("Webinar settings"), click("dialog summary")),
    state("copy webinar", _WEBINAR, press("Copy"), see("copy-webinar")),
    state("delete webinar", _WEBINAR, press("Webinar settings", "Delete")),
    state("finish", _WEBINAR, press("Finish again")),
    state("finished", _WEBINAR, press("Finish again", "Finish event")),
    state("captions", _WEBINAR, press("Captions"), see("captions")),
    state("add by hand", _WEBINAR, press("Add members"), see("add-members")),
    state("import", _WEBINAR, press("Add members", "From a CSV file")),
    state(
        "undo an import",
        "/webinars/{unfinished}",
        *_FILE,
        press("Import 1", "Undo, and choose what goes …"),
        kept=_OF_THE_FILE,
    ),
    state("members", _WEBINAR + "/members", see("members")),
    state("reports", _WEBINAR + "/members", press("Reports"), see("reports")),
    state("no member matches", _WEBINAR + "/members?q=nobody"),
    state("what counted", _MEMBER, see("explanation")),
    state("timeline", _MEMBER, *_TIMELINE),
    state("retract a fact", _MEMBER, *_TIMELINE, press("Retract")),
    state("change a status", _MEMBER, press("Change status")),
    state("correct a person", _MEMBER, press("Correct")),
    state("new join link", _MEMBER, press("New link")),
    state("erase a person", _MEMBER, press("Erase")),
    state("registration", _WEBINAR + "/registration", see("registration"), click("main summary", every=True)),
    state("registration, nothing sent", "/webinars/{empty}/registration", see("registration")),
    state("payments", "/webinars/{paid}/registration", see("payments")),
    state("refund", "/webinars/{paid}/registration", press("Refund nora"), see("refund")),
    state("mail", _WEBINAR + "/mail", see("mail")),
    state(
        "preview of a mail",
        _WEBINAR + "/mail",
        click("[data-testid=mail] tbody button"),
        see("[role=dialog], dialog"),
    ),
    state("console", "/webinars/{automated}/console", see("console"), press("All lines")),
    state("rundown", "/webinars/{empty}/rundown", see("preflight")),
    state(
        "an item of a rundown",
        "/webinars/{empty}/rundown",
        click("[data-kind=poll][data-item]"),
        see("rundown-item"),
    ),
    state(
        "new item, with what is missing",
        "/webinars/{empty}/rundown",
        press("Add an item", "Add to the rundown"),
    ),
    state("no rundown", "/webinars/{webinar}/rundown", see("preflight")),
    state("people", "/people", fill("Search people", "o"), see("people-found")),
    state("person", "/people/{person}", see("person-timeline")),
    state("segments", "/segments"),
    state("delete segment", "/segments", press("Delete")),
    state("new segment", "/segments/new", press("Add condition"), see("segment-count")),
    state("segment", "/segments/{segment}", see("segment-count")),
    state(
        "act on a segment",
        "/segments/{segment}",
        see("segment-rows"),
        press("Act on these people"),
        see("act"),
    ),
    state("every condition", _EVERY_CONDITION, click("summary", every=True)),
    state("connections", "/connections", see("connections")),
    state("kinds of connections", "/connections", press("New connection")),
    state("new connection", "/connections", *_HOOK),
    state("shown once", "/connections", *_MADE),
    state("shown once, not copied", "/connections", *_MADE, keys("Escape"), see("leave-dialog")),
    state("connection that receives", "/connections/{zoom}"),
    state("connection that sends", "/connections/{hook}"),
    state("send what happened", "/connections/{hook}", press("Send what happened")),
    state("connection settings", "/connections/{hook}", press("Connection settings")),
    state("change secrets", "/connections/{zoom}", press("Change secrets")),
    state("delete connection", "/connections/{zoom}", press("Delete connection")),
    state("new key", "/keys", press("New key")),
    state(
        "key, shown once", "/keys", press("New key"), fill("Name", "9"), press("Create key"), see("new-key")
    ),
    state("keys", "/keys", see("[role=table], table")),
    state("revoke a key", "/keys", press("Revoke")),
    state("rotate a key", "/keys", click("tbody button")),
    state("sessions", "/sessions", see("sessions")),
    state("audit log", "/audit", see("audit")),
    state("campaigns", "/campaigns"),
    state("new campaign", "/campaigns/new?template=missed", press("Add step"), kept=_OF_THE_TEMPLATE),
    state("a campaign", "/campaigns/new?template=missed", *_CAMPAIGN, kept=_OF_THE_TEMPLATE),
    state(
        "activate a campaign",
        "/campaigns/new?template=missed",
        *_CAMPAIGN,
        press("Activate"),
        kept=(*_OF_THE_TEMPLATE, _NOT_ALSO),
    ),
    state("media", "/media", see("media")),
    state("a file of the library", "/media", click("[data-testid=media] button"), see("asset")),
    state("a file from an address", "/media", press("From an address"), see("fetch-media")),
    state("delete a file", "/media", click("[data-testid=media] button"), press("Delete file")),
    state("nothing here", "/nothing"),
)
"""Pages and dialogs of somebody who is signed in."""

_UNKNOWN_KEY: Final = "This API key is unknown, has expired or was revoked."
SIGNED_OUT: Final = (
    state("sign in", "/sign-in"),
    state(
        "sign in, refused",
        "/sign-in",
        fill("API key", "lc_wrong"),
        press("Sign in"),
        see("[role=alert]"),
        kept=_UNKNOWN_KEY,
    ),
)

JOIN_LINK: Final = (
    state("waiting", "{waiting}"),
    state("arriving", "{arriving}"),
    state("leaving", "{arriving}", leads_nowhere("**/elsewhere"), keys("Tab"), see("[href$=elsewhere]")),
    state("offline", "{waiting}", offline("**/j/*")),
    state("the room", "{room}"),
    state("lobby of a broadcast", "{lobby}"),
    state("broadcast", "{broadcast}"),
    state("recording to come", "{coming}"),
    state("recording, with captions", "{recording}"),
    state("playing", "{recording}", click("button[data-curtain]"), plays(0.2)),
    state("transcript", "{recording}", click("summary")),
    state("where it was left", "{resumed}", see("[data-curtain]")),
    state("broken recording", "{broken}", see("unplayable")),
    state("programme, with chat and poll", "{programme}", see("form textarea")),
    state("console of a host, answering", "{host}", see("console"), press("Answer:")),
    state("take over", "{host}", press("Take over"), see("dialog select")),
    state("end a programme", "{host}", press("End now")),
    state("no link of a host", "/p/none"),
    state("not registered", "{refused}"),
    state("over for good", "{closed}"),
    state("unknown link", "/j/none"),
    state("no link", "/watch"),
)

FORMS: Final = (
    state("registration form", "/r/{slug}?lang={language}"),
    state(
        "registration form, faults", "/r/{slug}?lang={language}", click("[type=submit]"), see("[role=alert]")
    ),
    state("registration form, sent", "/r/{slug}/thanks?lang={language}"),
    state("registration closed", "/r/{shut}?lang={language}"),
    state("no registration page", "/r/none?lang={language}"),
    state("opting out", "/u/{opt_out}"),
    state("opted out", "/u/{opt_out}", click("[type=submit]")),
    state("link of a mail that is not valid", "/c/none"),
    state("a seat to pay for", "{paying}"),
    state("a payment that is being asked about", "{paying}/done"),
    state("a seat that is paid for", "{paid}"),
    state("another amount that was paid", "{mismatch}"),
    state("no payment", "/pay/none"),
)
"""Pages without scripts: rendered anew in each language."""
