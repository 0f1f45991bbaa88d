"""Small cohorts, solved by trying every pairing: the program must never do worse."""

import json
import os
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cohort import (
    Instance,
    Objective,
    blocking_pairs,
    report,
    sentence,
    solution_as_json,
    solution_from_json,
    solve,
)
from tests.matching.cohort.oracle import Oracle, cohort


def cohorts() -> st.SearchStrategy[Instance]:
    # A seed spreads evenly over cohorts; drawn choice by choice, most came out empty or without any conflict.
    return st.integers(0, 2**32 - 1).map(lambda seed: cohort(Random(seed)))  # noqa: S311 - a test cohort is no secret


BRUTE = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "200")), deadline=None
)  # make fuzz-matching: more


@BRUTE
@given(instance=cohorts(), objective=st.sampled_from(Objective), allow_closing=st.booleans())
def test_no_pairing_is_better_than_the_one_found(
    *, instance: Instance, objective: Objective, allow_closing: bool
) -> None:
    oracle = Oracle(instance)
    solution = solve(instance, objective, allow_closing=allow_closing)
    all_pairings = list(oracle.pairings(allow_closing=allow_closing))
    if not all_pairings:
        assert solution.size == -1
        return
    made = frozenset(solution.pairs)
    assert made in all_pairings
    best = max(oracle.goodness(each, objective) for each in all_pairings)
    assert oracle.goodness(made, objective) == pytest.approx(best, abs=1e-4)
    assert solution.optimal


@BRUTE
@given(instance=cohorts(), objective=st.sampled_from(Objective), allow_closing=st.booleans())
def test_the_figures_of_a_solution_are_those_of_its_pairs(
    *, instance: Instance, objective: Objective, allow_closing: bool
) -> None:
    solution = solve(instance, objective, allow_closing=allow_closing)
    if not solution.feasible():
        return
    oracle, made = Oracle(instance), frozenset(solution.pairs)
    assert solution.size == len(made)
    assert solution.profile == oracle.profile(made)
    assert solution.cost == sum(choice * count for choice, count in enumerate(oracle.profile(made), 1))
    assert solution.welfare == pytest.approx(oracle.welfare(made))
    assert list(solution.blocking_pairs) == oracle.blocking(made)
    assert {each.id for each in solution.unmatched} == set(oracle.team) - {team for team, _ in made}
    assert set(solution.closed) == {
        each.id for each in instance.challenges if each.min_teams and each.id not in {c for _, c in made}
    }


@BRUTE
@given(cohorts(), st.data())
def test_the_checker_finds_exactly_the_blocking_pairs_of_any_pairing(
    instance: Instance, data: st.DataObject
) -> None:
    oracle = Oracle(instance)
    pairings = list(oracle.pairings(allow_closing=True))
    if pairings:
        made = data.draw(st.sampled_from(pairings))
        assert blocking_pairs(instance, made) == oracle.blocking(made)


@BRUTE
@given(instance=cohorts(), allow_closing=st.booleans())
def test_a_conflict_is_a_smallest_set_of_limits_that_cannot_hold_together(
    *, instance: Instance, allow_closing: bool
) -> None:
    solution = solve(instance, Objective.WELFARE, allow_closing=allow_closing)
    if solution.feasible():
        assert solution.conflict == ()
        return
    chosen = {(each.kind.value, each.id) for each in solution.conflict}
    assert not possible(instance, chosen, allow_closing=allow_closing)
    everything = [
        (kind, each.id)
        for noun, members in (("CHALLENGE", instance.challenges), ("OWNER", instance.owners))
        for each in members
        for kind in (f"{noun}_MINIMUM", f"{noun}_MAXIMUM")
    ]
    for fewer in combinations(everything, len(chosen) - 1):
        assert possible(instance, set(fewer), allow_closing=allow_closing)


def possible(instance: Instance, held: set[tuple[str, str]], *, allow_closing: bool) -> bool:
    """Whether a pairing meets the chosen limits and the teams' capacities, all other limits lifted."""
    many = len(instance.teams) * len(instance.challenges)
    loosened = Instance(
        teams=instance.teams,
        challenges=tuple(
            replace(
                each,
                min_teams=each.min_teams if ("CHALLENGE_MINIMUM", each.id) in held else 0,
                max_teams=each.max_teams if ("CHALLENGE_MAXIMUM", each.id) in held else many,
            )
            for each in instance.challenges
        ),
        owners=tuple(
            replace(
                each,
                min_teams=each.min_teams if ("OWNER_MINIMUM", each.id) in held else 0,
                max_teams=each.max_teams if ("OWNER_MAXIMUM", each.id) in held else many,
            )
            for each in instance.owners
        ),
    )
    return any(True for _ in Oracle(loosened).pairings(allow_closing=allow_closing))


@BRUTE
@given(cohorts(), st.sampled_from(Objective), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(instance: Instance, objective: Objective, random: Random) -> None:
    shuffled = replace(
        instance,
        teams=tuple(random.sample(instance.teams, len(instance.teams))),
        challenges=tuple(random.sample(instance.challenges, len(instance.challenges))),
        owners=tuple(random.sample(instance.owners, len(instance.owners))),
    )
    first, second = solve(instance, objective), solve(shuffled, objective)
    assert replace(first, seconds=0) == replace(second, seconds=0)


@BRUTE
@given(instance=cohorts(), objective=st.sampled_from(Objective), allow_closing=st.booleans())
def test_a_solution_survives_being_stored(
    *, instance: Instance, objective: Objective, allow_closing: bool
) -> None:
    solution = solve(instance, objective, allow_closing=allow_closing)
    assert solution_from_json(json.loads(json.dumps(solution_as_json(solution)))) == solution


@BRUTE
@given(
    instance=cohorts(),
    objective=st.sampled_from(Objective),
    allow_closing=st.booleans(),
    language=st.sampled_from(["en", "zh-Hant"]),
)
def test_every_solution_can_be_reported_in_words(
    *, instance: Instance, objective: Objective, allow_closing: bool, language: str
) -> None:
    solution = solve(instance, objective, allow_closing=allow_closing)
    lines = report(instance, solution).lines
    assert lines
    assert all("{" not in sentence(line, language) for line in lines)
