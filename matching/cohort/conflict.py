"""Which limits cannot hold together when no pairing meets them all: as few of them as possible."""

from collections.abc import Collection

from matching.cohort.instance import Instance
from matching.cohort.orders import Orders
from matching.cohort.program import Outcome, Program, total
from matching.cohort.quotas import lay_out, limits
from matching.cohort.solution import Limit


def smallest_conflict(
    instance: Instance, known: Orders, *, allow_closing: bool, deadline: float | None
) -> tuple[Limit, ...]:
    """A smallest set of limits that no pairing meets together; empty where all can be met.

    Every set of limits whose removal makes a pairing possible must share a limit with every conflict. So a
    smallest set that meets all removals found so far is either a conflict, and then a smallest one, or
    leaves a pairing that shows another removal. Source: Ignatiev, Previti, Liffiton and Marques-Silva,
    "Smallest MUS extraction with minimal hitting set dualization" (2015).

    When time runs out, all limits are returned: a true conflict, if not a small one.
    """
    everything = limits(instance)
    removals: list[frozenset[Limit]] = []
    while True:
        hitting = _fewest_that_meet(removals, everything, deadline)
        if hitting is None:
            return tuple(everything)
        soft = [limit for limit in everything if limit not in hitting]
        program = Program(deadline)
        layout = lay_out(
            program, instance, known, sorted_like(everything, hitting), soft, allow_closing=allow_closing
        )
        answer = program.maximise(total(layout.broken.values(), -1.0))
        if answer.outcome is Outcome.IMPOSSIBLE:
            return tuple(sorted_like(everything, hitting))
        if not answer.found():
            return tuple(everything)
        broken = frozenset(limit for limit, variable in layout.broken.items() if answer.values[variable])
        if not broken:
            return ()
        removals.append(broken)


def sorted_like(order: list[Limit], chosen: Collection[Limit]) -> list[Limit]:
    """The chosen limits in the order of all."""
    return [limit for limit in order if limit in chosen]


def _fewest_that_meet(
    removals: list[frozenset[Limit]], everything: list[Limit], deadline: float | None
) -> frozenset[Limit] | None:
    program = Program(deadline)
    variable = {limit: program.variable() for limit in everything}
    for removal in removals:
        program.row(total(variable[limit] for limit in removal), low=1)
    answer = program.maximise(total(variable.values(), -1.0))
    if not answer.found():
        return None
    return frozenset(limit for limit, number in variable.items() if answer.values[number])
