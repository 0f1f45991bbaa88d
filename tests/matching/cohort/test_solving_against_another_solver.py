"""Cohorts too large to try every pairing: another solver, asked by the definitions, must never do better."""

import os
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.cohort import Challenge, Instance, Objective, Owner, Solution, Team, UnmatchedReason, solve
from tests.matching.cohort.oracle import Made, Oracle, place
from tests.matching.cohort.rival import best, limits_of, possible, smaller_conflict

ANOTHER = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "25")), deadline=None
)  # make fuzz-matching: more


def wishes(ids: list[str], random: Random, shape: str, *, tied: float) -> tuple[tuple[str, ...], ...]:
    """Tie groups over some of the ids: none, one large tie, strict, or in between."""
    share = {"full": 1.0, "empty": 0.0}.get(shape, random.uniform(0.2, 0.8))
    listed = random.sample(ids, round(share * len(ids)))
    found: list[tuple[str, ...]] = []
    for each in listed:
        if found and random.random() < tied:
            found[-1] = (*found[-1], each)
        else:
            found.append((each,))
    return tuple(found)


def hard_cohort(random: Random) -> Instance:
    """Six to twelve teams before three to seven challenges, in every shape that the published instances have."""
    teams = [f"t{number}" for number in range(1, random.randint(6, 12) + 1)]
    challenges = [f"c{number}" for number in range(1, random.randint(3, 7) + 1)]
    owners = [f"o{number}" for number in range(1, random.choice([0, 0, 2, 3]) + 1)]
    preferring = random.choice(["nobody", "challenges", "owners", "both"])
    tied = random.choice([0.0, 0.3, 0.7, 1.0])
    scored = random.random() < 0.4
    grades = random.choice([(0.0, 0.5, 1.0), tuple(number / 100 for number in range(101))])
    least = random.choice([(0,), (0, 0, 1), (0, 1, 2), (1, 2, 3)])
    capacity = random.choice([(1,), (0, 1, 1, 2), (1, 2, 3)])
    of_owner = {each: random.choice([None, *owners, *owners]) if owners else None for each in challenges}

    def theirs(side: str) -> tuple[tuple[str, ...], ...]:
        given = preferring in {side, "both"}
        return wishes(teams, random, random.choice(["full", "full", "some"]), tied=tied) if given else ()

    def limits(room: int) -> tuple[int, int]:
        low, high = random.choice(least), random.choice([1, 2, 2, 3, room])
        return (low, high) if random.random() < 0.1 else (min(low, high), high)

    return Instance(
        teams=tuple(
            Team(
                each,
                random.choice(capacity),
                wishes(challenges, random, random.choice(["full", "some", "some", "empty"]), tied=tied),
            )
            for each in teams
        ),
        challenges=tuple(
            Challenge(each, *limits(len(teams)), of_owner[each], theirs("challenges")) for each in challenges
        ),
        owners=tuple(Owner(each, *limits(len(teams) // 2), theirs("owners")) for each in owners),
        scores={
            team: {each: (random.choice(grades), random.choice(grades)) for each in challenges}
            for team in teams
        }
        if scored
        else None,
    )


def hard_cohorts() -> st.SearchStrategy[Instance]:
    return st.integers(0, 2**32 - 1).map(lambda seed: hard_cohort(Random(seed)))  # noqa: S311 - a test cohort is no secret


@ANOTHER
@given(instance=hard_cohorts(), objective=st.sampled_from(Objective), allow_closing=st.booleans())
def test_another_solver_finds_nothing_better(
    *, instance: Instance, objective: Objective, allow_closing: bool
) -> None:
    solution = solve(instance, objective, allow_closing=allow_closing)
    rival = best(instance, objective, allow_closing=allow_closing)
    if rival is None:
        assert solution.size == -1
        assert_smallest(instance, solution, allow_closing=allow_closing)
        return
    oracle, made = Oracle(instance), frozenset(solution.pairs)
    assert solution.optimal
    assert solution.gap is None
    assert oracle.allowed(made, allow_closing=allow_closing)
    assert oracle.goodness(made, objective) == pytest.approx(oracle.goodness(rival, objective), abs=1e-3)
    assert list(solution.blocking_pairs) == oracle.blocking(made)
    assert {each.id: each.reason for each in solution.unmatched} == reasons(oracle, made, solution)


def assert_smallest(instance: Instance, solution: Solution, *, allow_closing: bool) -> None:
    """The limits named cannot hold together, any of them left out can, and no fewer of all cannot."""
    chosen = [(each.kind.value, each.id) for each in solution.conflict]
    assert set(chosen) <= set(limits_of(instance))
    assert not possible(instance, chosen, allow_closing=allow_closing)
    for left_out in chosen:
        assert possible(instance, set(chosen) - {left_out}, allow_closing=allow_closing)
    assert smaller_conflict(instance, len(chosen), allow_closing=allow_closing) is None


def reasons(oracle: Oracle, made: Made, solution: Solution) -> dict[str, UnmatchedReason]:
    """Why each team has nothing, by what the reasons say they mean."""
    by_challenge = Counter(challenge for _, challenge in made)
    by_owner = Counter(oracle.challenge[challenge].owner for _, challenge in made)

    def full(identity: str) -> bool:
        challenge = oracle.challenge[identity]
        owner = oracle.owner.get(challenge.owner or "")
        return by_challenge[identity] >= challenge.max_teams or (
            owner is not None and by_owner[owner.id] >= owner.max_teams
        )

    def reason(team: Team) -> UnmatchedReason:
        listed = [each for each in oracle.challenge if place(team.preferences, each)]
        accepted = [each for team_id, each in oracle.acceptable() if team_id == team.id]
        if not listed:
            return UnmatchedReason.LISTED_NOTHING
        if not team.capacity:
            return UnmatchedReason.NO_CAPACITY
        if not accepted:
            return UnmatchedReason.NOT_ACCEPTED
        if all(full(each) for each in accepted):
            return UnmatchedReason.PLACES_TAKEN
        if all(full(each) or each in solution.closed for each in accepted):
            return UnmatchedReason.CHALLENGES_CLOSED
        return UnmatchedReason.NOT_BEST

    placed = {team for team, _ in made}
    return {each.id: reason(each) for each in oracle.team.values() if each.id not in placed}
