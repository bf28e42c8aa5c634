"""A webinar's mail settings: on or off, sender, kinds with their times, and texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import asyncpg

from latecomer.core.ids import Instant, WebinarId
from latecomer.mail.rules.default_templates import Template
from latecomer.mail.rules.kinds import MailKind
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """A webinar's mail settings. ``enabled_at``: since when mails are on; ``language``: the webinar's own language, if
    set; ``languages`` empty: all languages."""

    webinar: WebinarId
    enabled: bool = False
    enabled_at: Instant | None = None
    from_name: str | None = None
    reply_to: str | None = None
    organizer_name: str | None = None
    organizer_email: str | None = None
    language: str = "en"
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KindSettings:
    """The settings of one kind of mail; None stands for the default."""

    enabled: bool = True
    before_s: tuple[int, ...] | None = None
    after_s: int | None = None


def _of_row(row: asyncpg.Record) -> MailSettings:
    language = row["webinar_language"] or row["language"] or "en"
    if row["webinar_id"] is None:
        return MailSettings(webinar=WebinarId(row["id"]), language=language)
    return MailSettings(
        webinar=WebinarId(row["webinar_id"]),
        enabled=row["enabled"],
        enabled_at=row["enabled_at"],
        from_name=row["from_name"],
        reply_to=row["reply_to"],
        organizer_name=row["organizer_name"],
        organizer_email=row["organizer_email"],
        language=language,
        languages=tuple(row["languages"]),
    )


async def load(conn: Conn, webinars: Sequence[WebinarId]) -> Mapping[WebinarId, MailSettings]:
    """Return the mail settings of these webinars; without stored settings mails are off."""
    rows = await conn.fetch(
        """SELECT s.*, w.id, w.language AS webinar_language FROM webinars w
             LEFT JOIN mail_settings s ON s.webinar_id = w.id WHERE w.id = ANY ($1::uuid[])""",
        list(webinars),
    )
    found = {WebinarId(row["id"]): _of_row(row) for row in rows}
    return {webinar: found.get(webinar, MailSettings(webinar=webinar)) for webinar in webinars}


async def save(conn: Conn, settings: MailSettings) -> None:
    """Write a webinar's settings."""
    await conn.execute(
        """INSERT INTO mail_settings (webinar_id, enabled, enabled_at, from_name, reply_to, organizer_name,
                                      organizer_email, language, languages)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           ON CONFLICT (webinar_id) DO UPDATE
              SET enabled = $2, enabled_at = $3, from_name = $4, reply_to = $5, organizer_name = $6,
                  organizer_email = $7, language = $8, languages = $9""",
        settings.webinar,
        settings.enabled,
        settings.enabled_at,
        settings.from_name,
        settings.reply_to,
        settings.organizer_name,
        settings.organizer_email,
        settings.language,
        list(settings.languages),
    )


async def switch_on_first(conn: Conn, webinar: WebinarId, now: Instant) -> None:
    """Switch mails on for those of these webinars that have no stored setting."""
    await conn.execute(
        """INSERT INTO mail_settings (webinar_id, enabled, enabled_at) VALUES ($1, true, $2)
           ON CONFLICT (webinar_id) DO NOTHING""",
        webinar,
        now,
    )


async def kinds(
    conn: Conn, webinars: Sequence[WebinarId]
) -> Mapping[WebinarId, Mapping[MailKind, KindSettings]]:
    """Return the stored settings of kinds; a kind that is missing has the defaults."""
    rows = await conn.fetch("SELECT * FROM mail_kinds WHERE webinar_id = ANY ($1::uuid[])", list(webinars))
    found: dict[WebinarId, dict[MailKind, KindSettings]] = {webinar: {} for webinar in webinars}
    for row in rows:
        before = row["before_s"]
        found[WebinarId(row["webinar_id"])][MailKind(row["kind"])] = KindSettings(
            enabled=row["enabled"],
            before_s=None if before is None else tuple(before),
            after_s=row["after_s"],
        )
    return found


async def save_kind(conn: Conn, webinar: WebinarId, kind: MailKind, settings: KindSettings) -> None:
    """Write the settings of one kind."""
    await conn.execute(
        """INSERT INTO mail_kinds (webinar_id, kind, enabled, before_s, after_s) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (webinar_id, kind) DO UPDATE SET enabled = $3, before_s = $4, after_s = $5""",
        webinar,
        kind,
        settings.enabled,
        None if settings.before_s is None else list(settings.before_s),
        settings.after_s,
    )


TemplateKey = tuple[WebinarId, MailKind, str]
"""Webinar, kind, language."""
_TEMPLATES: Final = "SELECT webinar_id, kind, language, subject, text, html FROM mail_templates"


async def templates(conn: Conn, webinars: Sequence[WebinarId]) -> Mapping[TemplateKey, Template]:
    """Return the templates that these webinars have replaced."""
    rows = await conn.fetch(f"{_TEMPLATES} WHERE webinar_id = ANY ($1::uuid[])", list(webinars))
    return {
        (WebinarId(row["webinar_id"]), MailKind(row["kind"]), row["language"]): Template(
            row["subject"], row["text"], row["html"]
        )
        for row in rows
    }


async def save_template(
    conn: Conn, webinar: WebinarId, kind: MailKind, language: str, template: Template | None
) -> None:
    """Replace a template; None restores the default."""
    if template is None:
        await conn.execute(
            "DELETE FROM mail_templates WHERE webinar_id = $1 AND kind = $2 AND language = $3",
            webinar,
            kind,
            language,
        )
        return
    await conn.execute(
        """INSERT INTO mail_templates (webinar_id, kind, language, subject, text, html)
           VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (webinar_id, kind, language) DO UPDATE SET subject = $4, text = $5, html = $6""",
        webinar,
        kind,
        language,
        template.subject,
        template.text,
        template.html,
    )


async def enabled_webinars(conn: Conn, ends_after: Instant, starts_before: Instant) -> list[WebinarId]:
    """Return the webinars that have mails on and whose event lies between these times."""
    rows = await conn.fetch(
        """SELECT w.id FROM webinars w JOIN mail_settings s ON s.webinar_id = w.id
            WHERE s.enabled AND w.ends_at > $1 AND w.starts_at < $2 ORDER BY w.id""",
        ends_after,
        starts_before,
    )
    return [WebinarId(row["id"]) for row in rows]


async def copy(conn: Conn, webinar: WebinarId, to: WebinarId, now: Instant) -> None:
    """Give a webinar the mail settings, kinds and templates of another one; only later events are mailed."""
    await conn.execute(
        """INSERT INTO mail_settings (webinar_id, enabled, enabled_at, from_name, reply_to, organizer_name,
                                      organizer_email, language, languages)
           SELECT $2, enabled, CASE WHEN enabled THEN $3::timestamptz END, from_name, reply_to, organizer_name,
                  organizer_email, language, languages FROM mail_settings WHERE webinar_id = $1""",
        webinar,
        to,
        now,
    )
    await conn.execute(
        """INSERT INTO mail_kinds (webinar_id, kind, enabled, before_s, after_s)
           SELECT $2, kind, enabled, before_s, after_s FROM mail_kinds WHERE webinar_id = $1""",
        webinar,
        to,
    )
    await conn.execute(
        """INSERT INTO mail_templates (webinar_id, kind, language, subject, text, html)
           SELECT $2, kind, language, subject, text, html FROM mail_templates WHERE webinar_id = $1""",
        webinar,
        to,
    )
