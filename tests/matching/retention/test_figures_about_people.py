"""No figure about people gives a few of them away, not even as what is left of a total."""

import random
from collections import Counter

from store.database import Connection
from store.statistics import FEWEST_PEOPLE, people, people_by

ROWS = "unnest($1::text[], $2::int[]) as given (county, person)"


async def counted(tx: Connection, sizes: dict[str, int]) -> tuple[int | None, dict[str, int | None]]:
    """The total and the cells that are shown of counties of these sizes."""
    pairs = [
        (county, index * 1000 + each) for index, county in enumerate(sizes) for each in range(sizes[county])
    ]
    row = await tx.fetchrow(
        f"select {people('person', ROWS)}, {people_by('county', 'county', 'person', ROWS)}",
        [county for county, _ in pairs],
        [person for _, person in pairs],
    )
    assert row is not None
    return row[0], {each["county"]: each["people"] for each in row[1]}


async def test_few_people_are_not_counted(tx: Connection) -> None:
    assert await counted(tx, {"a": 4}) == (None, {"a": None})
    assert await counted(tx, {"a": 5}) == (5, {"a": 5})
    assert await counted(tx, {}) == (None, {})


async def test_a_hidden_number_cannot_be_had_by_subtracting(tx: Connection) -> None:
    assert await counted(tx, {"a": 3, "b": 9, "c": 20}) == (32, {"a": None, "b": None, "c": 20})


async def test_two_small_ones_that_are_small_together_hide_a_third(tx: Connection) -> None:
    assert await counted(tx, {"a": 1, "b": 1, "c": 8, "d": 30}) == (
        40,
        {"a": None, "b": None, "c": None, "d": 30},
    )


async def test_nothing_is_hidden_where_nothing_is_small(tx: Connection) -> None:
    assert await counted(tx, {"a": 5, "b": 6}) == (11, {"a": 5, "b": 6})


async def test_whatever_is_hidden_is_at_least_two_counties_and_five_people(tx: Connection) -> None:
    dice = random.Random(20261121)  # noqa: S311 - sizes, not secrets
    seen = Counter[bool]()
    for _ in range(200):
        sizes = {f"county {each}": dice.choice((1, 1, 2, 4, 5, 7, 30)) for each in range(dice.randint(1, 6))}
        total, cells = await counted(tx, sizes)
        hidden = [sizes[county] for county, shown in cells.items() if shown is None]
        seen[bool(hidden)] += 1
        assert all(
            shown == sizes[county] >= FEWEST_PEOPLE for county, shown in cells.items() if shown is not None
        )
        if hidden and total is not None:
            assert len(hidden) > 1 or len(sizes) == 1
            assert sum(hidden) >= FEWEST_PEOPLE or len(hidden) == len(sizes)
    assert min(seen.values()) > 10
