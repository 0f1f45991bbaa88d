"""How near two concepts are, from the broader links of the vocabulary."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from registry.concepts import CONCEPTS

# Somebody who knows the broader field has half of what the narrower one asks; each further step halves it
# again. Two narrower concepts of one field are therefore worth a quarter to each other. These are choices,
# not findings: they only have to keep the order exact > same field > unrelated, and a programme's reviewers
# see them applied.
CREDIT_PER_STEP_UP = 0.5
# Farther than two steps the broader concept is too general ("technology") to say anything.
FARTHEST_STEPS_UP = 2


@cache
def broader_steps(concept: str) -> Mapping[str, int]:
    """Every concept at or above this one, with the fewest steps up to it (itself: 0).

    A concept that the vocabulary does not know stands alone.
    """
    steps = {concept: 0}
    frontier = [concept]
    while frontier:
        above = {
            parent
            for each in frontier
            if each in CONCEPTS
            for parent in CONCEPTS[each].broader
            if parent not in steps
        }
        distance = steps[frontier[0]] + 1
        steps.update(dict.fromkeys(above, distance))
        frontier = sorted(above)
    return MappingProxyType(steps)


def credit(offered: str, wanted: str) -> float:
    """How much of the wanted concept somebody has who offers another, 0 to 1.

    The same or a narrower one counts fully; a broader one half for each step up to it; a neighbour half of
    what the nearest concept above both of them counts.
    """
    from_wanted, from_offered = broader_steps(wanted), broader_steps(offered)
    return max(
        (
            _worth(from_wanted[concept], is_itself=from_offered[concept] == 0)
            for concept in from_wanted.keys() & from_offered.keys()
        ),
        default=0.0,
    )


def _worth(steps_up: int, *, is_itself: bool) -> float:
    if steps_up > FARTHEST_STEPS_UP:
        return 0.0
    neighbour = CREDIT_PER_STEP_UP if steps_up and not is_itself else 1.0
    return float(CREDIT_PER_STEP_UP**steps_up * neighbour)
