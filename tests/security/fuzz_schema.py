"""Let schemathesis ask whatever the contract allows: `python -m tests.security.fuzz_schema [SECONDS]`, 600 if not said.

It asks a whole Commonfield of its own over a loopback address, with the demo in it: as nobody, and as one of its
people, with the ids of what is there and values that are taken as well as others, so that services run and not only
what reads their arguments. It fails when an answer is a fault of ours: a status of 500 or more, or an error masked as
INTERNAL.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from graphql import parse_value
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes as graphql_strategies

from api.tour.server import started
from tests.security import paths

DEFAULT_SECONDS = 600.0
TRIES_A_ROUND = 50  # between looks at the clock
PLENTY = "1000000000"  # points: what is tried here is not how much may be asked
ANSWER_SECONDS = 30.0
AS_EXAMPLE = "mutation($email: String!) { signInAsExample(email: $email) { token } }"
#: Of the demo's people; the last ones are left when those before them have deleted themselves.
PEOPLE = (
    "officer@example.org", "owner.tainan@example.org", "owner.city@example.org", "reviewer.one@example.org",
    "lead.riverbank@example.org", "lead.crew@example.org", "owner.county@example.org",
)  # fmt: skip
#: Values that each of our scalars takes, as they are written in a document.
TAKEN: Mapping[str, Sequence[str]] = {
    "Date": ['"2026-01-05"', '"2097-12-31"', '"0001-01-01"'],
    "DateTime": ['"2026-01-05T09:30:00Z"', '"9999-12-31T23:59:59.999999+14:00"'],
    "URL": [
        '"https://github.com/example/river-watch"',
        '"https://hooks.example.org/a?b=c"',
        '"http://127.0.0.1/"',
    ],
    "SPDXExpression": ['"MIT"', '"Apache-2.0 OR GPL-3.0-or-later"', '"LicenseRef-own"'],
    "LanguageTag": ['"en"', '"zh-Hant"', '"de-Latn-x-a"'],
    "LocalizedText": ['{en: "Name"}', '{en: "Name", de: "Name"}', '{en: ""}', "{}"],
    "JSON": ["{}", "[1, null]", '"a"', "0"],
    "Cursor": ['"MQ"'],
}


class Fault(AssertionError):  # noqa: N818 - it is one
    """An answer that is a fault of ours; the message is what was asked and answered."""


class Site:
    """The site as each of the demo's people reaches it, and nobody."""

    def __init__(self, client: httpx.Client, address: str) -> None:
        self._client = client
        self._address = f"{address}/graphql"
        self._tokens: dict[str, str | None] = {}

    def ask(self, who: str | None, body: Mapping[str, Any]) -> httpx.Response:
        """Ask as somebody; whoever was signed out signs in again, while they are there."""
        answer = self._client.post(self._address, json=body, headers=self._headers(who))
        if answer.status_code == httpx.codes.UNAUTHORIZED and who is not None:
            del self._tokens[who]
            answer = self._client.post(self._address, json=body, headers=self._headers(who))
        return answer

    def ids(self) -> list[str]:
        """The ids of what an officer finds below the lists of the site."""
        found: set[str] = set()
        for path in paths.paths():
            if "slug" not in path.fields[0][1].args:
                found.update(_ids(self.ask(PEOPLE[0], {"query": paths.document(path, {})}).json()))
        return sorted(found)

    def _headers(self, who: str | None) -> dict[str, str]:
        if who is None:
            return {}
        if who not in self._tokens:
            asked = {"query": AS_EXAMPLE, "variables": {"email": who}}
            payload = self._client.post(self._address, json=asked).json()["data"]["signInAsExample"]
            self._tokens[who] = payload["token"]
        token = self._tokens[who]
        return {"Authorization": f"Bearer {token}"} if token else {}


def fuzz(address: str, seconds: float) -> tuple[int, int]:
    """Ask until the time is over, and return how often, and how many of those answers had data and no error.

    Raises:
        Fault: an answer is one.
    """
    asked = answered = 0
    until = time.monotonic() + seconds
    with httpx.Client(timeout=ANSWER_SECONDS) as client:
        site = Site(client, address)
        for name, values in _values(site.ids()):
            schemathesis.graphql.scalar(name, values)
        contract = schemathesis.graphql.from_url(f"{address}/graphql")

        @settings(
            max_examples=TRIES_A_ROUND,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=contract.as_strategy(), who=st.none() | st.sampled_from(PEOPLE))
        def ask(case: "schemathesis.Case[Any]", who: str | None) -> None:
            nonlocal asked, answered
            if time.monotonic() > until:
                return
            body = case.body if isinstance(case.body, dict) else {"query": case.body}
            answer = site.ask(who, body)
            asked += 1
            codes = _codes(answer)
            if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or "INTERNAL" in codes:
                raise Fault(f"{who}: {body}\n{answer.status_code} {answer.text[:1000]}")
            answered += not codes

        while time.monotonic() < until:
            ask()
    return asked, answered


def _values(ids: Sequence[str]) -> Iterator[tuple[str, st.SearchStrategy[Any]]]:
    """What schemathesis is to write for each scalar of ours, and for ids: what is taken, and any text."""
    any_text = st.text(max_size=20).map(graphql_strategies.String)
    for name, written in {**TAKEN, "ID": [f'"{each}"' for each in ids]}.items():
        yield name, st.sampled_from([parse_value(each) for each in written]) | any_text


def _codes(answer: httpx.Response) -> set[str]:
    return {each.get("extensions", {}).get("code", "") for each in answer.json().get("errors", ())}


def _ids(answer: Any) -> Iterator[str]:
    if isinstance(answer, list):
        for each in answer:
            yield from _ids(each)
    elif isinstance(answer, dict):
        if isinstance(answer.get("id"), str):
            yield answer["id"]
        yield from _ids(list(answer.values()))


def main() -> None:
    """Run it and say how it went."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SECONDS
    plenty = {"demo": "always", "points_per_minute": PLENTY, "points_per_minute_signed_in": PLENTY}
    with tempfile.TemporaryDirectory() as folder, started(Path(folder), plenty) as address:
        asked, answered = fuzz(address.rstrip("/"), seconds)
    sys.stdout.write(
        f"{asked} operations in {seconds:.0f} s, {answered} without an error, none a fault of ours\n"
    )


if __name__ == "__main__":
    main()
