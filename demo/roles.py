"""Loads roles of the open round, and invented people without a team who look for one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from demo.past import needs
from demo.records import Known, read
from demo.rounds import ROUNDS
from matching.consents.model import Purpose, current_version
from matching.interests import service as interests
from matching.profiles import service as profiles
from matching.profiles.model import ProfileForm
from matching.roles import service
from matching.roles.model import RoleForm
from matching.teams.model import Skill
from store.database import Connection

FILE = "example/roles"


async def roles(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Let the owners carve their challenges."""
    ids = {}
    for facts in read(FILE)["roles"]:
        challenge = facts["challenge"]
        owner = known.person(read(ROUNDS)["challenges"][challenge]["by"])
        form = RoleForm(
            title=facts["title"],
            task=facts["task"],
            needs=needs(facts),
            languages=tuple(facts.get("languages", ())),
            hours_needed=facts["hours_needed"],
            on_site=facts.get("on_site", False),
            places=facts["places"],
        )
        role = await service.add(tx, owner, known.id("challenge", challenge), form)
        ids[f"role:{facts['title']['en']}"] = role.id
    return ids


async def people_without_a_team(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Let each say what they can do; one wants to be found, another would take a role."""
    ids = {}
    for name, facts in read(FILE)["profiles"].items():
        person = known.person(name)
        profile = await profiles.save(tx, person, _profile(facts, known), 0)
        if facts.get("found"):
            await profiles.let_be_found(tx, person, current_version(Purpose.FOUND_BY_OWNERS))
        if "interested" in facts:
            wanted = facts["interested"]
            await interests.show(tx, person, known.id("role", wanted["title"]), wanted["note"])
        ids[f"profile:{name}"] = profile.id
    return ids


def _profile(facts: Mapping[str, Any], known: Known) -> ProfileForm:
    return ProfileForm(
        about=facts["about"],
        skills=tuple(
            Skill(
                each["concept"], each["level"], evidenced_on=known.now.date() - timedelta(days=each["seen"])
            )
            for each in facts["skills"]
        ),
        domains=tuple(facts.get("domains", ())),
        languages=tuple(facts["languages"]),
        hours_per_week=facts["hours_per_week"],
        place=facts["place"],
    )
