"""What the page on limits says is what holds."""

from pathlib import Path

import pytest

from api.limits.buckets import MOST_ANONYMOUS, MOST_SIGNED_IN
from schema import cost, limits

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    [
        f"| one operation | {MOST_ANONYMOUS:,} points | {MOST_SIGNED_IN:,} points |",
        f"| `TOO_MANY_CHARACTERS` | {limits.MAX_CHARACTERS:,} characters |",
        f"| `TOO_MANY_TOKENS` | {limits.MAX_TOKENS:,} names",
        f"| `TOO_DEEP` | {limits.MAX_DEPTH} levels of fields within fields; {limits.MAX_INTROSPECTION_DEPTH} in",
        f"| `TOO_MANY_FIELDS` | {limits.MAX_FIELDS:,} fields",
        f"| `TOO_MANY_ALIASES` | {limits.MAX_ALIASES} aliases",
        f"| `TOO_MANY_ROOT_FIELDS` | {limits.MAX_ROOT_FIELDS} |",
        f"| `TOO_MANY_SAME_FIELDS` | {limits.MAX_SAME_FIELDS} of one name",
        f"| `TOO_MANY_DIRECTIVES` | {limits.MAX_DIRECTIVES} on one",
        f"| `TOO_MANY_OPERATIONS` | {limits.MAX_OPERATIONS} in",
        f"| `TOO_SLOW` | {limits.MAX_SECONDS:.0f} seconds for a read",
        f"`challengeStatistics` cost {cost.DEAR['Query.challengeStatistics']} more",
        f"`fitsForTeam` {cost.DEAR['Query.fitsForTeam']} more, each mutation {cost.WRITE} more",
        f"A document that is refused costs {cost.REFUSED}.",
    ],
)
def test_the_page_says_what_holds(line: str) -> None:
    assert line in PAGE
