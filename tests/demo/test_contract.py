"""The simulated outsiders compare what they send and get with the published schemas."""

from client_demo.contract import Contract

HELLO = {
    "type": "hello",
    "join": "token",
    "playback": "0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d10",
    "clock_ms": 1.5,
}


def test_what_fits_is_not_noted() -> None:
    contract = Contract()
    contract.message(HELLO)
    contract.call(
        "POST", "/api/v1/webinars/1/members", {"members": [{"email": "a@x.example"}]}, 200, {"results": []}
    )
    assert contract.broken == []


def test_what_does_not_fit_is_noted_with_its_place() -> None:
    contract = Contract()
    contract.message(HELLO | {"clock_ms": "soon"})
    contract.message({"type": "greeting"})
    contract.call("POST", "/api/v1/webinars/1/members", {"members": [{"email": 1}]}, 200, {"result": []})
    contract.call("GET", "/api/v1/nothing", None, 200, None)
    contract.call("GET", "/api/v1/webinars", None, 299, None)
    assert [line.split(":")[0] for line in contract.broken] == [
        "hello",
        "greeting",
        "POST /api/v1/webinars/1/members sends",
        "POST /api/v1/webinars/1/members answers",
        "GET /api/v1/nothing",
        "GET /api/v1/webinars",
    ]
