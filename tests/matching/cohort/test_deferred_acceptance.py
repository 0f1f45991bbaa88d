"""What quick searches start from is stable, whoever asks for what."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.cohort import Instance, blocking_pairs
from matching.cohort.arrays import as_arrays
from matching.cohort.deferring import deferred_acceptance
from matching.cohort.orders import orders
from tests.matching.cohort.test_solving_against_brute_force import cohorts


@given(cohorts(), st.integers(0, 99))
def test_nobody_would_rather_swap(instance: Instance, seed: int) -> None:
    plain = replace(
        instance,
        owners=(),
        challenges=tuple(replace(each, min_teams=0, owner=None) for each in instance.challenges),
    )
    known = orders(plain)
    rather = np.random.default_rng(seed).random(len(known.pairs))
    chosen = deferred_acceptance(as_arrays(plain, known), rather)
    pairs = [pair for pair, made in zip(known.pairs, chosen, strict=True) if made]
    assert blocking_pairs(plain, pairs) == []
    for team in plain.teams:
        assert sum(each == team.id for each, _ in pairs) <= team.capacity
    for challenge in plain.challenges:
        assert sum(each == challenge.id for _, each in pairs) <= challenge.max_teams
