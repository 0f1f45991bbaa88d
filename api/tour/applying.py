"""Third scene: teams register, everybody sees who fits whom and why, and teams apply."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.tour import documents
from api.tour.answers import Answer
from api.tour.asking import Person
from api.tour.opening import Opened
from api.tour.posting import Posted
from api.tour.tour import Tour

TEAMS = ("mappers", "formers", "students")


@dataclass(frozen=True, slots=True)
class Team:
    """A registered team, and who speaks for it."""

    lead: Person
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The teams and their applications.

    Attributes:
        mappers: fit the first challenge.
        formers: fit it less.
        students: may not handle the data it touches.
        bids: application ids, by team and challenge as the story names them.
    """

    mappers: Team
    formers: Team
    students: Team
    bids: dict[str, str]


def apply_for_challenges(tour: Tour, opened: Opened, posted: Posted) -> Applied:
    """Play the scene."""
    mappers, formers, students = _register(tour, opened)
    _fit_for_challenge(tour, opened, posted, (mappers, formers, students))
    _why_not(tour, posted, students)
    bids = _apply(tour, opened, posted, mappers, formers, students)
    return Applied(mappers, formers, students, bids)


def _register(tour: Tour, opened: Opened) -> tuple[Team, Team, Team]:
    with tour.step("teams-registered") as seen:
        inputs = tour.story["teams"]
        tour.anyone.ask(documents.REGISTER_TEAM, input=inputs["mappers"]).refused(("SIGN_IN_FIRST", None))
        teams = []
        for name in TEAMS:
            lead = tour.invited(opened.officer, f"lead-{name}")
            lead.ask(documents.VIEWER).at("roles").must_be([])
            team = lead.ask(documents.REGISTER_TEAM, input=inputs[name]).written("team")
            team.at("skills.totalCount").must_be(len(inputs[name]["skills"]))
            teams.append(Team(lead, team.at("id").text(), tour.word(inputs[name]["name"])))
        mappers, formers, students = teams
        seen(teams=tour.words([each.name for each in teams]))
    return mappers, formers, students


def _fit_for_challenge(tour: Tour, opened: Opened, posted: Posted, teams: Sequence[Team]) -> None:
    mappers, formers, students = teams
    with tour.step("fit-for-challenge") as seen:
        fits = opened.owner.ask(documents.FITS_FOR_CHALLENGE, id=posted.flood)
        ours = [each for each in fits.each() if each.at("team.id").value in {team.id for team in teams}]
        fits.made("*.team.id", [each.at("team.id").value for each in ours]).must_be(
            [mappers.id, formers.id, students.id]
        )
        best, second, last = ours
        best.at("passed").must_be(wanted=True)
        second.at("passed").must_be(wanted=True)
        last.at("passed").must_be(wanted=False)
        last.at("score").must_be(0)
        best.at("score").must_be_at_least(second.at("score").number() + 0.05)
        seen(
            best=mappers.name,
            best_points=tour.points(best.at("score").number()),
            second=formers.name,
            second_points=tour.points(second.at("score").number()),
        )
    with tour.step("fit-both-ways") as seen:
        seen(
            for_challenge=tour.points(best.at("forChallenge.score").number()),
            why_challenge=_reasons(tour, best.at("forChallenge"), "evidence")[0],
            for_team=tour.points(best.at("forTeam.score").number()),
            why_team=_reasons(tour, best.at("forTeam"), "evidence")[0],
            second=formers.name,
            missing=_reasons(tour, second.at("forChallenge"), "missing")[0],
        )


def _reasons(tour: Tour, side: Answer, kind: str) -> list[str]:
    """Every reason of a side, in words; there must be one."""
    found = [
        reason.at("text").must_be_sentence(tour.language).text()
        for criterion in side.at("criteria").each()
        for reason in criterion.at(kind).each()
    ]
    side.made(f"criteria.*.{kind}", found).must_say_something()
    return found


def _why_not(tour: Tour, posted: Posted, students: Team) -> None:
    with tour.step("fit-for-team") as seen:
        fits = students.lead.ask(documents.FITS_FOR_TEAM, id=students.id)
        ours = {each.at("challenge.id").text(): each for each in fits.each()}
        fits.made("*.challenge.id", list(ours)).must_hold(posted.flood).must_hold(posted.drains)
        ours[posted.drains].at("passed").must_be(wanted=True)
        failed = [gate for gate in ours[posted.flood].at("gates").each() if not gate.at("passed").value]
        fits.made("gates (not passed)", [gate.at("code").value for gate in failed]).must_be(
            ["DATA_CLEARANCE"]
        )
        changes = [
            each.at("text").must_be_sentence(tour.language).text() for each in failed[0].at("changes").each()
        ]
        failed[0].made("changes", changes).must_say_something()
        seen(
            team=students.name,
            reason=failed[0].at("reason.text").must_be_sentence(tour.language).text(),
            changes=" ".join(changes),
        )


def _apply(
    tour: Tour, opened: Opened, posted: Posted, mappers: Team, formers: Team, students: Team
) -> dict[str, str]:
    story = tour.story["bids"]
    with tour.step("applied") as seen:
        bids = {}
        for name, team, challenge in (
            ("mappers-flood", mappers, posted.flood),
            ("mappers-drains", mappers, posted.drains),
            ("formers-flood", formers, posted.flood),
            ("formers-drains", formers, posted.drains),
            ("students-drains", students, posted.drains),
        ):
            answer = team.lead.ask(documents.APPLY, challenge=challenge, team=team.id, input=story[name])
            bid = answer.written("application")
            bid.at("state").must_be("SUBMITTED")
            bid.at("preference").must_be(story[name]["preference"])
            bids[name] = bid.at("id").text()
        seen(count=len(bids))
    with tour.step("application-refused") as seen:
        refused = students.lead.ask(
            documents.APPLY, challenge=posted.flood, team=students.id, input=story["students-flood"]
        ).refused(("GATE_DATA_CLEARANCE", "challengeId"))
        students.lead.ask(
            documents.APPLY, challenge=posted.flood, team=mappers.id, input=story["students-flood"]
        ).refused(("NOT_YOUR_TEAM", "teamId"))
        count = tour.anyone.ask(documents.CHALLENGE, slug=posted.flood_slug).at("applicationCount").must_be(2)
        tour.anyone.ask(documents.PROGRAMME, slug=opened.slug).at("applicationCount").must_be(len(bids))
        seen(team=students.name, refusal=refused[0], count=int(count.number()))
    return bids
