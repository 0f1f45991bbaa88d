"""Fifth scene: both sides agree on the terms, reach milestones, and the team hands its code over."""

from dataclasses import dataclass
from datetime import timedelta

from api.tour import documents
from api.tour.answers import Answer
from api.tour.applying import Applied
from api.tour.opening import Opened
from api.tour.pairing import Paired
from api.tour.tour import Tour, today

NAMED_BADLY = "MIT License"  # as ten of the catalogue's first entries named it


@dataclass(frozen=True, slots=True)
class Delivered:
    """The software that came of it: its id, and its place in addresses."""

    software: str
    slug: str


def work(tour: Tour, opened: Opened, applied: Applied, paired: Paired) -> Delivered:
    """Play the scene."""
    agreement = _propose(tour, opened, applied, paired)
    _accept(tour, opened, applied, agreement)
    _milestones(tour, opened, applied, paired)
    return _deliver(tour, opened, applied, paired)


def _propose(tour: Tour, opened: Opened, applied: Applied, paired: Paired) -> Answer:
    terms = tour.story["agreement"]
    with tour.step("licence-refused") as seen:
        wrong = opened.owner.ask(
            documents.PROPOSE_AGREEMENT, match=paired.match, input={**terms, "licence": NAMED_BADLY}
        )
        refusal = wrong.refused(("LICENCE_MEANT", "licence"))
        wrong.made("userErrors.0.message", refusal[0].replace(NAMED_BADLY, "")).must_hold("MIT")
        applied.formers.lead.ask(
            documents.PROPOSE_AGREEMENT, match=paired.match, input={**terms, "licence": "MIT"}
        ).refused(("NOT_YOUR_MATCH", "matchId"))
        applied.mappers.lead.ask(documents.MATCH, id=paired.match).at("agreement").must_be(None)
        seen(refusal=refusal[0])
    with tour.step("agreement-proposed") as seen:
        proposed = opened.owner.ask(
            documents.PROPOSE_AGREEMENT, match=paired.match, input={**terms, "licence": "MIT"}
        ).written("agreement")
        proposed.at("licence").must_be("MIT")
        proposed.at("acceptedByOwnerAt").must_be(None)
        proposed.at("acceptedByTeamAt").must_be(None)
        seen(licence=proposed.at("licence").text())
    return proposed


def _accept(tour: Tour, opened: Opened, applied: Applied, agreement: Answer) -> None:
    accepted = {"id": agreement.at("id").text(), "version": int(agreement.at("version").number())}
    with tour.step("one-side-accepts") as seen:
        by_owner = opened.owner.ask(documents.ACCEPT_AGREEMENT, **accepted).written("agreement")
        by_owner.at("acceptedByOwnerAt").must_say_something()
        by_owner.at("acceptedByTeamAt").must_be(None)
        by_owner.at("match.state").must_be("AGREEING")
        opened.owner.ask(documents.ACCEPT_AGREEMENT, **accepted).refused(("ALREADY_ACCEPTED", "id"))
        tour.anyone.ask(documents.PROGRAMME, slug=opened.slug).at("matchCount").must_be(0)
        seen()
    with tour.step("both-sides-accept") as seen:
        by_team = applied.mappers.lead.ask(documents.ACCEPT_AGREEMENT, **accepted).written("agreement")
        by_team.at("acceptedByTeamAt").must_say_something()
        by_team.at("match.state").must_be("AGREED")
        tour.anyone.ask(documents.PROGRAMME, slug=opened.slug).at("matchCount").must_be(1)
        seen(team=applied.mappers.name)


def _milestones(tour: Tour, opened: Opened, applied: Applied, paired: Paired) -> None:
    lead = applied.mappers.lead
    with tour.step("milestones") as seen:
        stories = tour.story["milestones"]
        added = [
            opened.owner.ask(documents.ADD_MILESTONE, match=paired.match, input=each).written("milestone")
            for each in stories.values()
        ]
        reached = {"id": added[0].at("id").text(), "version": int(added[0].at("version").number())}
        tomorrow = (today() + timedelta(days=2)).isoformat()
        early = lead.ask(documents.REACH_MILESTONE, **reached, on=tomorrow, note=None).refused(
            ("DATE_IN_FUTURE", "reachedOn")
        )
        note = tour.word(stories["map"]["title"])
        for milestone in added:
            lead.ask(
                documents.REACH_MILESTONE,
                id=milestone.at("id").text(),
                version=int(milestone.at("version").number()),
                on=today().isoformat(),
                note=note,
            ).written("milestone").at("reachedOn").must_be(today().isoformat())
        match = opened.owner.ask(documents.MATCH, id=paired.match)
        days = [each.at("reachedOn").value for each in match.at("milestones.nodes").each()]
        match.made("milestones.*.reachedOn", days).must_be([today().isoformat()] * len(stories))
        seen(count=len(added), refusal=early[0])


def _deliver(tour: Tour, opened: Opened, applied: Applied, paired: Paired) -> Delivered:
    with tour.step("delivered") as seen:
        handed_over = {
            "match": paired.match,
            "repository": tour.stage.repository_url,
            "note": tour.story["delivery"]["note"],
        }
        opened.owner.ask(documents.DELIVER, **handed_over).refused(("NOT_YOUR_MATCH", "matchId"))
        delivery = applied.mappers.lead.ask(documents.DELIVER, **handed_over).written("delivery")
        delivery.at("match.state").must_be("DELIVERED")
        delivery.at("match.challenge.state").must_be("DELIVERED")
        delivery.at("repositoryUrl").must_be(tour.stage.repository_url)
        software = delivery.at("software").must_say_something()
        seen(repository=tour.stage.repository_url, slug=software.at("slug").text())
    return Delivered(software.at("id").text(), software.at("slug").text())
