"""Finds the best pairing of a cohort by an objective, and proves that there is none better."""

import math
import time
from dataclasses import dataclass, replace

from matching.cohort.by_flow import by_flow
from matching.cohort.conflict import smallest_conflict
from matching.cohort.faces import reach_in_turn
from matching.cohort.filling import filled_to_minimums
from matching.cohort.instance import Instance, Pair, Scores
from matching.cohort.orders import Orders, orders
from matching.cohort.presolve import without_hopeless
from matching.cohort.program import Answer, Outcome, Program, Terms, total
from matching.cohort.quick import MOST_PAIRS_BOUND, quick
from matching.cohort.quotas import Layout, lay_out, limits
from matching.cohort.reading import unscored
from matching.cohort.solution import Objective, Solution, Unmatched, UnmatchedReason
from matching.cohort.stability import blocking_pairs
from matching.cohort.stable import keep_stable
from matching.cohort.under_owners import paired_under_owners
from matching.cohort.unmatched import unmatched

# Where two pairings have the same welfare, the one with more pairs is better. This is far below any
# difference of scores that people would see, and far above what the solver rounds away.
PREFER_MORE_PAIRS = 1e-5

# Lists are long where teams list more than so many challenges on average, and all together more than so many: the best
# stable pairing is then proven in half a minute or never, where shorter lists take a second. Measured.
LONG_LIST = 15
MANY_PAIRS = 5_000

# Where owners count their teams together or challenges may run empty, lists as long are hopeless from so many pairs on.
MANY_PAIRS_UNDER_LIMITS = 1_000

# What is proven of shorter lists is mostly proven by then: 200 teams that list 6 challenges of 20 owners took 0.3 to 7
# seconds of the processor, or more than 20. Measured.
SECONDS_FOR_THE_BEST = 20.0

# Above so many, even asking each challenge once takes seconds: flow answers, and its blocking pairs are counted.
MOST_PAIRS_QUICK = 300_000

# HiGHS tells sums apart to about this share; what is nearer to its bound is the best.
PROVEN_GAP = 1e-9


class OutOfTime(Exception):  # noqa: N818 - it says what happened; nothing is wrong
    """The time limit passed before any pairing was found, so nobody can say whether there is one."""


@dataclass(frozen=True, slots=True)
class _Search:
    """One search: the instance, what is known of it, when it must end, and which challenges named a minimum."""

    instance: Instance
    known: Orders
    allow_closing: bool
    deadline: float | None
    needing: frozenset[str]


def solve(
    instance: Instance,
    objective: Objective = Objective.STABLE,
    scores: Scores | None = None,
    *,
    allow_closing: bool = False,
    time_limit: float | None = None,
    exact: bool = False,
    seconds_to_prove: float = SECONDS_FOR_THE_BEST,
) -> Solution:
    """The best pairing by an objective, exactly; of long lists a stable one that is nearly as good, at once.

    Every challenge and owner gets its minimum; where that is impossible the solution's size is -1 and it
    names a smallest set of limits that conflict. With `allow_closing` a challenge may run empty instead.

    Where teams list very many challenges, or what is best is not proven in `seconds_to_prove`, `stable` answers with
    what `quick` finds and how far from the best that may be at most, unless `exact` asks for the best and its proof.
    Where that is not proven within `time_limit`, the answer is the same as without `exact`, not what the clock happened
    to interrupt: whoever asks again gets the same. Where nothing stable meets the minimum numbers, few teams are bound
    to what they like less and the blocking pairs listed, as also under owners or where challenges may run empty; of
    more pairs than anyone lists by hand the pairing of most welfare is returned. `optimal` is false for all of these.

    `scores` replace the instance's own. `time_limit` is in seconds for the whole search.

    Raises:
        OutOfTime: the time limit passed and nothing was found.
        ValueError: a pair that a team lists has no score.
    """
    started = time.monotonic()
    chosen = instance
    if scores is not None:
        if without := unscored(instance, scores):
            raise ValueError(f"these listed pairs have no score: {without}")
        chosen = replace(instance, scores=scores)
    deadline = None if time_limit is None else started + time_limit
    reached = _within_reach(chosen, allow_closing=allow_closing)
    needing = frozenset(each.id for each in chosen.challenges if each.min_teams)
    search = _Search(reached, orders(chosen), allow_closing, deadline, needing)
    if objective is Objective.STABLE:
        return _solve_stable(search, started, exact=exact, seconds_to_prove=seconds_to_prove)
    answer, layout = _SEARCHES[objective](search)
    return _told(search, objective, answer, layout, started)


def _within_reach(instance: Instance, *, allow_closing: bool) -> Instance:
    """The same cohort by id, without places that nobody could take and minimums that ask for nothing.

    The order in which the solver reads rows decides between equals, and some searches cost as much as there are places.
    A challenge that needs one team and may run empty instead asks for nothing, and is searched as one without minimum.
    """
    teams, challenges = len(instance.teams), len(instance.challenges)
    asked = 2 if allow_closing else 1
    return replace(
        instance,
        teams=tuple(
            replace(each, capacity=min(each.capacity, challenges))
            for each in sorted(instance.teams, key=lambda each: each.id)
        ),
        challenges=tuple(
            replace(
                each,
                min_teams=each.min_teams if each.min_teams >= asked else 0,
                max_teams=min(each.max_teams, max(teams, each.min_teams)),
            )
            for each in sorted(instance.challenges, key=lambda each: each.id)
        ),
        owners=tuple(sorted(instance.owners, key=lambda each: each.id)),
    )


def _solve_stable(search: _Search, started: float, *, exact: bool, seconds_to_prove: float) -> Solution:
    at_once = None
    if _is_long(search):
        at_once = _quickly(search, started)
        if at_once is not None and (at_once.optimal or not exact):
            return at_once
        if not exact:
            return _with_few_swaps(search, started)
    until = math.inf if search.deadline is None else search.deadline
    bounded = replace(search, deadline=search.deadline if exact else min(until, started + seconds_to_prove))
    answer, layout = _stable(bounded)
    if answer.told():
        return _told(search, Objective.STABLE, answer, layout, started)
    at_once = at_once or _quickly(search, started) or _with_few_swaps(search, started)
    if not exact or not answer.found() or not at_once.blocking_pairs:
        return at_once
    found = _told(search, Objective.STABLE, answer, layout, started)
    return min(found, at_once, key=lambda each: len(each.blocking_pairs))


def _told(search: _Search, objective: Objective, answer: Answer, layout: Layout, started: float) -> Solution:
    if answer.outcome is Outcome.OUT_OF_TIME:
        raise OutOfTime("no pairing was found in time")
    if answer.outcome is Outcome.IMPOSSIBLE:
        return _impossible(search, objective, started)
    pairs = tuple(pair for pair in layout.pair if answer.values[layout.pair[pair]])
    proven = answer.outcome is Outcome.PROVEN
    found = _describe(search, objective, pairs, started, optimal=proven)
    return found if proven else replace(found, gap=answer.gap)


def _welfare(search: _Search) -> tuple[Answer, Layout]:
    program, layout = _start(search)
    return program.maximise(_gains(search, layout)), layout


def _stable(search: _Search) -> tuple[Answer, Layout]:
    """Most welfare without a blocking pair, or with the fewest where limits forbid that."""
    narrowed = _narrowed(search)
    program, layout = _start(narrowed)
    keep_stable(program, layout, narrowed.instance, narrowed.known, may_block=False)
    answer = program.maximise(_gains(narrowed, layout))
    if answer.outcome is not Outcome.IMPOSSIBLE:
        return answer, layout
    program, layout = _start(search)
    excuses = keep_stable(program, layout, search.instance, search.known, may_block=True)
    return _in_turn_by_rows(program, [total(excuses.values(), -1.0), _gains(search, layout)]), layout


def _narrowed(search: _Search) -> _Search:
    return replace(
        search, known=without_hopeless(search.instance, search.known, allow_closing=search.allow_closing)
    )


def _quickly(search: _Search, started: float) -> Solution | None:
    """What answers a stable search that proved nothing; None where nothing quick is stable and meets the minimums."""
    if not _is_plain(search) or len(search.known.pairs) > MOST_PAIRS_QUICK:
        return None
    found = quick(search.instance, _narrowed(search).known, PREFER_MORE_PAIRS)
    if found is None:
        return None
    stable = _describe(search, Objective.STABLE, found.pairs, started, optimal=found.gap <= PROVEN_GAP)
    return stable if stable.optimal else replace(stable, gap=found.gap)


def _with_few_swaps(search: _Search, started: float) -> Solution:
    """Where nothing quick is stable: a pairing that meets all limits, if there is one, with few blocking pairs."""
    if not _is_plain(search):
        pairs = paired_under_owners(search.instance, search.known, allow_closing=search.allow_closing)
    elif len(search.known.pairs) <= MOST_PAIRS_QUICK:
        pairs = filled_to_minimums(search.instance, search.known)
    else:
        pairs = None
    if pairs is None:
        pairs = _most_welfare(search)
    if pairs is None:
        return _impossible(search, Objective.STABLE, started)
    found = _describe(search, Objective.STABLE, pairs, started, optimal=False)
    if found.blocking_pairs or len(search.known.pairs) > MOST_PAIRS_BOUND:
        return found
    gap = _gap(search, pairs)
    proven = gap is not None and gap <= PROVEN_GAP
    return replace(found, optimal=proven, gap=None if proven else gap, seconds=_seconds_since(started))


def _gap(search: _Search, pairs: tuple[Pair, ...]) -> float | None:
    """By which share a stable pairing falls short at most of all pairings, stable or not, that keep to the maximums."""
    loose = replace(
        search.instance,
        challenges=tuple(replace(each, min_teams=0) for each in search.instance.challenges),
        owners=tuple(replace(each, min_teams=0) for each in search.instance.owners),
    )
    answer, layout = _welfare(replace(_narrowed(search), instance=loose))
    if answer.outcome is not Outcome.PROVEN:
        return None
    gains = _gains(search, layout)
    most = math.fsum(gain * answer.values[variable] for variable, gain in gains.items())
    made = math.fsum(gains[layout.pair[pair]] for pair in pairs)
    return max(0.0, 1.0 - made / most) if most else 0.0


def _most_welfare(search: _Search) -> tuple[Pair, ...] | None:
    """The pairs of most welfare, blocking or not; None where no pairing meets the minimum numbers."""
    if _is_plain(search) and len(search.known.pairs) > MOST_PAIRS_QUICK:
        return by_flow(search.instance, search.known, allow_closing=search.allow_closing)
    program, layout = _start(replace(search, deadline=None))
    answer = program.maximise(_gains(search, layout))
    return tuple(pair for pair in layout.pair if answer.values[layout.pair[pair]]) if answer.found() else None


def _is_plain(search: _Search) -> bool:
    """Whether challenges stand for themselves: no owner counts their teams together, and none runs empty instead."""
    closing = search.allow_closing and any(each.min_teams for each in search.instance.challenges)
    return not search.instance.owners and not closing


def _is_long(search: _Search) -> bool:
    pairs, teams = len(search.known.pairs), len(search.instance.teams)
    if _is_plain(search):
        return pairs > MANY_PAIRS and pairs > LONG_LIST * teams
    return pairs > MANY_PAIRS or (pairs > MANY_PAIRS_UNDER_LIMITS and pairs > LONG_LIST * teams)


def _generous(search: _Search) -> tuple[Answer, Layout]:
    program, layout = _start(search)
    worst_first = [total(variables, -1.0) for variables in reversed(_by_choice(search, layout)[1:])]
    return _in_turn(program, layout, [_size(layout), *worst_first, _gains(search, layout)]), layout


def _greedy(search: _Search) -> tuple[Answer, Layout]:
    program, layout = _start(search)
    best_first = [total(variables) for variables in _by_choice(search, layout)]
    return _in_turn(program, layout, [_size(layout), *best_first, _gains(search, layout)]), layout


def _min_cost(search: _Search) -> tuple[Answer, Layout]:
    program, layout = _start(search)
    costs = {layout.pair[pair]: -float(search.known.choice[pair]) for pair in search.known.pairs}
    return _in_turn(program, layout, [_size(layout), costs, _gains(search, layout)]), layout


_SEARCHES = {
    Objective.WELFARE: _welfare,
    Objective.GENEROUS: _generous,
    Objective.GREEDY: _greedy,
    Objective.MIN_COST: _min_cost,
}


def _start(search: _Search) -> tuple[Program, Layout]:
    program = Program(search.deadline)
    held = limits(search.instance)
    return program, lay_out(program, search.instance, search.known, held, allow_closing=search.allow_closing)


def _in_turn(program: Program, layout: Layout, aims: list[Terms]) -> Answer:
    """Reach each aim as far as the ones before it allow; all but the last have whole coefficients."""
    if layout.pair and not layout.runs:
        quickly = reach_in_turn(program, aims)
        if quickly is not None:
            return quickly
    return _in_turn_by_rows(program, aims)


def _in_turn_by_rows(program: Program, aims: list[Terms]) -> Answer:
    """The same for any program: what an aim reached is asked of the next."""
    best = Answer(Outcome.OUT_OF_TIME)
    for number, aim in enumerate(aims):
        if number and not aim:
            continue
        answer = program.maximise(aim)
        if not answer.found():
            # An aim after the first is never impossible: the answer before it meets every row.
            return Answer(Outcome.FOUND, best.values) if best.found() else answer
        best = answer
        if answer.outcome is Outcome.FOUND:
            return replace(answer, gap=None)  # how far one aim of several was missed is no share of the best
        reached = math.fsum(gain * answer.values[variable] for variable, gain in aim.items())
        program.row(aim, low=reached)
    return best


def _size(layout: Layout) -> Terms:
    return total(layout.pair.values())


def _by_choice(search: _Search, layout: Layout) -> list[list[int]]:
    """The variables of the pairs that are somebody's first choice, second, and so on."""
    known = search.known
    last = max(known.choice.values(), default=0)
    return [
        [layout.pair[pair] for pair in known.pairs if known.choice[pair] == place]
        for place in range(1, last + 1)
    ]


def _gains(search: _Search, layout: Layout) -> Terms:
    return {variable: search.known.gain[pair] + PREFER_MORE_PAIRS for pair, variable in layout.pair.items()}


def _impossible(search: _Search, objective: Objective, started: float) -> Solution:
    conflict = smallest_conflict(
        search.instance, search.known, allow_closing=search.allow_closing, deadline=search.deadline
    )
    return Solution(
        pairs=(),
        objective=objective,
        size=-1,
        cost=0,
        profile=(0,) * _choices(search.instance),
        welfare=0.0,
        blocking_pairs=(),
        closed=(),
        unmatched=tuple(
            Unmatched(team.id, UnmatchedReason.NO_PAIRING)
            for team in sorted(search.instance.teams, key=lambda each: each.id)
        ),
        optimal=conflict.proven,
        seconds=_seconds_since(started),
        conflict=conflict.limits,
    )


def _describe(
    search: _Search, objective: Objective, pairs: tuple[Pair, ...], started: float, *, optimal: bool
) -> Solution:
    instance, known = search.instance, search.known
    profile = [0] * _choices(instance)
    for pair in pairs:
        profile[known.choice[pair] - 1] += 1
    filled = {challenge for _, challenge in pairs}
    closed = tuple(sorted(search.needing - filled))
    return Solution(
        pairs=pairs,
        objective=objective,
        size=len(pairs),
        cost=sum(known.choice[pair] for pair in pairs),
        profile=tuple(profile),
        welfare=math.fsum(known.gain[pair] for pair in pairs),
        blocking_pairs=tuple(blocking_pairs(instance, pairs)),
        closed=closed,
        unmatched=unmatched(instance, known, pairs, closed),
        optimal=optimal,
        seconds=_seconds_since(started),
    )


def _choices(instance: Instance) -> int:
    """How long a profile is: the most tie groups that any team has."""
    return max((len(team.preferences) for team in instance.teams), default=0)


def _seconds_since(started: float) -> float:
    return round(time.monotonic() - started, 4)
