"""The same question put to another solver: CP-SAT of OR-tools, with rows written from the definitions alone."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from ortools.sat.python import cp_model

from matching.cohort import Instance, Objective, Pair
from tests.matching.cohort.oracle import Made, Oracle, place

EXACT = 1_000_000
"""CP-SAT counts in whole numbers: what pairs gain is rounded to a millionth."""

Held = Callable[[str, str], bool]
"""Whether a limit, by its kind and the id it belongs to, is to be kept."""


class Rival:
    """A model that holds every limit, or the chosen ones, and can be asked for one aim after another."""

    def __init__(
        self, instance: Instance, *, allow_closing: bool, held: Held = lambda _kind, _id: True
    ) -> None:
        self.oracle = Oracle(instance)
        self.model = cp_model.CpModel()
        self.made = {pair: self.model.new_bool_var(f"{pair}") for pair in self.oracle.acceptable()}
        for team in instance.teams:
            self.model.add(self.sum(pair for pair in self.made if pair[0] == team.id) <= team.capacity)
        for challenge in instance.challenges:
            count = self.sum(pair for pair in self.made if pair[1] == challenge.id)
            if held("CHALLENGE_MAXIMUM", challenge.id):
                self.model.add(count <= challenge.max_teams)
            if held("CHALLENGE_MINIMUM", challenge.id):
                runs = self.model.new_bool_var(f"{challenge.id} runs")
                self.model.add(count >= challenge.min_teams).only_enforce_if(runs)
                self.model.add(count == 0).only_enforce_if(~runs)
                if not allow_closing:
                    self.model.add(count >= challenge.min_teams)
        for owner in instance.owners:
            count = self.sum(pair for pair in self.made if self.owner_of(pair) == owner.id)
            if held("OWNER_MAXIMUM", owner.id):
                self.model.add(count <= owner.max_teams)
            if held("OWNER_MINIMUM", owner.id):
                self.model.add(count >= owner.min_teams)

    def sum(self, pairs: Iterable[Pair]) -> cp_model.LinearExpr:
        return cp_model.LinearExpr.sum([self.made[each] for each in pairs])

    def owner_of(self, pair: Pair) -> str | None:
        return self.oracle.challenge[pair[1]].owner

    def blocks(self) -> list[cp_model.IntVar]:
        """One variable a pair: 1 where it is not made and both sides would rather have each other."""
        return [self._blocks(pair) for pair in self.made]

    def _blocks(self, pair: Pair) -> cp_model.IntVar:
        oracle, model = self.oracle, self.model
        team, challenge = oracle.team[pair[0]], oracle.challenge[pair[1]]
        blocks = model.new_bool_var(f"{pair} blocks")
        mine = [each for each in self.made if each[0] == team.id]
        theirs = [each for each in self.made if each[1] == challenge.id]
        content = model.new_bool_var(f"{pair} team content")
        liked = [each for each in mine if oracle.team_likes(each) >= oracle.team_likes(pair)]
        model.add(self.sum(liked) >= team.capacity).only_enforce_if(content)
        full = model.new_bool_var(f"{pair} challenge content")
        liked = [each for each in theirs if oracle.challenge_likes(each) >= oracle.challenge_likes(pair)]
        model.add(self.sum(liked) >= challenge.max_teams).only_enforce_if(full)
        excuses = [self.made[pair], blocks, content, full]
        if challenge.min_teams >= 2:
            shut = model.new_bool_var(f"{pair} shut")
            model.add(self.sum(theirs) == 0).only_enforce_if(shut)
            excuses.append(shut)
        owner = oracle.owner.get(challenge.owner or "")
        if owner is not None:
            barred = model.new_bool_var(f"{pair} owner content")
            under = [each for each in self.made if self.owner_of(each) == owner.id]
            model.add(self.sum(under) >= owner.max_teams).only_enforce_if(barred)
            model.add(self.sum(theirs) <= challenge.max_teams - 1).only_enforce_if(barred)
            for each in under:
                if each != pair and self._owner_would_change(pair, each):
                    model.add_implication(barred, ~self.made[each])
            excuses.append(barred)
        model.add_bool_or(excuses)
        return blocks

    def _owner_would_change(self, pair: Pair, other: Pair) -> bool:
        if other[0] == pair[0]:
            return self.oracle.team_likes(pair) > self.oracle.team_likes(other)
        return self.oracle.owner_likes(pair) > self.oracle.owner_likes(other)

    def possible(self) -> bool:
        return self._solved() is not None

    def reach(self, aims: Sequence[cp_model.LinearExprT]) -> Made | None:
        """Make each aim as great as the ones before it allow; None where nothing is possible."""
        made = None
        for aim in aims:
            self.model.maximize(aim)
            solver = self._solved()
            if solver is None:
                return None
            self.model.add(aim >= round(solver.objective_value))
            made = frozenset(pair for pair, variable in self.made.items() if solver.value(variable))
        return made

    def _solved(self) -> cp_model.CpSolver | None:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(self.model)
        assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
        return solver if status == cp_model.OPTIMAL else None


def best(instance: Instance, objective: Objective, *, allow_closing: bool) -> Made | None:
    """A best pairing by an objective, or None."""
    rival = Rival(instance, allow_closing=allow_closing)
    gains = [round(EXACT * rival.oracle.gain(pair)) for pair in rival.made]
    welfare = cp_model.LinearExpr.weighted_sum(list(rival.made.values()), gains)
    size = rival.sum(rival.made)
    choice = {pair: place(rival.oracle.team[pair[0]].preferences, pair[1]) for pair in rival.made}
    by_choice = [
        rival.sum(pair for pair in rival.made if choice[pair] == number)
        for number in range(1, max(choice.values(), default=0) + 1)
    ]
    aims = {
        Objective.WELFARE: lambda: [welfare],
        Objective.STABLE: lambda: [-cp_model.LinearExpr.sum(rival.blocks()), welfare],
        Objective.GENEROUS: lambda: [size, *(-count for count in reversed(by_choice[1:]))],
        Objective.GREEDY: lambda: [size, *by_choice],
        Objective.MIN_COST: lambda: [
            size,
            -cp_model.LinearExpr.weighted_sum(list(rival.made.values()), list(choice.values())),
        ],
    }
    return rival.reach(aims[objective]())


def possible(instance: Instance, held: Iterable[tuple[str, str]], *, allow_closing: bool) -> bool:
    """Whether a pairing meets the chosen limits and the teams' capacities."""
    chosen = set(held)
    return Rival(
        instance, allow_closing=allow_closing, held=lambda kind, identity: (kind, identity) in chosen
    ).possible()


def limits_of(instance: Instance) -> list[tuple[str, str]]:
    """Every limit that says anything, by its kind and id."""
    return [
        (kind, each.id)
        for noun, members in (("CHALLENGE", instance.challenges), ("OWNER", instance.owners))
        for each in members
        for kind in (f"{noun}_MAXIMUM", *([f"{noun}_MINIMUM"] if each.min_teams else []))
    ]


def smaller_conflict(
    instance: Instance, size: int, *, allow_closing: bool, most: int = 500
) -> tuple[tuple[str, str], ...] | None:
    """A set of fewer than `size` limits that cannot hold together, of the first `most` sets that are looked at."""
    for number, fewer in enumerate(combinations(limits_of(instance), size - 1)):
        if number >= most:
            break
        if not possible(instance, fewer, allow_closing=allow_closing):
            return fewer
    return None
