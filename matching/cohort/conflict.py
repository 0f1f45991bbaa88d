"""Which limits cannot hold together when no pairing meets them all: as few of them as possible."""

import time
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from matching.cohort.instance import Instance
from matching.cohort.orders import Orders
from matching.cohort.program import Outcome, Program, total
from matching.cohort.quotas import Layout, lay_out, limits
from matching.cohort.solution import Limit

# Few conflicts that take longer to be proven smallest are ever proven; officers want to know what to change.
SECONDS_TO_PROVE = 20.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that no pairing meets together; where they are not proven the fewest, none of them can be left out."""

    limits: tuple[Limit, ...]
    proven: bool


def smallest_conflict(
    instance: Instance, known: Orders, *, allow_closing: bool, deadline: float | None
) -> Conflict:
    """A smallest set of limits that no pairing meets together; empty where all can be met.

    Every set of limits whose removal makes a pairing possible must share a limit with every conflict. So a
    smallest set that meets all removals found so far is either a conflict, and then a smallest one, or
    leaves a pairing that shows another removal. Source: Ignatiev, Previti, Liffiton and Marques-Silva,
    "Smallest MUS extraction with minimal hitting set dualization" (2015). What one removal shows holds for all
    that exchange limits of alike challenges.

    When the time for that runs out, limits are left out one by one as long as a conflict remains.
    """
    asked = _Asked(instance, known, allow_closing)
    everything = limits(instance)
    now = time.monotonic()
    until = now + (SECONDS_TO_PROVE if deadline is None else min(SECONDS_TO_PROVE, (deadline - now) / 2))
    alike = _alike(instance, known, everything)
    removals: list[list[Limit]] = []
    while True:
        hitting = _fewest_that_meet(removals, everything, alike, until)
        if hitting is None:
            return Conflict(_none_to_spare(asked, everything, deadline), proven=False)
        held = [limit for limit in everything if limit in hitting]
        program, layout = asked.laid_out(held, [limit for limit in everything if limit not in hitting], until)
        answer = program.maximise(total(layout.broken.values(), -1.0))
        if answer.outcome is Outcome.IMPOSSIBLE:
            return Conflict(tuple(held), proven=True)
        if not answer.found():
            return Conflict(_none_to_spare(asked, everything, deadline), proven=False)
        broken = [limit for limit, variable in layout.broken.items() if answer.values[variable]]
        if not broken:
            return Conflict((), proven=True)
        removals.append(broken)


@dataclass(frozen=True, slots=True)
class _Asked:
    instance: Instance
    known: Orders
    allow_closing: bool

    def laid_out(
        self, hard: Collection[Limit], soft: Collection[Limit], deadline: float | None
    ) -> tuple[Program, Layout]:
        program = Program(deadline)
        closing = self.allow_closing
        return program, lay_out(program, self.instance, self.known, hard, soft, allow_closing=closing)


def _none_to_spare(asked: _Asked, everything: list[Limit], deadline: float | None) -> tuple[Limit, ...]:
    """A conflict of which no limit can be left out; less was left out when the deadline passed."""
    kept = list(everything)
    for limit in everything:
        fewer = [each for each in kept if each != limit]
        program, _ = asked.laid_out(fewer, (), deadline)
        if program.maximise({}).outcome is Outcome.IMPOSSIBLE:
            kept = fewer
    return tuple(kept)


def _alike(instance: Instance, known: Orders, everything: list[Limit]) -> Mapping[Limit, tuple[Limit, ...]]:
    """For each limit those that could stand for it: of challenges with the same numbers, owner and teams."""
    teams: defaultdict[str, set[str]] = defaultdict(set)
    for team, challenge in known.pairs:
        teams[challenge].add(team)
    kind_of = {
        each.id: (each.min_teams, each.max_teams, each.owner, frozenset(teams[each.id]))
        for each in instance.challenges
    }
    groups: defaultdict[object, list[Limit]] = defaultdict(list)
    for limit in everything:
        groups[limit.kind, kind_of[limit.id] if limit.kind.of_challenge() else limit.id].append(limit)
    return {limit: tuple(group) for group in groups.values() for limit in group}


def _fewest_that_meet(
    removals: list[list[Limit]],
    everything: list[Limit],
    alike: Mapping[Limit, tuple[Limit, ...]],
    deadline: float,
) -> frozenset[Limit] | None:
    """The fewest limits that share one with each removal, and with each that exchanges limits for alike ones.

    A removal of k among n alike limits, exchanged at will, is met by n - k + 1 of them and by no fewer.
    """
    program = Program(deadline)
    variable = {limit: program.variable() for limit in everything}
    for removal in removals:
        groups = dict.fromkeys(alike[limit] for limit in removal)
        if len({group[0].id for group in groups}) < len(groups):
            # Exchanging challenges would exchange two limits of each at once.
            program.row(total(variable[limit] for limit in removal), low=1)
            continue
        met = {}
        for group in groups:
            met[program.variable()] = 1.0
            enough = len(group) - sum(limit in removal for limit in group) + 1
            program.row(
                {**total(variable[limit] for limit in group), next(reversed(met)): -float(enough)}, low=0
            )
        program.row(met, low=1)
    answer = program.maximise(total(variable.values(), -1.0))
    if answer.outcome is not Outcome.PROVEN:
        return None
    return frozenset(limit for limit, number in variable.items() if answer.values[number])
