"""Proofs of work, solved as a browser solves them."""

import json
from base64 import b64encode

from altcha.v1 import Challenge as Given
from altcha.v1 import solve_challenge

from latecomer.registration_form.rules.proof_of_work import Challenge


def solve(challenge: Challenge) -> str:
    """Return the payload that solves a challenge."""
    solution = solve_challenge(
        Given(
            algorithm="SHA-256",
            challenge=challenge.challenge,
            max_number=challenge.max_number,
            salt=challenge.salt,
            signature=challenge.signature,
        )
    )
    assert solution is not None
    payload = {
        "algorithm": challenge.algorithm,
        "challenge": challenge.challenge,
        "number": solution.number,
        "salt": challenge.salt,
        "signature": challenge.signature,
    }
    return b64encode(json.dumps(payload).encode()).decode()
