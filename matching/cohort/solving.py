"""Finds the best pairing of a cohort by an objective, and proves that there is none better."""

import math
import time
from dataclasses import dataclass, replace

from matching.cohort.by_flow import by_flow
from matching.cohort.conflict import smallest_conflict
from matching.cohort.deferring import deferred_acceptance
from matching.cohort.faces import reach_in_turn
from matching.cohort.instance import Instance, Pair, Scores
from matching.cohort.orders import Orders, orders
from matching.cohort.presolve import without_hopeless
from matching.cohort.program import Answer, Outcome, Program, Terms, total
from matching.cohort.quotas import Layout, lay_out, limits
from matching.cohort.reading import unscored
from matching.cohort.solution import Objective, Solution, Unmatched, UnmatchedReason
from matching.cohort.stability import blocking_pairs
from matching.cohort.stable import keep_stable
from matching.cohort.unmatched import unmatched

# Where two pairings have the same welfare, the one with more pairs is better. This is far below any
# difference of scores that people would see, and far above what the solver rounds away.
PREFER_MORE_PAIRS = 1e-5

# A stable pairing among more pairs than these was never found within minutes; flow then answers at once. Measured.
MOST_PAIRS_SEARCHED = 40_000


class OutOfTime(Exception):  # noqa: N818 - it says what happened; nothing is wrong
    """The time limit passed before any pairing was found, so nobody can say whether there is one."""


@dataclass(frozen=True, slots=True)
class _Search:
    """One search: the instance, what is known of it, and when it must end."""

    instance: Instance
    known: Orders
    allow_closing: bool
    deadline: float | None


def solve(
    instance: Instance,
    objective: Objective = Objective.STABLE,
    scores: Scores | None = None,
    *,
    allow_closing: bool = False,
    time_limit: float | None = None,
) -> Solution:
    """The best pairing by an objective, exactly.

    Every challenge and owner gets its minimum; where that is impossible the solution's size is -1 and it
    names a smallest set of limits that conflict. Where the best stable one is not found in time, one by deferred
    acceptance is returned, or with minimum numbers or very many pairs the one of most welfare with its blocking pairs;
    `optimal` is then false. With `allow_closing` a challenge may run empty instead.
    `scores` replace the instance's own. `time_limit` is in seconds for the whole search; what was found by
    then is returned with `optimal` false.

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
    search = _Search(chosen, orders(chosen), allow_closing, deadline)
    answer, layout = _SEARCHES[objective](search)
    if answer.outcome is Outcome.OUT_OF_TIME:
        if objective is Objective.STABLE and (quick := _at_once(search)) is not None:
            return _describe(search, objective, quick, started, optimal=False)
        raise OutOfTime(f"no pairing found within {time_limit} seconds")
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
    """Most welfare without a blocking pair; where minimum numbers forbid that, with the fewest."""
    hopeful = without_hopeless(search.instance, search.known, allow_closing=search.allow_closing)
    if _is_plain(search.instance) and len(hopeful.pairs) > MOST_PAIRS_SEARCHED:
        return Answer(Outcome.OUT_OF_TIME), Layout()
    narrowed = replace(search, known=hopeful)
    program, layout = _start(narrowed)
    keep_stable(program, layout, narrowed.instance, narrowed.known, may_block=False)
    answer = program.maximise(_gains(narrowed, layout))
    if answer.outcome is not Outcome.IMPOSSIBLE:
        return answer, layout
    program, layout = _start(search)
    excuses = keep_stable(program, layout, search.instance, search.known, may_block=True)
    return _in_turn_by_rows(program, [total(excuses.values(), -1.0), _gains(search, layout)]), layout


def _at_once(search: _Search) -> tuple[Pair, ...] | None:
    """What answers a stable search that ended without a pairing; None where neither way keeps to the limits."""
    if _is_plain(search.instance) and len(search.known.pairs) <= MOST_PAIRS_SEARCHED:
        return deferred_acceptance(search.instance, search.known)
    return by_flow(search.instance, search.known, allow_closing=search.allow_closing)


def _is_plain(instance: Instance) -> bool:
    return not instance.owners and not any(each.min_teams for each in instance.challenges)


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
    Objective.STABLE: _stable,
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
            return answer
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
    return {layout.pair[pair]: search.known.gain[pair] + PREFER_MORE_PAIRS for pair in search.known.pairs}


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
        optimal=True,
        seconds=_seconds_since(started),
        conflict=conflict,
    )


def _describe(
    search: _Search, objective: Objective, pairs: tuple[Pair, ...], started: float, *, optimal: bool
) -> Solution:
    instance, known = search.instance, search.known
    profile = [0] * _choices(instance)
    for pair in pairs:
        profile[known.choice[pair] - 1] += 1
    filled = {challenge for _, challenge in pairs}
    closed = tuple(
        sorted(each.id for each in instance.challenges if each.min_teams and each.id not in filled)
    )
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
