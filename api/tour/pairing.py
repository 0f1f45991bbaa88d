"""Fourth scene: reviewers score, the officer pairs the whole round, and reads the report before adopting it."""

from dataclasses import dataclass

from api.tour import documents
from api.tour.answers import Answer
from api.tour.applying import Applied
from api.tour.opening import Opened
from api.tour.posting import Posted
from api.tour.tour import Tour

COMMENT = "Read the proposal twice; scored by the rubric."


@dataclass(frozen=True, slots=True)
class Paired:
    """The match that the rest of the tour follows, by id."""

    match: str


def pair(tour: Tour, opened: Opened, posted: Posted, applied: Applied) -> Paired:
    """Play the scene."""
    _start_review(tour, opened, applied)
    _refuse_involved(tour, opened, applied)
    _score(tour, opened, applied)
    proposal = _propose(tour, opened, applied)
    return _adopt(tour, opened, posted, applied, proposal)


def _start_review(tour: Tour, opened: Opened, applied: Applied) -> None:
    with tour.step("review-started") as seen:
        started = opened.officer.ask(documents.START_REVIEW, id=opened.programme).written("programme")
        started.at("state").must_be("REVIEW")
        late = applied.mappers.lead.ask(
            documents.EDIT_APPLICATION,
            id=applied.bids["mappers-flood"],
            version=1,
            input={"preference": 2},
        ).refused(("PROGRAMME_NOT_OPEN", "id"))
        seen(refusal=late[0])


def _refuse_involved(tour: Tour, opened: Opened, applied: Applied) -> None:
    with tour.step("review-refused") as seen:
        colleague = tour.invited(opened.officer, "colleague", ("OWNER", opened.district), ("REVIEWER", None))
        colleague.ask(documents.VIEWER).at("roles").must_hold("REVIEWER").must_hold("OWNER")
        refused = colleague.ask(
            documents.REVIEW_APPLICATION,
            id=applied.bids["mappers-flood"],
            scores=_scores(tour, "mappers-flood", 0),
            comment=COMMENT,
        ).refused(("CONFLICT_OF_INTEREST", "id"))
        seen(refusal=refused[0])


def _score(tour: Tour, opened: Opened, applied: Applied) -> None:
    with tour.step("reviewed") as seen:
        _see_applications(tour, opened, applied)
        for place, reviewer in enumerate(opened.reviewers):
            for name in tour.story["scores"]:
                scores = _scores(tour, name, place)
                review = reviewer.ask(
                    documents.REVIEW_APPLICATION, id=applied.bids[name], scores=scores, comment=COMMENT
                ).written("review")
                given = {
                    each.at("criterion").text(): each.at("points").value
                    for each in review.at("scores").each()
                }
                review.made("scores", given).must_be(tour.story["scores"][name][place])
        seen(count=len(applied.bids) * len(opened.reviewers))


def _see_applications(tour: Tour, opened: Opened, applied: Applied) -> None:
    """Reviewers read every application, the public none."""
    for reader, wanted in ((opened.reviewers[0], set(applied.bids.values())), (tour.anyone, set())):
        answer = reader.ask(documents.APPLICATIONS, slug=opened.slug)
        found = [
            bid.at("id").text()
            for challenge in answer.at("challenges.nodes").each()
            for bid in challenge.at("applications.nodes").each()
        ]
        answer.made("challenges.*.applications.*.id", sorted(found)).must_be(sorted(wanted))


def _scores(tour: Tour, name: str, place: int) -> list[dict[str, object]]:
    points = tour.story["scores"][name][place]
    return [{"criterion": criterion, "points": each} for criterion, each in points.items()]


def _propose(tour: Tour, opened: Opened, applied: Applied) -> Answer:
    with tour.step("assignment-proposed") as seen:
        applied.mappers.lead.ask(documents.PROPOSE_ASSIGNMENT, programme=opened.programme).refused(
            ("OFFICERS_ONLY", None)
        )
        proposal = opened.officer.ask(documents.PROPOSE_ASSIGNMENT, programme=opened.programme).written(
            "assignment"
        )
        proposal.at("state").must_be("PROPOSED")
        proposal.at("solution.blocking_pairs").must_be([])
        proposal.at("solution.optimal").must_be(wanted=True)
        summary = proposal.at("summary")
        summary.at("pairs").must_be(2)
        summary.at("profile").must_be([1, 1])
        summary.at("blocking_pairs").must_be(0)
        proposal.at("report.unmatched").made("length", len(proposal.at("report.unmatched").each())).must_be(1)
        seen(
            pairs=int(summary.at("pairs").number()),
            blocking=int(summary.at("blocking_pairs").number()),
            fit=tour.points(summary.at("mean_fit").number()),
            left=applied.students.name,
        )
    return proposal


def _adopt(tour: Tour, opened: Opened, posted: Posted, applied: Applied, proposal: Answer) -> Paired:
    with tour.step("assignment-adopted") as seen:
        adopted = opened.officer.ask(documents.ADOPT_ASSIGNMENT, id=proposal.at("id").text())
        adopted.written("assignment").at("state").must_be("ADOPTED")
        round_ = opened.officer.ask(documents.PROGRAMME, slug=opened.slug)
        round_.at("state").must_be("MATCHED")
        matches = {
            (each.at("challenge.id").text(), each.at("team.id").text()): each
            for each in round_.at("matches.nodes").each()
        }
        first, second = (posted.flood, applied.mappers.id), (posted.drains, applied.formers.id)
        round_.made("matches", sorted(map(list, matches))).must_be(sorted(map(list, (first, second))))
        matches[first].at("state").must_be("AGREEING")
        _told_their_answers(opened, applied)
        public = tour.anyone.ask(documents.PROGRAMME, slug=opened.slug)
        public.at("matches.nodes").must_be([])
        public.at("matchCount").must_be(0)
        seen(
            first=applied.mappers.name,
            first_challenge=tour.word(tour.story["challenges"]["flood"]["title"]),
            second=applied.formers.name,
            second_challenge=tour.word(tour.story["challenges"]["drains"]["title"]),
        )
    return Paired(matches[first].at("id").text())


def _told_their_answers(opened: Opened, applied: Applied) -> None:
    """Each team reads what became of its own applications, and of nobody else's."""
    for team, wanted in (
        (applied.mappers, ["MATCHED", "NOT_MATCHED"]),
        (applied.formers, ["MATCHED", "NOT_MATCHED"]),
        (applied.students, ["NOT_MATCHED"]),
    ):
        answer = team.lead.ask(documents.APPLICATIONS, slug=opened.slug)
        states = [
            bid.at("state").text()
            for challenge in answer.at("challenges.nodes").each()
            for bid in challenge.at("applications.nodes").each()
        ]
        answer.made("challenges.*.applications.*.state", sorted(states)).must_be(wanted)
