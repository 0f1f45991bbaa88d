"""The part of the program that every pairing must meet: nobody above a maximum, nobody below a minimum."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import Orders
from matching.cohort.program import Program, total
from matching.cohort.solution import Limit, LimitKind


@dataclass(slots=True)
class Layout:
    """Which variable stands for what: a pair being made, a challenge running, a limit being broken."""

    pair: dict[Pair, int] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)
    broken: dict[Limit, int] = field(default_factory=dict)
    of_team: defaultdict[str, list[Pair]] = field(default_factory=lambda: defaultdict(list))
    of_challenge: defaultdict[str, list[Pair]] = field(default_factory=lambda: defaultdict(list))
    of_owner: defaultdict[str, list[Pair]] = field(default_factory=lambda: defaultdict(list))

    def sum_of(self, pairs: Collection[Pair]) -> dict[int, float]:
        """The terms that count how many of the pairs are made."""
        return total(self.pair[each] for each in pairs)


def limits(instance: Instance) -> list[Limit]:
    """Every number that an owner or a challenge sets, in a fixed order; a minimum of 0 sets nothing."""
    found = []
    for challenge in sorted(instance.challenges, key=lambda each: each.id):
        found.append(Limit(LimitKind.CHALLENGE_MAXIMUM, challenge.id, challenge.max_teams))
        if challenge.min_teams:
            found.append(Limit(LimitKind.CHALLENGE_MINIMUM, challenge.id, challenge.min_teams))
    for owner in sorted(instance.owners, key=lambda each: each.id):
        found.append(Limit(LimitKind.OWNER_MAXIMUM, owner.id, owner.max_teams))
        if owner.min_teams:
            found.append(Limit(LimitKind.OWNER_MINIMUM, owner.id, owner.min_teams))
    return found


def lay_out(
    program: Program,
    instance: Instance,
    known: Orders,
    hard: Collection[Limit],
    soft: Collection[Limit] = (),
    *,
    allow_closing: bool,
) -> Layout:
    """Add a variable for each acceptable pair, the teams' capacities, and the limits.

    Hard limits hold. Each soft one holds unless its variable in `Layout.broken` is 1. With `allow_closing` a
    challenge may also run empty instead of meeting its minimum.
    """
    layout, owner_of = Layout(), instance.owner_of()
    for pair in known.pairs:
        layout.pair[pair] = program.variable()
        layout.of_team[pair[0]].append(pair)
        layout.of_challenge[pair[1]].append(pair)
        layout.of_owner[owner_of[pair[1]] or ""].append(pair)
    for team in instance.teams:
        if len(layout.of_team[team.id]) > team.capacity:
            program.row(layout.sum_of(layout.of_team[team.id]), high=team.capacity)
    for limit in soft:
        layout.broken[limit] = program.variable()
    for limit in (*hard, *soft):
        if limit.kind is LimitKind.CHALLENGE_MINIMUM and allow_closing:
            layout.runs[limit.id] = program.variable()
        _hold(program, layout, limit)
    return layout


def _hold(program: Program, layout: Layout, limit: Limit) -> None:
    of_challenge = limit.kind.of_challenge()
    pairs = (layout.of_challenge if of_challenge else layout.of_owner)[limit.id]
    terms = layout.sum_of(pairs)
    broken = layout.broken.get(limit)
    if limit.kind in {LimitKind.CHALLENGE_MAXIMUM, LimitKind.OWNER_MAXIMUM}:
        slack = {} if broken is None else {broken: -float(len(pairs))}
        if len(pairs) > limit.teams:
            program.row({**terms, **slack}, high=limit.teams)
        return
    slack = {} if broken is None else {broken: float(limit.teams)}
    runs = layout.runs.get(limit.id) if of_challenge else None
    if runs is None:
        program.row({**terms, **slack}, low=limit.teams)
        return
    program.row({**terms, **slack, runs: -float(limit.teams)}, low=0)
    program.row({**terms, runs: -float(len(pairs))}, high=0)
