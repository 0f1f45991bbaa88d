"""How many values of a group are told."""

import pytest

from registry.search.facets import commonest
from registry.search.model import FacetCount

COUNTS = [FacetCount("MIT", 30), FacetCount("EUPL-1.2", 20), FacetCount("ISC", 1)]


@pytest.mark.parametrize(
    ("most", "chosen", "told"),
    [
        (None, (), ["MIT", "EUPL-1.2", "ISC"]),
        (2, (), ["MIT", "EUPL-1.2"]),
        (1, ("ISC", "MIT", "0BSD"), ["MIT", "ISC"]),
        (0, (), []),
        (9, ("ISC",), ["MIT", "EUPL-1.2", "ISC"]),
    ],
)
def test_the_commonest_values_are_told_and_those_that_were_chosen(
    most: int | None, chosen: tuple[str, ...], told: list[str]
) -> None:
    assert [each.value for each in commonest(COUNTS, most, chosen)] == told
