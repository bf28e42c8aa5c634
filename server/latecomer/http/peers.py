"""The peers of a web process: its open connections by network, and which of them are closed when there is little room.

No connection is refused for its address, since a whole office may share one. When room is scarce, the oldest connection
of the address with the most connections is closed, if it is idle, incomplete or very slow, and has not shown a valid
link, session or key. A new connection is refused only when there is no room at all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, Protocol

import structlog

from latecomer.http.metrics import note_problem

_log = structlog.get_logger()

RESERVED: Final = 256
"""Descriptors that connections leave to everything else: engines, vendors, files."""
_SHARE: Final = 256
"""Connections of one address, not vouched for, that stay while room is scarce."""
_LOOK_AT: Final = 16
"""The number of connections that are examined to find one to close."""
_LINK_SHARE: Final = 64
"""Connections that one join link vouches for at a time; further ones stay, too, while there is room."""
_GO_AT_ONCE: Final = 2
"""More than one: before an earlier newcomer all that were looked at may have been busy."""
_SAY_EVERY_S: Final = 10.0
_SHARED: Final = ip_network("100.64.0.0/10")
_HELD_MAX: Final = 128 * 1024 * 1024
"""Bytes of requests and messages that are not whole yet, of all connections that are not vouched for."""
_HELD_LITTLE: Final = 2 * 1024
"""So much of one connection is not counted: nearly every request is smaller, and 65,536 connections hold 128 MiB."""


class Holder(Protocol):
    """The object that holds a connection: first the admission, then its HTTP handler, then perhaps a websocket."""

    def may_go(self, now_s: float) -> bool:
        """Return True when closing the connection loses nothing: it is idle, incomplete, or has been slow for long."""

    def abort(self) -> None:
        """Close the connection now; ``Peers.leave`` follows when it is closed."""


@dataclass(slots=True, eq=False)
class Peer:
    """An open connection. ``network`` is None for shared addresses: proxies, and this machine."""

    holder: Holder
    network: str | None
    open: bool = True
    vouched: bool = False
    link: str = ""
    """The join link that vouches for it; empty without one."""
    held_bytes: int = 0
    """The counted bytes of a request that is incomplete."""

    @property
    def party(self) -> Hashable:
        """Return what takes turns with others: the network, or this connection where many clients share an address."""
        return self.network or self


@dataclass(frozen=True, slots=True)
class Place:
    """A connection's place among the peers, passed on from holder to holder."""

    peers: Peers
    peer: Peer

    @property
    def vouched(self) -> bool:
        """Return True once the connection has shown a valid link, session or key."""
        return self.peer.vouched

    @property
    def party(self) -> Hashable:
        """Return what takes turns with others, as ``Peer.party`` does."""
        return self.peer.party

    def vouch(self, link: str = "") -> None:
        """Mark the connection as valid, as ``Peers.vouch`` does."""
        self.peers.vouch(self.peer, link)

    def hold(self, size: int) -> None:
        """Record the incomplete bytes of the connection, as ``Peers.hold`` does."""
        self.peers.hold(self.peer, size)

    def leave(self) -> None:
        """Remove the connection, as ``Peers.leave`` does."""
        self.peers.leave(self.peer)


class Peers:
    """All open connections of this process."""

    def __init__(self, room: int, clock: Callable[[], float], *, held_max: int = _HELD_MAX) -> None:
        """Args: ``room``: the number of connections that this process accepts; ``clock``: seconds, never going back;
        ``held_max``: bytes of all incomplete requests."""
        self.room = room
        self._held_max = held_max
        self.held_bytes = 0
        self._holding: dict[Peer, None] = {}
        """The connections that hold more than a little, the oldest first."""
        self._clock = clock
        self.count = 0
        self._unvouched: dict[Peer, None] = {}
        """The oldest first, as in each of the next."""
        self._networks: dict[str, dict[Peer, None]] = {}
        self._links: dict[str, int] = {}
        """The number of connections that each join link vouches for."""
        self._share = max(1, min(_SHARE, room // 4))
        self._sent_away = 0
        self._said_at_s = -_SAY_EVERY_S

    def enter(self, holder: Holder, address: str | None) -> Peer | None:
        """Count a new connection, and close an old one when there is little room. Returns: None when there is no room;
        the caller then closes the new connection."""
        if self.count >= self.room:
            self._say()
            return None
        peer = Peer(holder, network_of(address))
        if 16 * self.count > 15 * self.room:
            self._make_room(self._unvouched)
        if peer.network is not None:
            together = self._networks.setdefault(peer.network, {})
            if 2 * self.count > self.room and len(together) >= self._share:
                self._make_room(together)
            # What made room may have been the last of its network.
            self._networks.setdefault(peer.network, {})[peer] = None
        self.count += 1
        self._unvouched[peer] = None
        return peer

    def vouch(self, peer: Peer, link: str = "") -> None:
        """Mark a connection that has shown a valid ``link``, or a session or key: it is never closed to make room.

        A link protects a limited number of connections at a time, so that no holder of one link can fill this process.
        """
        if peer.vouched or not peer.open:
            return
        if link:
            if (count := self._links.get(link, 0)) >= _LINK_SHARE:
                return
            self._links[link] = count + 1
            peer.link = link
        peer.vouched = True
        self._forget(peer)
        self._let_go(peer)

    def hold(self, peer: Peer, size: int) -> None:
        """Record the bytes of an incomplete request on a connection; 0 when it is complete. When all connections hold
        too much, the oldest requests are closed first: a slow request goes before a quick one.
        """
        if peer.vouched or not peer.open:
            return
        if size <= _HELD_LITTLE:
            if peer.held_bytes:
                self._let_go(peer)
            return
        self.held_bytes += size - peer.held_bytes
        peer.held_bytes = size
        self._holding[peer] = None
        while self.held_bytes > self._held_max:
            slowest = next(iter(self._holding))
            note_problem("made_room")
            self._let_go(slowest)
            self._forget(slowest)
            slowest.holder.abort()

    def leave(self, peer: Peer) -> None:
        """Remove a closed connection; a second time changes nothing."""
        if peer.open:
            peer.open = False
            self.count -= 1
            self._forget(peer)
            self._let_go(peer)
            if peer.link and (count := self._links.pop(peer.link) - 1):
                self._links[peer.link] = count

    def _let_go(self, peer: Peer) -> None:
        self.held_bytes -= peer.held_bytes
        peer.held_bytes = 0
        self._holding.pop(peer, None)

    def _forget(self, peer: Peer) -> None:
        self._unvouched.pop(peer, None)
        if peer.network is not None and (together := self._networks.get(peer.network)) is not None:
            together.pop(peer, None)
            if not together:
                del self._networks[peer.network]

    def _make_room(self, among: dict[Peer, None]) -> None:
        """Close the oldest connection that may be closed."""
        now_s, gone = self._clock(), 0
        for _ in range(min(_LOOK_AT, len(among))):
            peer = next(iter(among))
            if not peer.holder.may_go(now_s):
                del among[peer]
                among[peer] = None
                continue
            note_problem("made_room")
            self._forget(peer)
            peer.holder.abort()
            gone += 1
            if gone == _GO_AT_ONCE:
                return

    def _say(self) -> None:
        note_problem("too_many_connections")
        self._sent_away += 1
        if self._clock() - self._said_at_s >= _SAY_EVERY_S:
            self._said_at_s = self._clock()
            _log.error("connections_full", room=self.room, sent_away=self._sent_away)
            self._sent_away = 0


def network_of(address: str | None) -> str | None:
    """Return the network of a connection: an IPv4 address, or the /64 of an IPv6 address. None for addresses that many
    clients may share (loopback, private, shared) and for anything that is not an address.
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address or "")
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if found.is_private or found.is_loopback or found.is_link_local or found in _SHARED:
        return None
    return str(found) if isinstance(found, IPv4Address) else str(ip_network((int(found) >> 64 << 64, 64)))
