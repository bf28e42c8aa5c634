"""The choice of connections that make room for others; a connection with a valid link is never chosen."""

import os
import resource
import subprocess
import sys

import pytest

from latecomer.http.peers import Peer, Peers, network_of


class Someone:
    """Holds a connection."""

    def __init__(self, leaving: list["Someone"], *, busy: bool = False) -> None:
        self._leaving = leaving
        self.busy = busy
        self.gone = False

    def may_go(self, _now_s: float) -> bool:
        return not self.busy

    def abort(self) -> None:
        self.gone = True
        self._leaving.append(self)


class Crowd:
    """Comes in, and leaves when it has to."""

    def __init__(self, room: int, **bounds: int) -> None:
        self.now_s = 0.0
        self.peers = Peers(room, lambda: self.now_s, **bounds)
        self.inside: dict[Someone, Peer] = {}
        self.leaving: list[Someone] = []

    def come(self, address: str, *, busy: bool = False) -> Someone | None:
        someone = Someone(self.leaving, busy=busy)
        peer = self.peers.enter(someone, address)
        while self.leaving:
            self.peers.leave(self.inside.pop(self.leaving.pop()))
        if peer is None:
            return None
        self.inside[someone] = peer
        return someone


def test_while_there_is_room_nobody_is_asked_to_go() -> None:
    crowd = Crowd(10_000)
    for _ in range(5_000):
        assert crowd.come("93.184.215.14")
    assert crowd.peers.count == 5_000


def test_when_room_is_scarce_a_crowded_address_makes_room_for_itself_and_no_other_does() -> None:
    crowd = Crowd(10_000)
    others = [crowd.come(f"8.8.{number // 250}.{number % 250}") for number in range(4_900)]
    for _ in range(3_000):
        assert crowd.come("93.184.215.14")
    assert not any(each is None or each.gone for each in others)
    assert crowd.peers.count <= 4_900 + 256 + 101


def test_whoever_has_shown_a_valid_link_stays_whatever_comes_from_the_same_address() -> None:
    crowd = Crowd(10_000)
    registering_connection = [crowd.come("93.184.215.14") for _ in range(5_000)]
    for each in registering_connection:
        assert each is not None
        crowd.peers.vouch(crowd.inside[each])
    for _ in range(2_000):
        assert crowd.come("93.184.215.14")
    reload = [crowd.come("93.184.215.14", busy=True) for _ in range(4_000)]
    assert not any(each is None or each.gone for each in (*registering_connection, *reload))


def test_one_join_link_vouches_for_so_many_connections_and_a_key_for_any_number() -> None:
    crowd = Crowd(1_000)
    ours = [crowd.come("93.184.215.14") for _ in range(300)]
    for each in ours:
        assert each is not None
        crowd.peers.vouch(crowd.inside[each], "one link")
    keyed = [crowd.come("10.0.0.1") for _ in range(100)]
    for each in keyed:
        assert each is not None
        crowd.peers.vouch(crowd.inside[each])
    for number in range(1_500):
        assert crowd.come(f"8.8.{number // 250}.{number % 250}")
    stayed = [each for each in ours if each is not None and not each.gone]
    assert len(stayed) == 64
    assert not any(each is None or each.gone for each in keyed)
    for each in stayed[:10]:
        crowd.peers.leave(crowd.inside.pop(each))
    again = [crowd.come("93.184.215.14") for _ in range(20)]
    for each in again:
        assert each is not None
        crowd.peers.vouch(crowd.inside[each], "one link")
    for number in range(1_500):
        assert crowd.come(f"8.8.{number // 250}.{number % 250}")
    assert sum(each is not None and not each.gone for each in again) == 10


def test_who_is_being_answered_is_passed_over_and_looked_past() -> None:
    crowd = Crowd(100)
    busy = [crowd.come("10.0.0.1", busy=True) for _ in range(40)]
    idle = [crowd.come("10.0.0.1") for _ in range(60)]
    assert all(busy)
    for _ in range(200):
        assert crowd.come("10.0.0.1")
    assert not any(each is None or each.gone for each in busy)
    assert all(each is None or each.gone for each in idle)


def test_when_everybody_is_busy_a_newcomer_is_sent_away_until_somebody_leaves() -> None:
    crowd = Crowd(3)
    last = None
    for _ in range(3):
        last = crowd.come("10.0.0.1", busy=True)
    assert crowd.come("10.0.0.1") is None
    assert last is not None
    crowd.peers.leave(crowd.inside[last])
    crowd.peers.leave(crowd.inside[last])
    assert crowd.come("10.0.0.1", busy=True)
    assert crowd.come("10.0.0.1") is None


def test_of_requests_that_are_not_whole_only_so_much_is_held_and_whoever_began_first_goes() -> None:
    crowd = Crowd(1_000, held_max=1_000_000)
    registering_connection = [crowd.come("93.184.215.14") for _ in range(200)]
    slow = [crowd.come("10.0.0.1") for _ in range(10)]
    for size in (40_000, 90_000):
        for each in slow:
            if each is not None and not each.gone:
                crowd.peers.hold(crowd.inside[each], size)
        for one in registering_connection:
            assert one is not None
            crowd.peers.hold(crowd.inside[one], 2_000)
    assert crowd.peers.held_bytes == 900_000
    late = crowd.come("10.0.0.2")
    assert late is not None
    crowd.peers.hold(crowd.inside[late], 250_000)
    assert [each is not None and each.gone for each in slow] == [True] * 2 + [False] * 8
    assert not any(each is None or each.gone for each in (*registering_connection, late))
    crowd.peers.vouch(crowd.inside[late])
    crowd.peers.hold(crowd.inside[late], 5_000_000)
    for each in slow[2:]:
        assert each is not None
        crowd.peers.leave(crowd.inside[each])
    assert (crowd.peers.held_bytes, late.gone) == (0, False)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("93.184.215.14", "93.184.215.14"),
        ("::ffff:93.184.215.14", "93.184.215.14"),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2606:2800:21f:cb07::/64"),
        ("127.0.0.1", None),
        ("::1", None),
        ("10.1.2.3", None),
        ("100.64.1.2", None),
        ("192.168.1.1", None),
        ("fd00::1", None),
        ("", None),
        (None, None),
        ("unix", None),
    ],
)
def test_an_ipv6_network_counts_as_one_and_proxies_as_none(address: str | None, network: str | None) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(("soft", "hard", "becomes"), [(256, 700, 700), (700, 700, 700), (100, 200, 200)])
def test_descriptors_are_raised_as_far_as_the_system_allows(soft: int, hard: int, becomes: int) -> None:
    script = "from latecomer.http.file_descriptors import raise_descriptors; print(raise_descriptors())"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": "server"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)),
    )
    assert ran.stdout.strip() == str(becomes)
