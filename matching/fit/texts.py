"""How alike the owner's words for the problem and the team's words for its work are."""

from collections.abc import Mapping

from matching.fit.facts import ChallengeFacts, TeamFacts
from registry.concepts.likeness import likeness, profile

ENOUGH_ALIKE = 0.15
"""The likeness that gives full points: the median of the odd judged pairs of the benchmark, across languages. Texts
that have nothing to do with each other lie at 0 across languages and at 0.02 within Chinese."""


def problem_text(challenge: ChallengeFacts) -> Mapping[str, str]:
    """A challenge's title and problem in each of their languages."""
    languages = sorted({*challenge.title, *challenge.problem})
    return {
        each: "\n".join(texts[each] for texts in (challenge.title, challenge.problem) if each in texts)
        for each in languages
    }


def text_credit(challenge: ChallengeFacts, team: TeamFacts) -> float | None:
    """Points from 0 to 1; None where one of them has not written anything that can be compared."""
    alike = likeness(profile(problem_text(challenge)), profile(team.about))
    return None if alike is None else min(1.0, alike / ENOUGH_ALIKE)
