"""The trust in headers about a request's origin."""

from ipaddress import ip_network

import pytest

from latecomer.http.client_address import UntrustedProxy, counted_as, told_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "forwarded", "found"),
    [
        ("93.184.215.14", ["1.1.1.1"], [], "93.184.215.14"),
        ("10.0.0.1", [], [], "10.0.0.1"),
        ("10.0.0.1", ["1.1.1.1"], [], "1.1.1.1"),
        ("::ffff:10.0.0.1", ["1.1.1.1"], [], "1.1.1.1"),
        ("10.0.0.1", ["6.6.6.6, 1.1.1.1"], [], "1.1.1.1"),
        ("10.0.0.1", ["6.6.6.6", "1.1.1.1, 10.0.0.2"], [], "1.1.1.1"),
        ("10.0.0.1", ["6.6.6.6, nonsense, 10.0.0.2"], [], "10.0.0.2"),
        ("10.0.0.1", ["1.1.1.1:4711"], [], "1.1.1.1"),
        ("10.0.0.1", ["[2001:db8::7]:4711"], [], "2001:db8::7"),
        ("10.0.0.1", ["10.0.0.3"], [], "10.0.0.3"),
        ("10.0.0.1", [], ["for=1.1.1.1;proto=https"], "1.1.1.1"),
        ("10.0.0.1", [], ['for=6.6.6.6, By=x;For="[2001:db8::7]:1"'], "2001:db8::7"),
        ("10.0.0.1", [], ["for=unknown"], "10.0.0.1"),
        ("10.0.0.1", ["6.6.6.6"], ["for=1.1.1.1"], "10.0.0.1"),
        ("10.0.0.1", ["," * 100_000 + "1.1.1.1"], [], "1.1.1.1"),
        ("fd00::1", ["1.1.1.1"], [], "1.1.1.1"),
        ("", ["1.1.1.1"], [], ""),
    ],
)
def test_the_last_address_that_no_trusted_proxy_has(
    peer: str, forwarded_for: list[str], forwarded: list[str], found: str
) -> None:
    assert told_address(peer, forwarded_for, forwarded, PROXIES) == found


@pytest.mark.parametrize(
    ("peer", "seen"),
    [("10.0.0.1", True), ("fd00::1", True), ("100.64.0.9", True), ("93.184.215.14", False), ("", False)],
)
def test_only_a_private_address_may_be_a_proxy_that_was_forgotten(peer: str, seen: bool) -> None:  # noqa: FBT001
    notice = UntrustedProxy()
    notice.note(peer)
    assert notice.is_seen is seen


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("93.184.215.14", "93.184.215.14"),
        ("2001:db8::7", "2001:db8::/64"),
        ("2001:db8:0:0:ffff::1", "2001:db8::/64"),
        ("", ""),
        ("x", "x"),
    ],
)
def test_a_host_with_a_network_is_counted_once(address: str, counted: str) -> None:
    assert counted_as(address) == counted
