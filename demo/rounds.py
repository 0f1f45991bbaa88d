"""Loads the invented teams and rounds: one that is over and one that is open, played by the demo's people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from demo.past import measures, needs
from demo.records import LEAD, SYSTEM, Known, read, sections
from matching.agreements import service as agreed
from matching.agreements.model import AgreementForm, Ownership, Side
from matching.applications import service as bids
from matching.applications.model import ApplicationForm
from matching.assignments import repository as assignment_rows
from matching.assignments import service as assignments
from matching.challenges import service as challenges
from matching.challenges.model import AIRisk, Answer, ChallengeForm, Readiness
from matching.challenges.model import State as ChallengeState
from matching.delivery import service as delivery
from matching.delivery.model import MilestoneForm
from matching.fit import DataClass
from matching.programmes import repository as programme_rows
from matching.programmes import service as programmes
from matching.programmes.model import DEFAULT_RUBRIC, Mode, ProgrammeForm
from matching.teams import service as teams
from matching.teams.model import Skill, TeamForm
from store.actor import Actor
from store.database import Connection

ROUNDS = "example/rounds"
OFFICER = "officer"
RELEASE = "The problem is told with figures, its data are settled, and a person has time for it."


async def example_teams(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Let each example team's lead register it; the system marks it as an example."""
    ids = {}
    for name, facts in sections("example/teams"):
        team = await teams.register(tx, known.person(f"{LEAD}{name}"), _team(facts, known))
        await teams.edit(tx, SYSTEM, team.id, TeamForm(is_example=True), team.version)
        ids[f"team:{name}"] = team.id
    return ids


async def example_programme(tx: Connection, known: Known, *, name: str) -> Mapping[str, UUID]:
    """Prepare and open a round; the days of the past one are written last, or nobody could apply in it."""
    officer, facts = known.person(OFFICER), read(ROUNDS)[name]
    form = replace(
        days(facts, known) if name == "open" else ProgrammeForm(),
        name=facts["name"],
        description=facts["description"],
        mode=Mode(facts["mode"]),
        is_example=True,
    )
    run_by = known.id("organisation", facts["organisation"])
    programme = await programmes.create(tx, officer, run_by, form, wanted_slug=f"example-{name}")
    await programmes.open_applications(tx, officer, programme.id)
    return {f"programme:{name}": programme.id}


async def example_challenges(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Draft every example challenge as its owner, and take it as far as the file says."""
    ids = {}
    officer = known.person(OFFICER)
    for name, facts in read(ROUNDS)["challenges"].items():
        owner = known.person(facts["by"])
        owner_id = known.id("organisation", facts["owner"])
        programme_id = known.id("programme", facts["round"])
        is_over, form = facts["round"] == "past", _challenge(facts, known)
        drafted = await challenges.draft(
            tx, owner, programme_id, owner_id, _put_off(form) if is_over else form
        )
        await challenges.edit(tx, SYSTEM, drafted.id, ChallengeForm(is_example=True), drafted.version)
        until = ChallengeState(facts.get("until", ChallengeState.PUBLISHED))
        if until in {ChallengeState.SUBMITTED, ChallengeState.PUBLISHED}:
            await challenges.submit(tx, owner, drafted.id)
        if until is ChallengeState.PUBLISHED:
            published = await challenges.approve(tx, officer, drafted.id, RELEASE)
            if is_over:
                days = ChallengeForm(starts_on=form.starts_on, ends_on=form.ends_on)
                await challenges.edit(tx, officer, drafted.id, days, published.version)
        ids[f"challenge:{name}"] = drafted.id
    return ids


async def applications(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Let the teams apply, and the reviewers score what the file has scores for."""
    ids = {}
    for facts in read(ROUNDS)["applications"]:
        team = facts["team"]
        form = ApplicationForm(facts["proposal"], facts["preference"])
        bid = await bids.apply(
            tx,
            known.person(f"{LEAD}{team}"),
            known.id("challenge", facts["challenge"]),
            known.id("team", team),
            form,
        )
        for reviewer, points in facts.get("scores", {}).items():
            scores = {line.id: each for line, each in zip(DEFAULT_RUBRIC, points, strict=True)}
            await bids.review(tx, known.person(reviewer), bid.id, scores)
        ids[f"application:{facts['challenge']}/{team}"] = bid.id
    return ids


async def assignment(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Pair the round that is over, and adopt what came out, as the officer did then."""
    officer, programme_id = known.person(OFFICER), known.id("programme", "past")
    await programmes.start_review(tx, officer, programme_id)
    proposed = await assignments.propose(tx, officer, programme_id)
    decided_at = known.now + timedelta(days=read(ROUNDS)["past"]["decision"])
    adopted = await assignments.adopt(tx, officer, proposed.id, decided_at)
    names = {each: name.split(":", 1)[1] for name, each in known.ids.items()}
    made = await assignment_rows.matches_of_programme(tx, programme_id)
    matches = {f"match:{names[each.challenge_id]}/{names[each.team_id]}": each.id for each in made}
    return {"assignment:past": adopted.id, **matches}


async def agreements(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Let the teams propose their terms, and the sides that the file names accept them."""
    ids = {}
    for facts in read(ROUNDS)["agreements"]:
        challenge = facts["challenge"]
        (match,) = (key for key in known.ids if key.startswith(f"match:{challenge}/"))
        owner = known.person(read(ROUNDS)["challenges"][challenge]["by"])
        lead = known.person(f"{LEAD}{match.rpartition('/')[2]}")
        form = AgreementForm(
            Ownership(facts["ownership"]),
            facts["licence"],
            facts.get("content_licence"),
            facts["data_terms"],
            facts["publication_terms"],
        )
        terms = await agreed.propose(tx, lead, known.ids[match], form)
        for side in facts["accepted_by"]:
            await agreed.accept(tx, lead if Side(side) is Side.TEAM else owner, terms.id, terms.version)
        for each in facts.get("milestones", []):
            await _milestone(tx, known, lead, known.ids[match], each)
        if "ended" in facts:
            await assignments.end_match(tx, known.person(OFFICER), known.ids[match], facts["ended"])
        ids[f"agreement:{challenge}"] = terms.id
    return ids


async def past_days(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Write the days of the round that is over, and close it."""
    officer, facts = known.person(OFFICER), read(ROUNDS)["past"]
    programme = await programme_rows.find(tx, known.id("programme", "past"))
    if programme is not None:
        await programmes.edit(tx, officer, programme.id, days(facts, known), programme.version)
        await programmes.close(tx, officer, programme.id)
    return {}


async def _milestone(
    tx: Connection, known: Known, lead: Actor, match_id: UUID, facts: Mapping[str, Any]
) -> None:
    form = MilestoneForm(facts["title"], known.day(facts["due"]))
    milestone = await delivery.add_milestone(tx, lead, match_id, form)
    if "reached" in facts:
        reached_on = known.day(facts["reached"])
        await delivery.reach_milestone(tx, lead, milestone.id, milestone.version, reached_on)


def days(facts: Mapping[str, Any], known: Known) -> ProgrammeForm:
    """The days of a round, counted from the day of loading."""
    return ProgrammeForm(
        opens_on=known.day(facts["opens"]),
        applications_close_on=known.day(facts["applications_close"]),
        decision_on=known.day(facts["decision"]),
        ends_on=known.day(facts["ends"]),
    )


def _team(facts: Mapping[str, Any], known: Known) -> TeamForm:
    return TeamForm(
        name=facts["name"],
        about=facts["about"],
        skills=tuple(
            Skill(
                each["concept"], each["level"], evidenced_on=known.now.date() - timedelta(days=each["seen"])
            )
            for each in facts["skills"]
        ),
        domains=tuple(facts["domains"]),
        languages=tuple(facts["languages"]),
        hours_per_week=facts["hours_per_week"],
        available_from=known.day(facts.get("available_from")),
        capacity=facts["capacity"],
        data_clearance=DataClass(facts["data_clearance"]),
        refused_licences=tuple(facts.get("refused_licences", [])),
        place=facts["place"],
    )


def _put_off(form: ChallengeForm) -> ChallengeForm:
    """The same challenge in days to come: nothing can be submitted whose days have passed."""
    ahead = timedelta(days=365)
    return replace(
        form,
        starts_on=form.starts_on + ahead if isinstance(form.starts_on, date) else form.starts_on,
        ends_on=form.ends_on + ahead if isinstance(form.ends_on, date) else form.ends_on,
    )


def _challenge(facts: Mapping[str, Any], known: Known) -> ChallengeForm:
    form = ChallengeForm(
        title=facts["title"],
        problem=facts["problem"],
        measures=measures(facts),
        needs=needs(facts),
        domains=tuple(facts["domains"]),
        starts_on=known.day(facts.get("starts")),
        ends_on=known.day(facts.get("ends")),
        max_teams=facts.get("max_teams", 1),
    )
    if "people_affected" not in facts:  # a draft that its owner has only begun
        return form
    return replace(
        form,
        people_affected=facts["people_affected"],
        evidence=facts.get("evidence", {}),
        data_involved=facts.get("data_involved", {}),
        constraints=facts.get("constraints", {}),
        pilot=facts.get("pilot", {}),
        budget_twd=facts.get("budget_twd"),
        publication=facts.get("publication", {}),
        languages=tuple(facts["languages"]),
        hours_needed=facts["hours_needed"],
        data_class=DataClass(facts["data_class"]),
        lawful_basis=facts.get("lawful_basis"),
        licence=facts["licence"],
        ai_risk=AIRisk(facts["ai_risk"]),
        readiness={Readiness(name): Answer(said) for name, said in facts["readiness"].items()},
    )
