"""Loads the rounds that were really run, with their challenges and the teams that the reports name."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from demo.records import SYSTEM, Known, read, sections
from matching.assignments import service as assignments
from matching.assignments.model import MatchState
from matching.challenges import service as challenges
from matching.challenges.model import ChallengeForm, Measure, Need
from matching.challenges.model import State as ChallengeState
from matching.delivery import service as delivery
from matching.fit import DataClass
from matching.programmes import service as programmes
from matching.programmes.model import Mode, ProgrammeForm
from matching.teams import service as teams
from matching.teams.model import Skill, TeamForm
from store.database import Connection

#: How a challenge whose team is not reported gets from published to where the reports leave it.
WAYS: Mapping[ChallengeState, tuple[ChallengeState, ...]] = {
    ChallengeState.PUBLISHED: (),
    ChallengeState.MATCHED: (ChallengeState.MATCHED,),
    ChallengeState.DELIVERED: (ChallengeState.MATCHED, ChallengeState.DELIVERED),
}


async def real_teams(tx: Connection, _known: Known) -> Mapping[str, UUID]:
    """Register the teams that the reports name, with the skills that their public repositories show."""
    ids = {}
    for name, facts in sections("teams"):
        form = TeamForm(
            name=facts["name"],
            about=facts["about"],
            source=facts["source"],
            skills=tuple(
                Skill(concept, None, shown["evidence"], shown["url"], shown["on"])
                for shown in facts.get("shown", [])
                for concept in shown["concepts"]
            ),
        )
        ids[f"team:{name}"] = (await teams.register(tx, SYSTEM, form)).id
    return ids


async def real_programme(tx: Connection, known: Known, *, name: str) -> Mapping[str, UUID]:
    """Record a round as it is reported; all of them are over."""
    facts = read("programmes")[name]
    form = ProgrammeForm(
        name=facts["name"],
        description=facts["description"],
        mode=Mode(facts["mode"]),
        source=read("programmes")["source"],
    )
    run_by = known.id("organisation", facts["organisation"])
    programme = await programmes.create(tx, SYSTEM, run_by, form, wanted_slug=name)
    await programmes.open_applications(tx, SYSTEM, programme.id)
    await programmes.close(tx, SYSTEM, programme.id)
    return {f"programme:{name}": programme.id}


async def real_challenges(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Record the challenges as they are reported, with the teams that solved them and what came of it."""
    ids = {}
    for name, facts in sections("challenges"):
        programme_id = known.id("programme", facts["programme"])
        owner_id = known.id("organisation", facts["owner"])
        challenge = await challenges.record(tx, SYSTEM, programme_id, owner_id, _form(facts))
        ids[f"challenge:{name}"] = challenge.id
        state = ChallengeState(facts["state"])
        if "team" in facts:
            team_id = known.id("team", facts["team"])
            match = await assignments.record_match(tx, SYSTEM, challenge.id, team_id, MatchState(state.value))
            ids[f"match:{name}"] = match.id
            for address in facts.get("delivers", []):
                at = datetime.combine(facts["delivered_on"], time.min, UTC)
                await delivery.deliver(tx, SYSTEM, match.id, address, delivered_at=at)
        else:
            for step in WAYS[state]:
                await challenges.move(tx, SYSTEM, challenge.id, step)
    return ids


def measures(facts: Mapping[str, Any]) -> tuple[Measure, ...]:
    """Read the figures by which a challenge will be judged; a baseline or target that is not known stays so."""
    return tuple(
        Measure(each["name"], each.get("baseline"), each.get("target"), each["unit"])
        for each in facts.get("measures", [])
    )


def needs(facts: Mapping[str, Any]) -> tuple[Need, ...]:
    """Read what an example challenge needs."""
    return tuple(Need(each["concept"], each["level"], each.get("required", False)) for each in facts["needs"])


def reported_needs(facts: Mapping[str, Any]) -> tuple[Need, ...]:
    """Read what a real challenge needed; no report says what could not be done without."""
    return tuple(Need(each["concept"], each["level"], None) for each in facts["needs"])


def _form(facts: Mapping[str, Any]) -> ChallengeForm:
    return ChallengeForm(
        title=facts["title"],
        problem=facts["problem"],
        people_affected=facts["people_affected"],
        measures=measures(facts),
        needs=reported_needs(facts),
        domains=tuple(facts["domains"]),
        data_class=DataClass(facts["data_class"]),
        outcome=facts.get("outcome"),
        source=read("challenges")["source"],
    )
