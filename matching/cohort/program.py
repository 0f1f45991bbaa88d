"""A linear program in whole numbers that grows row by row, solved exactly by HiGHS."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy  # its parts load when they are first used: whoever only reads pays for none
from numpy.typing import NDArray

Terms = Mapping[int, float]
"""Coefficients by variable."""

# What `scipy.optimize.milp` returns as `status`, as its documentation lists them.
_SOLVED, _LIMIT, _INFEASIBLE = 0, 1, 2

Numbers = NDArray[np.float64]


class Outcome(StrEnum):
    """How far a solve came: proven best, best found in time, proven impossible, or nothing found in time."""

    PROVEN = "proven"
    FOUND = "found"
    IMPOSSIBLE = "impossible"
    OUT_OF_TIME = "out of time"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome and, where something was found, the value of each variable.

    `gap` is how far from the best what was found may be at most, as a share of it; None where HiGHS proved no bound.
    """

    outcome: Outcome
    values: tuple[int, ...] = ()
    gap: float | None = None

    def told(self) -> bool:
        """Whether it is proven what is best, or that nothing is possible."""
        return self.outcome in {Outcome.PROVEN, Outcome.IMPOSSIBLE}

    def found(self) -> bool:
        """Whether there are values."""
        return self.outcome in {Outcome.PROVEN, Outcome.FOUND}


class Program:
    """Whole numbers from 0 up, most of them 0 or 1, and rows that bound sums of them.

    Every variable is whole, even where the rows alone would make it so: HiGHS 1.12, which SciPy 1.17 carries, was
    seen to presolve programs with continuous variables to a worse answer and to call it proven.

    `deadline` is a reading of `time.monotonic`; no solve goes on after it.
    """

    def __init__(self, deadline: float | None = None) -> None:
        self._deadline = deadline
        self._most: list[float] = []
        self._row: list[int] = []
        self._column: list[int] = []
        self._coefficient: list[float] = []
        self._low: list[float] = []
        self._high: list[float] = []

    def variable(self, *, high: float = 1.0) -> int:
        """A new variable, a whole number from 0 to `high`."""
        self._most.append(high)
        return len(self._most) - 1

    def row(self, terms: Terms, low: float = -np.inf, high: float = np.inf) -> None:
        """Ask that the sum of the terms lies between low and high."""
        number = len(self._low)
        self._row.extend([number] * len(terms))
        self._column.extend(terms.keys())
        self._coefficient.extend(terms.values())
        self._low.append(low)
        self._high.append(high)

    def maximise(self, gains: Terms) -> Answer:
        """Values that meet every row and make the sum of the gains as great as possible."""
        if not self._most:
            possible = all(low <= 0 <= high for low, high in zip(self._low, self._high, strict=True))
            return Answer(Outcome.PROVEN if possible else Outcome.IMPOSSIBLE)
        left = self.seconds_left()
        if left <= 0:
            return Answer(Outcome.OUT_OF_TIME)
        matrix, low, high, most = self.rows()
        costs = np.zeros(len(self._most))
        costs[list(gains.keys())] = [-gain for gain in gains.values()]
        result = scipy.optimize.milp(
            costs,
            integrality=np.ones(len(most), dtype=np.int64),
            bounds=scipy.optimize.Bounds(np.zeros(len(most)), most),
            constraints=[scipy.optimize.LinearConstraint(matrix, low, high)] if len(low) else [],
            options={"mip_rel_gap": 0.0, "time_limit": left},
        )
        if result.status == _INFEASIBLE:
            return Answer(Outcome.IMPOSSIBLE)
        if result.x is None:
            if result.status == _LIMIT:
                return Answer(Outcome.OUT_OF_TIME)
            raise RuntimeError(f"HiGHS stopped: {result.message}")
        values = tuple(int(value) for value in np.rint(result.x))
        if result.status == _SOLVED:
            return Answer(Outcome.PROVEN, values, 0.0)
        bounded = result.mip_gap is not None and np.isfinite(result.mip_gap)
        return Answer(Outcome.FOUND, values, float(result.mip_gap) if bounded else None)

    def rows(self) -> tuple["scipy.sparse.csr_array", Numbers, Numbers, Numbers]:
        """The rows as a matrix, their lower and upper bounds, and the upper bounds of the variables."""
        shape = (len(self._low), len(self._most))
        matrix = scipy.sparse.csr_array((self._coefficient, (self._row, self._column)), shape=shape)
        return matrix, np.array(self._low), np.array(self._high), np.array(self._most)

    def seconds_left(self) -> float:
        """The seconds until the deadline; infinite without one."""
        return np.inf if self._deadline is None else self._deadline - time.monotonic()


def total(variables: Iterable[int], weight: float = 1.0) -> dict[int, float]:
    """The terms of a plain sum."""
    return dict.fromkeys(variables, weight)
