"""What a search falls back on is stable, whoever asks for what."""

from dataclasses import replace

from hypothesis import given

from matching.cohort import Instance, blocking_pairs
from matching.cohort.deferring import deferred_acceptance
from matching.cohort.orders import orders
from tests.matching.cohort.test_solving_against_brute_force import cohorts


@given(cohorts())
def test_nobody_would_rather_swap(instance: Instance) -> None:
    plain = replace(
        instance,
        owners=(),
        challenges=tuple(replace(each, min_teams=0, owner=None) for each in instance.challenges),
    )
    pairs = deferred_acceptance(plain, orders(plain))
    assert blocking_pairs(plain, pairs) == []
    for team in plain.teams:
        assert sum(each == team.id for each, _ in pairs) <= team.capacity
    for challenge in plain.challenges:
        assert sum(each == challenge.id for _, each in pairs) <= challenge.max_teams
