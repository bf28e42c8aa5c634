"""Hooks: how a lower folder calls an upper one without importing it.

A folder declares its hooks in its ``hooks.py``; upper folders subscribe in their ``build``. There are three kinds:

- ``AfterCommit``: the change is committed. A subscriber's failure is logged; a sweep repairs what it did not do.
- ``InTransaction``: the subscriber gets the connection and may refuse; it keeps the lock order of the caller.
- ``Question``: one subscriber answers; without one, the stated default holds.

Hooks are called only once all folders are built.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, ParamSpec, TypeVar

import structlog

_log = structlog.get_logger()

P = ParamSpec("P")
R = TypeVar("R")


class AfterCommit(Generic[P]):
    """A hook that is called after a commit with the changes."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._subscribers: list[Callable[P, Awaitable[object]]] = []

    def subscribe(self, subscriber: Callable[P, Awaitable[object]]) -> None:
        """Add a subscriber; subscribers are called in the order in which they were added."""
        self._subscribers.append(subscriber)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call every subscriber in turn. Never raises: a failure is logged, and the others are called."""
        for subscriber in self._subscribers:
            try:
                await subscriber(*args, **kwargs)
            except Exception:  # noqa: BLE001 - a subscriber may fail in any way; its sweep repairs
                _log.exception("hook_failed", hook=self._name)


class InTransaction(Generic[P]):
    """A hook that is called inside a transaction; the first argument is its connection. An exception of a subscriber
    rolls the transaction back."""

    def __init__(self) -> None:
        self._subscribers: list[Callable[P, Awaitable[object]]] = []

    def subscribe(self, subscriber: Callable[P, Awaitable[object]]) -> None:
        """Add a subscriber; subscribers are called in the order in which they were added."""
        self._subscribers.append(subscriber)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call every subscriber in turn. Errors: those of the subscribers."""
        for subscriber in self._subscribers:
            await subscriber(*args, **kwargs)


class Question(Generic[P, R]):
    """A hook that one upper folder answers; without an answer its default holds."""

    def __init__(self, default: R) -> None:
        self._default = default
        self._answer: Callable[P, Awaitable[R]] | None = None

    def answer(self, answer: Callable[P, Awaitable[R]]) -> None:
        """Set the function that answers. Raises: ValueError when one is set already."""
        if self._answer is not None:
            raise ValueError(answer)
        self._answer = answer

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the answer. Errors: the subscriber's."""
        return self._default if self._answer is None else await self._answer(*args, **kwargs)
