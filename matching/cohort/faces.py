"""Reaches several aims one after the other, quickly, where a pairing is a flow through a network."""

from collections.abc import Sequence

import numpy as np
import scipy

from matching.cohort.program import Answer, Outcome, Program, Terms

# Whole coefficients in a network give whole prices and whole corners; this is far from the next whole number.
NOT_ZERO = 1e-6

# What `scipy.optimize.linprog` returns as `status`, as its documentation lists them.
_SOLVED, _INFEASIBLE = 0, 2


def reach_in_turn(program: Program, aims: Sequence[Terms]) -> Answer | None:
    """Reach each aim as far as the ones before it allow; all but the last have whole coefficients.

    Capacities, maxima and minima of teams, challenges and owners are the rows of a network, so the corners
    of the linear program are whole. Asking the next aim to keep what this one reached would add a row that
    breaks the network. Instead all that the best pairings agree on is settled: by complementary slackness a
    variable with a reduced cost stays at its bound, and a row with a price stays at its limit.

    None where a corner is not whole or the time is over: then another way has to be found.
    """
    matrix, low, high, most = program.rows()
    least = np.zeros(len(most))
    values = least
    for number, aim in enumerate(aims):
        if number and not aim:
            continue
        above, below = np.isfinite(high), np.isfinite(low)
        costs = np.zeros(len(most))
        costs[list(aim.keys())] = [-gain for gain in aim.values()]
        left = program.seconds_left()
        if left <= 0:
            return None
        result = scipy.optimize.linprog(
            costs,
            A_ub=scipy.sparse.vstack([matrix[above], -matrix[below]], format="csr"),
            b_ub=np.concatenate([high[above], -low[below]]),
            bounds=list(zip(least.tolist(), most.tolist(), strict=True)),
            method="highs-ds",
            options={"time_limit": left},
        )
        if result.status == _INFEASIBLE and not number:
            return Answer(Outcome.IMPOSSIBLE)
        if result.status != _SOLVED or result.x is None:
            return None
        values = np.rint(result.x)
        if np.abs(result.x - values).max(initial=0.0) > NOT_ZERO:
            return None
        settled = np.abs(result.lower.marginals + result.upper.marginals) > NOT_ZERO
        least, most = np.where(settled, values, least), np.where(settled, values, most)
        priced = np.abs(result.ineqlin.marginals) > NOT_ZERO
        at_high, at_low = np.zeros_like(above), np.zeros_like(below)
        at_high[above], at_low[below] = priced[: above.sum()], priced[above.sum() :]
        low, high = np.where(at_high, high, low), np.where(at_low, low, high)
    return Answer(Outcome.PROVEN, tuple(int(value) for value in values))
