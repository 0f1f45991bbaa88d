"""The figures that a reader can check against git."""

from registry.health import TagFact, figures_as_json
from tests.registry.health.histories import NOW, ago, commits, observed


def test_the_figures_are_those_of_people() -> None:
    history = observed(
        commits("mei", [10, 20, 40]),
        commits("otto", [50, 500]),
        commits("mei", [15], merge=True),
        commits("dependabot[bot]", [1], bot=True),
        tags=(TagFact("v2", ago(30)), TagFact("v1", ago(800)), TagFact("v0", None)),
    )
    assert figures_as_json(history, NOW) == {
        "as_of": NOW.isoformat(),
        "commits": None,
        "commits_12m_human_nonmerge": 4,
        "commits_previous_12m_human_nonmerge": 1,
        "authors_12m_human": 2,
        "active_months_12": 2,
        "absence_factor_12m": 1,
        "tags": 3,
        "tags_12m": 1,
        "first_commit": None,
        "last_human_commit": ago(10).isoformat(),
    }


def test_a_history_that_was_not_read_gives_no_figures() -> None:
    found = figures_as_json(observed(complete=False, tags=(), without=["commits", "tags"]), NOW)
    assert {name for name, value in found.items() if value is not None} == {"as_of"}
