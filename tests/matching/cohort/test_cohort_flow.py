"""Large cohorts by flow: as good as the exact program, with the same blocking pairs as the checker finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cohort import Challenge, Instance, Objective, Team, blocking_pairs, solve
from matching.cohort.arrays import as_arrays
from matching.cohort.by_flow import by_flow
from matching.cohort.flow import blocking, most_welfare
from matching.cohort.orders import orders


@st.composite
def cohorts(draw: st.DrawFn) -> Instance:
    challenges = [f"c{number}" for number in range(draw(st.integers(1, 4)))]
    teams = [f"t{number}" for number in range(draw(st.integers(1, 5)))]
    grade = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
    wishes = st.lists(st.sampled_from(challenges), unique=True).map(
        lambda each: tuple((one,) for one in each)
    )
    return Instance(
        teams=tuple(Team(each, draw(st.integers(0, 2)), draw(wishes)) for each in teams),
        challenges=tuple(
            Challenge(each, draw(st.sampled_from([0, 0, 1, 2])), draw(st.integers(2, 3)))
            for each in challenges
        ),
        scores={team: {each: (draw(grade), draw(grade)) for each in challenges} for team in teams},
    )


@settings(max_examples=100, deadline=None)
@given(cohorts())
def test_flow_finds_as_much_welfare_as_the_exact_program(instance: Instance) -> None:
    known = orders(instance)
    cohort = as_arrays(instance, known)
    chosen, exact = most_welfare(cohort), solve(instance, Objective.WELFARE)
    assert (chosen is None) == (exact.size == -1)
    if chosen is not None:
        assert cohort.gain[chosen].sum() == pytest.approx(exact.welfare, abs=1e-4)
        pairs = [pair for pair, made in zip(known.pairs, chosen, strict=True) if made]
        told = [pair for pair, blocks in zip(known.pairs, blocking(cohort, chosen), strict=True) if blocks]
        assert sorted(told) == blocking_pairs(instance, pairs)


def test_very_many_pairs_are_answered_by_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.cohort.solving.MOST_PAIRS_QUICK", 3)
    wishes = (("c0",), ("c1",))
    cohort = Instance(
        (Team("t0", 1, wishes), Team("t1", 1, wishes)), (Challenge("c0", 0, 2), Challenge("c1", 1, 1))
    )
    solution = solve(cohort, time_limit=1e-9)
    assert (solution.size, solution.optimal) == (2, False)
    assert solution.pairs == by_flow(cohort, orders(cohort), allow_closing=False)
    assert len(solution.blocking_pairs) == 1
