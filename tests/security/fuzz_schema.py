"""Let schemathesis ask whatever the contract allows: `python -m tests.security.fuzz_schema [SECONDS]`, 600 if not said.

It asks a whole Commonfield of its own over a loopback address, with the demo in it. It fails when an answer is a fault
of ours: a status of 500 or more, or an error masked as INTERNAL.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from graphql import is_scalar_type, is_specified_scalar_type
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes as graphql_strategies

from api.tour.server import started
from schema.contract import SCHEMA

SCALARS = sorted(
    name
    for name, each in SCHEMA._schema.type_map.items()
    if is_scalar_type(each) and not is_specified_scalar_type(each)
)
DEFAULT_SECONDS = 600.0
TRIES_A_ROUND = 50  # between looks at the clock
PLENTY = "1000000000"  # points: what is tried here is not how much may be asked
ANSWER_SECONDS = 30.0


class Fault(AssertionError):  # noqa: N818 - it is one
    """An answer that is a fault of ours; the message is what was asked and answered."""


def fuzz(address: str, seconds: float) -> int:
    """Ask until the time is over, and return how often.

    Raises:
        Fault: an answer is one.
    """
    for scalar in SCALARS:
        schemathesis.graphql.scalar(scalar, st.text(max_size=20).map(graphql_strategies.String))
    contract = schemathesis.graphql.from_url(f"{address}/graphql")
    asked = 0
    until = time.monotonic() + seconds
    with httpx.Client(timeout=ANSWER_SECONDS) as client:

        @settings(
            max_examples=TRIES_A_ROUND,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=contract.as_strategy())
        def ask(case: "schemathesis.Case[Any]") -> None:
            nonlocal asked
            if time.monotonic() > until:
                return
            body = case.body if isinstance(case.body, dict) else {"query": case.body}
            answer = client.post(f"{address}/graphql", json=body)
            asked += 1
            if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or '"INTERNAL"' in answer.text:
                raise Fault(f"{body}\n{answer.status_code} {answer.text[:1000]}")

        while time.monotonic() < until:
            ask()
    return asked


def main() -> None:
    """Run it and say how it went."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SECONDS
    plenty = {"demo": "always", "points_per_minute": PLENTY, "points_per_minute_signed_in": PLENTY}
    with tempfile.TemporaryDirectory() as folder, started(Path(folder), plenty) as address:
        asked = fuzz(address.rstrip("/"), seconds)
    sys.stdout.write(f"{asked} operations in {seconds:.0f} s, none a fault of ours\n")


if __name__ == "__main__":
    main()
