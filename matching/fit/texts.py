"""How alike the owner's words for the problem and the team's words for its work are."""

from collections.abc import Mapping

from matching.fit.facts import ChallengeFacts, TeamFacts
from registry.concepts.likeness import likeness, profile

NOT_ALIKE = 0.03
"""The likeness up to which there are no points: of four unrelated texts three lie below."""

ENOUGH_ALIKE = 0.15
"""The likeness that gives full points: the median of the judged pairs of the benchmark, across languages."""


def problem_text(challenge: ChallengeFacts) -> Mapping[str, str]:
    """A challenge's title and problem in each of their languages."""
    languages = sorted({*challenge.title, *challenge.problem})
    return {
        each: "\n".join(texts[each] for texts in (challenge.title, challenge.problem) if each in texts)
        for each in languages
    }


def text_credit(challenge: ChallengeFacts, team: TeamFacts) -> float | None:
    """Points from 0 to 1, evenly between the two likenesses; None where one of them has written nothing to compare."""
    alike = likeness(profile(problem_text(challenge)), profile(team.about))
    if alike is None:
        return None
    return min(1.0, max(0.0, (alike - NOT_ALIKE) / (ENOUGH_ALIKE - NOT_ALIKE)))
