"""The texts of many teams laid out so that one problem is compared with all of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from matching.fit.facts import ChallengeFacts, TeamFacts
from matching.fit.texts import ENOUGH_ALIKE, NOT_ALIKE, problem_text
from registry.concepts.likeness import profile

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Features:
    """One kind of feature of all teams: a row a team, a column a feature; which teams have any."""

    column: Mapping[str, int]
    weights: Any  # a csc_array, which SciPy does not type
    known: NDArray[np.bool_]

    def cosines(self, asked: Mapping[str, float]) -> Real:
        """The cosine of every team with what is asked; both have length 1."""
        shared = [each for each in asked if each in self.column]
        wanted = np.array([asked[each] for each in shared], dtype=np.float64)
        result: Real = self.weights[:, [self.column[each] for each in shared]] @ wanted
        return np.minimum(1.0, result)


@dataclass(frozen=True, slots=True)
class TextTable:
    """What all teams write about their work, in the order of the teams."""

    own: _Features
    shared: _Features
    characters: _Features

    def credits(self, challenge: ChallengeFacts) -> Real:
        """`texts.text_credit` of every team, not a number where unknown."""
        asked = profile(problem_text(challenge)).kinds()
        total, shares = np.zeros(len(self.own.known)), np.zeros(len(self.own.known))
        for (share, wanted), features in zip(asked, (self.own, self.shared, self.characters), strict=True):
            if wanted:
                total += share * features.cosines(wanted)  # 0 for a team that has none
                shares += share * features.known
        alike = np.divide(total, shares, out=np.full(len(total), np.nan), where=shares > 0)
        points: Real = np.clip((alike - NOT_ALIKE) / (ENOUGH_ALIKE - NOT_ALIKE), 0.0, 1.0)
        return points


def lay_out_texts(teams: Sequence[TeamFacts]) -> TextTable:
    """Lay out what teams write about their work."""
    profiles = [profile(team.about) for team in teams]
    return TextTable(
        _features([each.own for each in profiles]),
        _features([each.shared for each in profiles]),
        _features([each.characters for each in profiles]),
    )


def _features(rows: Sequence[Mapping[str, float]]) -> _Features:
    column: dict[str, int] = {}
    places = [column.setdefault(feature, len(column)) for row in rows for feature in row]
    weights = np.array([weight for row in rows for weight in row.values()], dtype=np.float64)
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    shape = (len(rows), len(column))
    return _Features(
        column,
        scipy.sparse.csc_array((weights, (owners, places)), shape=shape),
        np.array([bool(row) for row in rows], dtype=np.bool_),
    )
