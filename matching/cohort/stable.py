"""The rows that keep a pairing stable: no team and challenge left that would both rather have each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import Orders
from matching.cohort.program import Program, Terms, total
from matching.cohort.quotas import Layout

# Plain sums leave the solver less to presolve than running ones, until they grow long. Measured: a third of the time
# on rounds of 300 and 1,000 teams, whose lists are mostly shorter than this once hopeless pairs are out.
LONGEST_PLAIN_SUM = 20


@dataclass(frozen=True, slots=True)
class _Sides:
    """The numbers and running sums that the rows need."""

    team_limit: Mapping[str, int]
    challenge_limit: Mapping[str, int]
    needs_several: frozenset[str]
    owner_of: Mapping[str, str | None]
    tight_owners: Mapping[str, int]
    no_worse_for_team: Mapping[Pair, Terms]
    no_worse_for_challenge: Mapping[Pair, Terms]
    can_fill: frozenset[Pair]


def keep_stable(
    program: Program, layout: Layout, instance: Instance, known: Orders, *, may_block: bool
) -> dict[Pair, int]:
    """Add for each acceptable pair the row that says: it is made, or one of its sides is full with no worse.

    With `may_block` each pair also gets a variable that excuses it; these are returned, and the least sum
    of them gives the fewest blocking pairs. The rows are those of Kwanashie and Manlove, "An integer
    programming approach to the hospitals/residents problem with ties" (2014), over running sums where they
    would be long, and extended to teams that take several challenges and to owners' limits as
    `stability.blocking_pairs` defines them.
    """
    sides = _sides(program, layout, instance, known)
    excuses: dict[Pair, int] = {}
    for pair in known.pairs:
        if program.seconds_left() <= 0:
            break  # the program is not complete, and will not be solved either
        if not sides.team_limit[pair[0]] or not sides.challenge_limit[pair[1]]:
            continue
        excuse: dict[int, float] = {}
        if may_block:
            excuses[pair] = program.variable()
            excuse[excuses[pair]] = 1.0
        _forbid_blocking(program, layout, known, sides, pair, excuse)
    return excuses


def _forbid_blocking(
    program: Program, layout: Layout, known: Orders, sides: _Sides, pair: Pair, excuse: dict[int, float]
) -> None:
    """One pair's row: the sum of all that excuses it reaches 1.

    "Full with no worse" is a running sum that reaches its limit. Divided by the limit it may stand in the row as it
    is, as long as every other term there is whole; so the second such sum gets a variable of its own.
    """
    team, challenge = pair
    terms, bound = {layout.pair[pair]: 1.0, **excuse}, 1.0
    if challenge in sides.needs_several and challenge in layout.runs:
        # A challenge that runs empty and needs several teams cannot be opened by one: 1 - runs is an excuse.
        terms[layout.runs[challenge]] = -1.0
        bound -= 1.0
    if sides.team_limit[team] == 1:
        terms.update(sides.no_worse_for_team[pair])
        if layout.pair[pair] not in sides.no_worse_for_team[pair]:
            del terms[layout.pair[pair]]  # the running sum counts it already
    else:
        full = program.variable()
        terms[full] = 1.0
        program.row({**sides.no_worse_for_team[pair], full: -float(sides.team_limit[team])}, low=0)
    owner = sides.owner_of[challenge]
    if owner is not None and owner in sides.tight_owners:
        terms[_owner_full(program, layout, known, sides, pair, owner)] = 1.0
    if pair not in sides.can_fill:
        program.row(terms, low=bound)
        return
    limit = float(sides.challenge_limit[challenge])
    scaled = {variable: coefficient * limit for variable, coefficient in terms.items()}
    for variable, coefficient in sides.no_worse_for_challenge[pair].items():
        scaled[variable] = scaled.get(variable, 0.0) + coefficient
    program.row(scaled, low=bound * limit)


def _owner_full(
    program: Program, layout: Layout, known: Orders, sides: _Sides, pair: Pair, owner: str
) -> int:
    """A variable that may be 1 only if the owner, not the challenge, has no room and would not make any."""
    team, challenge = pair
    full, theirs = program.variable(), layout.of_owner[owner]
    no_worse = [other for other in theirs if other[0] == team or known.owner[other] <= known.owner[pair]]
    program.row({**layout.sum_of(no_worse), full: -float(sides.tight_owners[owner])}, low=0)
    for other in theirs:
        if other[0] == team and known.team[pair] < known.team[other]:
            # The team would move to this challenge within the owner's, which costs the owner no place.
            program.row({layout.pair[other]: 1.0, full: 1.0}, high=1)
    limit = sides.challenge_limit[challenge]
    mine = layout.of_challenge[challenge]
    # Where the challenge itself is full, its own order decides.
    program.row({**layout.sum_of(mine), full: 1.0 + max(0, len(mine) - limit)}, high=max(limit, len(mine)))
    return full


def _sides(program: Program, layout: Layout, instance: Instance, known: Orders) -> _Sides:
    challenges = {challenge.id: challenge for challenge in instance.challenges}
    team_limit = {team.id: team.capacity for team in instance.teams}
    challenge_limit = {each.id: each.max_teams for each in challenges.values()}
    room: dict[str, int] = {}
    for challenge in challenges.values():
        if challenge.owner is not None:
            room[challenge.owner] = room.get(challenge.owner, 0) + challenge.max_teams
    return _Sides(
        team_limit=team_limit,
        challenge_limit=challenge_limit,
        needs_several=frozenset(each.id for each in challenges.values() if each.min_teams > 1),
        owner_of=instance.owner_of(),
        tight_owners={
            owner.id: owner.max_teams for owner in instance.owners if owner.max_teams < room.get(owner.id, 0)
        },
        no_worse_for_team=_no_worse(program, layout, layout.of_team, known.team, team_limit),
        no_worse_for_challenge=_no_worse(
            program, layout, layout.of_challenge, known.challenge, challenge_limit
        ),
        can_fill=frozenset(
            pair
            for challenge, pairs in layout.of_challenge.items()
            for pair in pairs
            if sum(known.challenge[other] <= known.challenge[pair] for other in pairs)
            >= challenge_limit[challenge]
        ),
    )


def _no_worse(
    program: Program,
    layout: Layout,
    of_side: Mapping[str, Sequence[Pair]],
    order: Mapping[Pair, float],
    limit: Mapping[str, int],
) -> dict[Pair, Terms]:
    """For each pair the terms that count the pairs made which its side likes no less."""
    short = {side: pairs for side, pairs in of_side.items() if len(pairs) <= LONGEST_PLAIN_SUM}
    long = {side: pairs for side, pairs in of_side.items() if side not in short}
    counted: dict[Pair, Terms] = {
        pair: total([variable])
        for pair, variable in _running_sums(program, layout, long, order, limit).items()
    }
    for pairs in short.values():
        for pair in pairs:
            counted[pair] = layout.sum_of([other for other in pairs if order[other] <= order[pair]])
    return counted


def _running_sums(
    program: Program,
    layout: Layout,
    of_side: Mapping[str, Sequence[Pair]],
    order: Mapping[Pair, float],
    limit: Mapping[str, int],
) -> dict[Pair, int]:
    """For each pair a variable that counts the pairs made which its side likes no less."""
    sums: dict[Pair, int] = {}
    for side, pairs in of_side.items():
        before: dict[int, float] = {}
        for place in sorted({order[pair] for pair in pairs}):
            group = [pair for pair in pairs if order[pair] == place]
            counted = program.variable(high=limit[side])
            program.row({counted: -1.0, **before, **layout.sum_of(group)}, low=0, high=0)
            before = total([counted])
            sums.update(dict.fromkeys(group, counted))
    return sums
