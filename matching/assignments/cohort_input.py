"""What the pairing of a round depends on: who bid for what, what people and fit say, how many each takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matching.assignments.model import JSON
from matching.fit import Fit, grade
from matching.grading.model import HIGHEST_GRADE, LOWEST_GRADE, NOT_GRADED, Grades
from matching.programmes.model import HIGHEST_SCORE

#: Of what a challenge thinks of a team, the share that people decide; the rest is fit. Two to one: reviewers read the
#: proposal and fit does not, but fit saw every team with the same eyes. A choice, stated on the method page.
REVIEWERS_SHARE = 2 / 3


@dataclass(frozen=True, slots=True)
class Bid:
    """One application as the pairing sees it.

    Attributes:
        preference: the team's rank of the challenge, 1 for its first choice.
        reviews: how many reviewers scored it.
        review_mean: their mean, 0 to 5; None without reviews.
        fit: of challenge and team, with the gates as they stand now.
        grades: what owner and team think of working with each other.
    """

    application_id: str
    team_id: str
    challenge_id: str
    preference: int
    reviews: int
    review_mean: float | None
    fit: Fit
    grades: Grades = NOT_GRADED

    def for_challenge(self) -> tuple[float, float]:
        """How the challenge ranks the bid, the larger the better: its owner's grade, within one grade the worth.

        A bid without a grade stands where its worth falls on the scale of grades, so that its owner's silence lowers
        nothing.
        """
        worth = self.worth()
        return _on_scale(worth, self.grades.by_owner), worth

    def for_team(self) -> tuple[float, float]:
        """How the team ranks the challenge, the larger the better: its grade, within one grade its order of choices.

        Without a grade a first choice stands with the highest, a second in the middle, as 1 and 1/2 on the scale: what
        fit makes of interest. So the grade of another challenge comes before no first choice.
        """
        wish = 1 / self.preference
        return _on_scale(wish, self.grades.by_team), wish

    def worth(self) -> float:
        """What reviewers and fit say of the team, in tenths, or fit alone without reviews."""
        fitting = self.fit.for_challenge.score or 0.0
        if self.review_mean is None:
            return grade(fitting)
        reviewed = self.review_mean / HIGHEST_SCORE
        return grade(REVIEWERS_SHARE * reviewed + (1 - REVIEWERS_SHARE) * fitting)


@dataclass(frozen=True, slots=True)
class Room:
    """A challenge, where its owner is (ISO 3166-2), and how many teams it needs and takes."""

    challenge_id: str
    min_teams: int
    max_teams: int
    place: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A team, how many more challenges it takes, and whether it delivered anything before."""

    team_id: str
    capacity: int
    is_newcomer: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything about a round on one day that its pairing depends on."""

    programme_id: str
    as_of: date
    weights: Mapping[str, float]
    rooms: tuple[Room, ...]
    candidates: tuple[Candidate, ...]
    bids: tuple[Bid, ...]

    def standing(self) -> tuple[Bid, ...]:
        """The bids whose teams still pass every gate."""
        return tuple(bid for bid in self.bids if bid.fit.passed)

    def cohort(self) -> JSON:
        """The round in the format that `commonfield cohort solve` reads, sorted so that equal rounds are equal."""
        standing = self.standing()
        return {
            "teams": [
                {
                    "id": each.team_id,
                    "capacity": each.capacity,
                    "preferences": _groups(
                        (bid.for_team(), bid.challenge_id) for bid in standing if bid.team_id == each.team_id
                    ),
                }
                for each in sorted(self.candidates, key=lambda each: each.team_id)
            ],
            "challenges": [
                {
                    "id": room.challenge_id,
                    "min_teams": room.min_teams,
                    "max_teams": room.max_teams,
                    "preferences": _groups(
                        (bid.for_challenge(), bid.team_id)
                        for bid in standing
                        if bid.challenge_id == room.challenge_id
                    ),
                }
                for room in sorted(self.rooms, key=lambda room: room.challenge_id)
            ],
        }

    def as_json(self) -> JSON:
        """The cohort, and what its preferences rest on; ids and figures only, no names."""
        return {
            "programme": self.programme_id,
            "as_of": self.as_of.isoformat(),
            "weights": dict(self.weights),
            "reviewers_share": REVIEWERS_SHARE,
            "cohort": self.cohort(),
            "bids": [_bid_as_json(bid) for bid in sorted(self.bids, key=lambda bid: bid.application_id)],
        }


def same_cohort(stored: Mapping[str, Any], gathered: Gathered) -> bool:
    """Whether a round would be paired from the same input now as when it was stored."""
    return bool(stored["cohort"] == gathered.cohort())


def _bid_as_json(bid: Bid) -> JSON:
    return {
        "application": bid.application_id,
        "team": bid.team_id,
        "challenge": bid.challenge_id,
        "preference": bid.preference,
        "reviews": bid.reviews,
        "review_mean": bid.review_mean,
        "fit": bid.fit.score,
        "fit_for_challenge": bid.fit.for_challenge.score,
        "worth": bid.worth(),
        "grade_by_owner": bid.grades.by_owner,
        "grade_by_team": bid.grades.by_team,
        "failed_gates": [gate.code.value for gate in bid.fit.failed_gates()],
    }


def _on_scale(share: float, given: int | None) -> float:
    """A mutual grade, or the whole grade nearest to a share from 0 to 1 where none was given."""
    return LOWEST_GRADE + round(share * (HIGHEST_GRADE - LOWEST_GRADE)) if given is None else given


def _groups(ranked: Iterable[tuple[tuple[float, float], str]]) -> list[list[str]]:
    """Ids in groups that are ranked alike, the best first."""
    found: dict[tuple[float, float], list[str]] = {}
    for rank, member in sorted(ranked):
        found.setdefault(rank, []).append(member)
    return [found[rank] for rank in sorted(found, reverse=True)]


def bids_of(gathered: Gathered, pairs: Sequence[tuple[str, str]]) -> list[Bid]:
    """The bids behind pairs of a team and a challenge, in their order."""
    by_pair = {(bid.team_id, bid.challenge_id): bid for bid in gathered.bids}
    return [by_pair[team_id, challenge_id] for team_id, challenge_id in pairs]
