"""Captions of recordings: checked, corrected, and stored with the webinar.

Source: docs/captions.md
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from latecomer.captions import queries
from latecomer.captions.queries import CaptionFile
from latecomer.captions.rules import webvtt
from latecomer.captions.rules.webvtt import Finding
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import ANSWER_LIMIT, NoAnswer, OutgoingHttp
from latecomer.i18n.languages import read_tag
from latecomer.postgres.pool import Conn, Pool
from latecomer.postgres.strangers import StrangersPool
from latecomer.webinars import queries as webinars
from latecomer.webinars.finish import WebinarChanged, notify

LANGUAGES_MAX: Final = 30


@dataclass(frozen=True, slots=True)
class TakenCaptions:
    """Stored captions, and the corrections that were made."""

    file: CaptionFile
    findings: tuple[Finding, ...]


def language_tag(language: str) -> str:
    """Return a language's tag as it is stored. Raises: Refused unknown_language."""
    if (tag := read_tag(language)) is None:
        message = "Name the language by its tag, such as fr or nl-BE."
        raise Refused("unknown_language", message, (FieldError("/language", "unknown_language", message),))
    return tag


class CaptionLibrary:
    """The captions of all webinars."""

    def __init__(
        self, pool: Pool, strangers: StrangersPool, changed: WebinarChanged, outgoing: OutgoingHttp
    ) -> None:
        """``changed``: called after a webinar's captions were changed; ``outgoing``: fetches from addresses."""
        self._pool = pool
        self._strangers = strangers
        self._changed = changed
        self._outgoing = outgoing

    async def list(self, webinar: WebinarId) -> list[CaptionFile]:
        """Return a webinar's captions, by language. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            if not await webinars.load(conn, [webinar]):
                raise _unknown_webinar()
            return await queries.of_webinar(conn, webinar)

    async def put(self, webinar: WebinarId, language: str, text: str, now: Instant) -> TakenCaptions:
        """Store captions in a language, replacing earlier ones.

        Args: ``text``: WebVTT or SubRip.
        Raises: Refused unknown_webinar; unknown_language, malformed_captions, no_captions, too_many_captions,
            too_many_languages.
        """
        tag = language_tag(language)
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [webinar])
        if not found:
            raise _unknown_webinar()
        read = await asyncio.to_thread(webvtt.read, text, _duration_ms(found[0]))
        file = CaptionFile(id=uuid4(), webinar=webinar, language=tag, cues=len(read.cues), created_at=now)
        async with self._pool.acquire() as conn, conn.transaction():
            if await webinars.lock(conn, webinar) is None:
                raise _unknown_webinar()
            others = [each for each in await queries.of_webinar(conn, webinar) if each.language != tag]
            if len(others) >= LANGUAGES_MAX:
                raise Refused(
                    "too_many_languages", f"A recording has captions in at most {LANGUAGES_MAX} languages."
                )
            await queries.put(conn, file, read.webvtt())
            new = await webinars.bump(conn, webinar)
        await notify(self._changed, new)
        return TakenCaptions(file, read.findings)

    async def fetch(self, webinar: WebinarId, language: str, url: str, now: Instant) -> TakenCaptions:
        """Fetch captions from an address and store them.

        Raises: as ``put``; Refused captions_unreachable, invalid_url, https_required, address_not_allowed.
        """
        try:
            answer = await self._outgoing.request("GET", url)
        except NotAllowed as error:
            raise Refused(error.code, str(error), (FieldError("/url", error.code, str(error)),)) from error
        except NoAnswer as error:
            raise _unreachable(str(error)) from error
        if answer.status != 200:
            raise _unreachable(f"The address answered {answer.status}.")
        if len(answer.body) >= ANSWER_LIMIT:
            raise _unreachable("The file is larger than 1 MiB.")
        return await self.put(webinar, language, webvtt.decode(answer.body), now)

    async def delete(self, webinar: WebinarId, captions: UUID) -> None:
        """Delete captions. Raises: Refused unknown_webinar, unknown_captions."""
        async with self._pool.acquire() as conn, conn.transaction():
            if await webinars.lock(conn, webinar) is None:
                raise _unknown_webinar()
            if not await queries.delete(conn, webinar, captions):
                raise Refused("unknown_captions", "There are no captions with this id.")
            new = await webinars.bump(conn, webinar)
        await notify(self._changed, new)

    async def text(self, captions: UUID) -> str | None:
        """Return captions as a WebVTT file, None for an unknown id."""
        async with self._strangers.acquire() as conn:
            return await queries.webvtt(conn, captions)


async def copy(conn: Conn, webinar: Webinar, copied: Webinar, now: Instant) -> None:
    """Give a copied webinar the captions of its recording; the replay of a rundown has none of its own."""
    if copied.recording is not None:
        await queries.copy(conn, webinar.id, copied.id, now)


def _duration_ms(webinar: Webinar) -> int | None:
    return None if webinar.recording is None else round(webinar.recording.duration_s * 1000)


def _unreachable(why: str) -> Refused:
    return Refused("captions_unreachable", f"The captions could not be fetched: {why}")


def _unknown_webinar() -> Refused:
    return Refused("unknown_webinar", "There is no such webinar.")
