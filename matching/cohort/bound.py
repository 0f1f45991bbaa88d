"""What no stable pairing of a cohort can exceed, from a linear program that is quick to solve."""

from dataclasses import dataclass

import numpy as np
import scipy

from matching.cohort.arrays import Arrays, Flags, Real, Whole

# A row is looked at again when it is broken by more than the solver itself allows.
_BROKEN = 1e-6

# What `scipy.optimize.linprog` returns as `status`, as its documentation lists them.
_SOLVED = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """No stable pairing gains more than `most`; `made` is to which part each pair is made where that is reached.

    `worth` is by how much more a pair would have to gain to be made: from minus that to 0, above for sure ones.
    """

    most: float
    made: Real
    worth: Real


def bound(cohort: Arrays, rounds: int) -> Bound | None:
    """How much stable pairings can gain together at most; None where the program was not solved.

    The program has a variable for each pair, and for each grade of each challenge one that says that it is full with
    teams of that grade or better: a cutoff, as in Agoston, Biro and McBride, "Integer programming methods for special
    college admissions problems" (2016). A team keeps off a challenge only behind a cutoff or in a pair it likes no
    less; who is in a challenge keeps all cutoffs above him down. Most of these rows never bind. So it is solved
    without them, and up to `rounds` times again with those that were broken: every round only lowers the bound.
    """
    rows = _Rows(cohort)
    matrix, low, high, most, waiting = rows.build()
    gains = np.zeros(matrix.shape[1])
    gains[: len(cohort.gain)] = cohort.gain
    active, found = ~waiting, None
    for _ in range(1 + rounds):
        equal, above, below = low == high, np.isfinite(high) & (low != high), np.isfinite(low) & (low != high)
        upper, lower = matrix[active & above], matrix[active & below]
        result = scipy.optimize.linprog(
            -gains,
            A_ub=scipy.sparse.vstack([upper, -lower], format="csr"),
            b_ub=np.concatenate([high[active & above], -low[active & below]]),
            A_eq=matrix[active & equal],
            b_eq=low[active & equal],
            bounds=list(zip(np.zeros(len(most)).tolist(), most.tolist(), strict=True)),
            method="highs-ipm",
        )
        if result.status != _SOLVED or result.fun is None:
            return found
        pairs, values = len(cohort.gain), np.asarray(result.x)
        prices = -(result.lower.marginals + result.upper.marginals)
        found = Bound(-float(result.fun), values[:pairs], prices[:pairs])
        value = matrix @ values
        broken = waiting & ~active & (np.maximum(low - value, value - high) > _BROKEN)
        if not broken.any():
            return found
        active |= broken
    return found


class _Rows:
    """The program's rows, gathered as arrays and put together once."""

    def __init__(self, cohort: Arrays) -> None:
        self.cohort = cohort
        self.row: list[Whole] = []
        self.column: list[Whole] = []
        self.coefficient: list[Real] = []
        self.low: list[Real] = []
        self.high: list[Real] = []
        self.waiting: list[Flags] = []
        self.count = 0

    def add(
        self,
        count: int,
        terms: list[tuple[Whole, Whole, Real | float]],
        low: Real | float,
        high: Real | float,
    ) -> None:
        """`count` rows; each of `terms` is which of them, which variable, and its coefficient."""
        for row, column, coefficient in terms:
            self.row.append(row + self.count)
            self.column.append(column)
            self.coefficient.append(np.broadcast_to(np.asarray(coefficient, dtype=np.float64), row.shape))
        self.low.append(np.broadcast_to(np.asarray(low, dtype=np.float64), (count,)))
        self.high.append(np.broadcast_to(np.asarray(high, dtype=np.float64), (count,)))
        self.count += count

    def build(self) -> tuple["scipy.sparse.csr_array", Real, Real, Real, Flags]:
        """The matrix, the rows' bounds, the variables' upper bounds, and which rows wait until they are broken."""
        cohort, pairs = self.cohort, np.arange(len(self.cohort.team))
        by_team = _Steps(cohort.team, cohort.team_order)
        by_challenge = _Steps(cohort.challenge, cohort.challenge_order)
        had, filled = len(pairs), len(pairs) + by_team.count
        cutoffs = filled + by_challenge.count
        self._running(by_team, had, pairs)
        self._running(by_challenge, filled, pairs)
        full = cohort.most[by_challenge.member].astype(np.float64)
        steps = np.arange(by_challenge.count)
        self.add(
            by_challenge.count, [(steps, filled + steps, 1.0), (steps, cutoffs + steps, -full)], 0, np.inf
        )
        later = np.flatnonzero(by_challenge.before >= 0)
        same = np.arange(len(later))
        self.add(
            len(later),
            [
                (same, cutoffs + later, 1.0),
                (same, cutoffs + by_challenge.before[later], -1.0),
            ],
            0,
            np.inf,
        )
        last = by_challenge.last
        self.add(
            len(last),
            [(np.arange(len(last)), filled + last, 1.0)],
            cohort.least[by_challenge.member[last]].astype(np.float64),
            np.inf,
        )
        plain = self.count
        capacity = cohort.capacity[cohort.team].astype(np.float64)
        self.add(
            len(pairs),
            [
                (pairs, had + by_team.of_pair, 1.0),
                (pairs, pairs, capacity - 1.0),
                (pairs, cutoffs + by_challenge.of_pair, capacity),
            ],
            capacity,
            np.inf,
        )
        behind = np.flatnonzero(by_challenge.before[by_challenge.of_pair] >= 0)
        same = np.arange(len(behind))
        above = by_challenge.before[by_challenge.of_pair[behind]]
        self.add(len(behind), [(same, behind, 1.0), (same, cutoffs + above, 1.0)], -np.inf, 1)
        most = np.concatenate(
            [
                np.ones(len(pairs)),
                cohort.capacity[by_team.member],
                cohort.most[by_challenge.member],
                np.ones(by_challenge.count),
            ]
        )
        shape = (self.count, len(most))
        entries = (np.concatenate(self.row), np.concatenate(self.column))
        matrix = scipy.sparse.csr_array((np.concatenate(self.coefficient), entries), shape=shape)
        return (
            matrix,
            np.concatenate(self.low),
            np.concatenate(self.high),
            most,
            np.arange(self.count) >= plain,
        )

    def _running(self, side: "_Steps", first: int, pairs: Whole) -> None:
        """Each step's variable counts the pairs made in it and in the steps before it."""
        steps = np.arange(side.count)
        later = np.flatnonzero(side.before >= 0)
        self.add(
            side.count,
            [
                (steps, first + steps, -1.0),
                (later, first + side.before[later], 1.0),
                (side.of_pair, pairs, 1.0),
            ],
            0,
            0,
        )


class _Steps:
    """The grades in which each member of a side likes its pairs, best first, numbered through all members.

    `of_pair` is the step of each pair, `member` whose step it is, `before` the same member's step before it (-1 for
    none), `last` the last step of each member that has any.
    """

    def __init__(self, side: Whole, order: Real) -> None:
        sorting = np.lexsort((order, side))
        member, liked = side[sorting], order[sorting]
        starts = np.ones(len(sorting), dtype=np.bool_)
        starts[1:] = (member[1:] != member[:-1]) | (liked[1:] != liked[:-1])
        self.of_pair = np.empty(len(sorting), dtype=np.int64)
        self.of_pair[sorting] = np.cumsum(starts) - 1
        self.member = member[starts]
        self.count = len(self.member)
        self.before = np.arange(-1, self.count - 1)
        self.before[1:][self.member[1:] != self.member[:-1]] = -1
        self.last = np.flatnonzero(np.append(self.member[1:] != self.member[:-1], self.count > 0))
