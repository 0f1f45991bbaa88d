"""Pairs very large cohorts by the cheapest flow through a network: most welfare, with blocking pairs counted."""

import numpy as np
from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]  # OR-tools ships no types for it

from matching.cohort.arrays import Arrays, Flags, Real, Whole

WELFARE_UNITS = (
    10_000  # the solver counts in whole numbers; scores are finer than a hundredth nowhere that people see
)


def most_welfare(cohort: Arrays) -> Flags | None:
    """Which pairs to make for most welfare, to a ten-thousandth a pair; None where minimums cannot be met."""
    teams, challenges, pairs = len(cohort.capacity), len(cohort.most), len(cohort.team)
    network = min_cost_flow.SimpleMinCostFlow()
    units = np.rint(cohort.gain * WELFARE_UNITS).astype(np.int64)
    # One place below a minimum costs more than all welfare there is.
    needed = 1 + int(units.max(initial=0)) * int(min(cohort.capacity.sum(), cohort.most.sum()))
    sink = teams + challenges
    at_team, at_challenge = np.arange(teams), teams + np.arange(challenges)
    to_sink = np.full(max(teams, challenges), sink)
    ones = np.ones(pairs, dtype=np.int64)
    made = network.add_arcs_with_capacity_and_unit_cost(cohort.team, teams + cohort.challenge, ones, -units)
    network.add_arcs_with_capacity_and_unit_cost(
        at_team, to_sink[:teams], cohort.capacity, np.zeros(teams, dtype=np.int64)
    )
    reserved = network.add_arcs_with_capacity_and_unit_cost(
        at_challenge, to_sink[:challenges], cohort.least, np.full(challenges, -needed)
    )
    network.add_arcs_with_capacity_and_unit_cost(
        at_challenge, to_sink[:challenges], cohort.most - cohort.least, np.zeros(challenges, dtype=np.int64)
    )
    network.set_nodes_supplies(at_team, cohort.capacity)
    network.set_node_supply(sink, -int(cohort.capacity.sum()))
    status = network.solve()
    if status != network.OPTIMAL:
        raise RuntimeError(f"the flow ended as {status.name}")
    if network.flows(reserved).sum() < cohort.least.sum():
        return None
    chosen: Flags = np.asarray(network.flows(made)) > 0
    return chosen


def blocking(cohort: Arrays, chosen: Flags) -> Flags:
    """Which pairs both sides would rather have: `stability.blocking_pairs` over arrays."""
    team_would = _would(cohort.team, cohort.team_order, cohort.capacity, chosen)
    challenge_would = _would(cohort.challenge, cohort.challenge_order, cohort.most, chosen)
    filled = np.bincount(cohort.challenge[chosen], minlength=len(cohort.most))
    opened = (filled > 0) | (cohort.least <= 1)
    return ~chosen & team_would & challenge_would & opened[cohort.challenge]


def _would(side: Whole, order: Real, limit: Whole, chosen: Flags) -> Flags:
    """Whether the pair's side has room or likes it strictly better than one that it has."""
    taken = np.bincount(side[chosen], minlength=len(limit))
    worst = np.full(len(limit), -np.inf)
    np.maximum.at(worst, side[chosen], order[chosen])
    would: Flags = (taken < limit)[side] | (order < worst[side])
    return would
