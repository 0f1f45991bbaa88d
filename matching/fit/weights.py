"""How much each criterion counts: chosen by a programme and published before it opens."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

from matching.fit.result import CriterionId


@dataclass(frozen=True, slots=True)
class Weights:
    """The share of each criterion. Any figures from 0 up may be given; `normalised` makes them sum to 1.

    Raises:
        ValueError: a weight is negative or not a number, or all of them are 0.
    """

    skills: float
    domain: float
    place_language: float
    capacity: float
    track_record: float
    interest: float
    problem_text: float = 0.0

    def __post_init__(self) -> None:
        for name, weight in self.as_mapping().items():
            if not math.isfinite(weight) or weight < 0:
                raise ValueError(f"{name}: a weight is a number from 0 up, not {weight}")
        if not any(self.as_mapping().values()):
            raise ValueError("at least one weight must be above 0")

    def as_mapping(self) -> Mapping[str, float]:
        """The weights by criterion."""
        return {each.name: float(getattr(self, each.name)) for each in fields(self)}

    def normalised(self) -> "Weights":
        """The same proportions, summing to 1."""
        total = math.fsum(self.as_mapping().values())
        return Weights(**{name: weight / total for name, weight in self.as_mapping().items()})

    def of(self, criterion: CriterionId) -> float:
        """The weight of one criterion."""
        return self.as_mapping()[criterion.value]


DEFAULT_WEIGHTS = Weights(
    # A starting point for a programme to change, not a measurement: skills decide whether the work can be
    # done at all; domain and a workload that fits whether it is done well; the rest tells equals apart.
    skills=0.30,
    domain=0.15,
    place_language=0.10,
    capacity=0.15,
    track_record=0.10,
    interest=0.10,
    problem_text=0.10,
)
