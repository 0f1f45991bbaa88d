"""Oneself in a team: what is shown of one to whom, which skills one brings, what stands in one's way, and leaving."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, drafts, forms, notices, profiles
from api.pages.errors import Forged
from api.pages.site import NOTICE, Page
from matching.consents.model import Purpose, current_version, text
from matching.members import service
from matching.members.model import Barrier
from matching.teams import service as teams
from matching.teams.model import Skill
from registry.people import repository as people
from schema.ids import row_id
from store.database import Connection
from store.refusal import Problem


@get("/teams/{slug:str}/me")
async def own_part(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """What is shown of whoever reads this, and what they may change of it."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    return await _show(page, slug)


@post("/teams/{slug:str}/me/name")
async def show_name(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Say how one is called in the team, and who may read it."""
    form = await forms.received(page)
    team = await _team(page, slug)
    name = forms.text(form, "shownName")
    version = current_version(Purpose.PUBLIC_NAME) if forms.text(form, "public") else None
    problems = await acting.refusals(page, lambda tx: service.show_name(tx, page.reader, team, name, version))
    if problems:
        return await _show(page, slug, problems, {"shownName": name})
    return page.go(f"/teams/{slug}/me", [(NOTICE, "name-shown")])


@post("/teams/{slug:str}/me/skills")
async def set_skills(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Say what one brings to the team."""
    form = await forms.received(page)
    team = await _team(page, slug)
    before = {each["concept"]: each for each in (await _membership(page, slug))["ownSkills"]}
    rows = forms.rows(form, "skills", ("concept", "level"), "concept")
    skills = [_skill(each, before.get(each["concept"])) for each in rows]
    version = acting.version(form)
    problems = await acting.refusals(
        page, lambda tx: service.set_skills(tx, page.reader, team, skills, version)
    )
    if problems:
        return await _show(page, slug, problems, {"skills": rows, "skillsVersion": version})
    return page.go(f"/teams/{slug}/me", [(NOTICE, "skills-set")])


@post("/teams/{slug:str}/me/barriers")
async def say_barriers(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Say privately what stands in one's way."""
    form = await forms.received(page)
    team = await _team(page, slug)
    said = [Barrier(each) for each in forms.texts(form, "barriers") if each in set(Barrier)]
    if not forms.text(form, "agreed"):
        return await _show(page, slug, [Problem("CONSENT_MISSING", "agreed")], {"barriers": said})
    version = current_version(Purpose.BARRIERS)
    problems = await acting.refusals(
        page, lambda tx: service.say_barriers(tx, page.reader, team, said, version)
    )
    if problems:
        return await _show(page, slug, problems, {"barriers": said})
    return page.go(f"/teams/{slug}/me", [(NOTICE, "barriers-said")])


@post("/teams/{slug:str}/me/leave")
async def leave(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Leave the team, once one has said that one means it."""
    form = await forms.received(page)
    team = await _team(page, slug)

    async def work(tx: Connection) -> None:
        person = await people.find_person(tx, page.reader.person_id) if page.reader.person_id else None
        await teams.remove_member(tx, page.reader, team, person.email if person else "")

    problems = (
        await acting.refusals(page, work)
        if forms.text(form, "sure")
        else [Problem("LEAVING_NOT_SURE", "sure")]
    )
    if problems:
        return await _show(page, slug, problems)
    return page.go(f"/teams/{slug}", [(NOTICE, "team-left")])


async def _membership(page: Page, slug: str) -> Any:
    """One's place in the team.

    Raises:
        Forged: one is not in it.
    """
    viewer = (await page.read(documents.OWN_PART))["viewer"]
    found = [each for each in viewer["teams"]["nodes"] if each["team"] and each["team"]["slug"] == slug]
    if not found:
        raise Forged
    standing = [
        each
        for each in viewer["consents"]["nodes"]
        if each["withdrawnAt"] is None and each["about"] == found[0]["team"]["name"]
    ]
    return {**found[0], "own_name": viewer["name"], "consents": standing}


async def _team(page: Page, slug: str) -> UUID:
    return row_id((await _membership(page, slug))["team"]["id"], "Team")


async def _show(
    page: Page, slug: str, problems: Sequence[Problem] = (), sent: Mapping[str, Any] | None = None
) -> Response[str]:
    own = await _membership(page, slug)
    values = {
        "shownName": own["name"] if own["name"] != own["own_name"] else "",
        "skills": [{"concept": each["concept"], "level": str(each["level"])} for each in own["ownSkills"]],
        "skillsVersion": own["ownSkillsVersion"],
        "barriers": own["ownBarriers"],
    }
    texts = {purpose.value: text(purpose, current_version(purpose)) for purpose in Purpose}
    return page.show(
        "teams/me.html",
        status=acting.status(problems),
        at=f"/teams/{slug}/me",
        own=own,
        team=own["team"],
        texts=texts,
        answered=next((each for each in own["consents"] if each["purpose"] == Purpose.BARRIERS), None),
        values={**values, **(sent or {})},
        barriers=[each.value for each in Barrier],
        skills=drafts.skill_options(page.language),
        blank_skills=profiles.BLANK_SKILLS,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: _anchor(field, page)),
    )


def _anchor(field: str, page: Page) -> str | None:
    if field in {"shownName", "agreed", "sure"}:
        return field
    if field == "email":
        return "sure"
    return profiles.anchor(field, page.language) if field.startswith("skills") else None


def _skill(row: Mapping[str, str], before: Mapping[str, Any] | None) -> Skill:
    """A skill of the form; what shows it, which the form does not ask for, stays as it was."""
    level = int(row["level"]) if row["level"].isascii() and row["level"].isdecimal() else None
    if before is None:
        return Skill(row["concept"], level)
    shown_on = before["evidencedOn"]
    return Skill(
        row["concept"],
        level,
        before["evidence"],
        before["evidenceUrl"],
        None if shown_on is None else date.fromisoformat(shown_on),
    )
