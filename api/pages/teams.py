"""A team's own pages: registering it, describing it, and which challenges fit it."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, drafts, forms, notices, profiles
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, Page
from matching.teams import repository, service
from matching.teams.model import Team
from schema.ids import row_id
from store.database import Connection
from store.refusal import Problem


@get("/teams/{slug:str}")
async def team(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One team: what it can do, with what shows it."""
    found: Any = (await page.read(documents.TEAM, slug=slug))["team"]
    if found is None:
        raise NotFound
    return page.show(
        "teams/one.html",
        team=found,
        is_own=page.reader.in_team(row_id(found["id"], "Team")),
        notice=notices.shown(page),
    )


@get("/teams/{slug:str}/challenges")
async def challenges_for_team(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Which open challenges suit a team, from both sides, and why not the others."""
    found: Any = (await page.read(documents.TEAM_NAME, slug=slug))["team"]
    if found is None:
        raise NotFound
    fits = (await page.read(documents.TEAM_FIT, id=found["id"]))["fitsForTeam"]
    return page.show("teams/fit.html", team=found, fits=[each for each in fits if each["challenge"]])


@get("/register-a-team")
async def register(page: NamedDependency[Page]) -> Response[str]:
    """What a team says of itself; who has not signed in is told what will be asked."""
    return _form(page, None, profiles.EMPTY, 0, [])


@post("/register-a-team")
async def registered(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Register the team; whoever does so leads it."""
    form = await forms.received(page)
    values, written, found = profiles.sent(form, None)
    made: list[Team] = []

    async def work(tx: Connection) -> None:
        made.append(await service.register(tx, page.reader, written))

    problems = found or await acting.refusals(page, work)
    if problems:
        return _form(page, None, values, 0, problems)
    return page.go(f"/teams/{made[0].slug}", [(NOTICE, "team-registered")])


@get("/teams/{slug:str}/edit")
async def edit_team(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """The same form with what is stored."""
    own = await _own(page, slug)
    return _form(page, own, profiles.stored(own), own.version, [])


@post("/teams/{slug:str}/edit")
async def save_team(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Save it, unless somebody else did since the form was opened."""
    form = await forms.received(page)
    own = await _own(page, slug)
    values, written, found = profiles.sent(form, own)
    version = acting.version(form)
    problems = found or await acting.refusals(
        page, lambda tx: service.edit(tx, page.reader, own.id, written, version)
    )
    if problems:
        return _form(page, own, values, version, problems)
    if forms.text(form, "more"):
        return page.go(f"/teams/{slug}/edit")
    return page.go(f"/teams/{slug}", [(NOTICE, "team-saved")])


async def _own(page: Page, slug: str) -> Team:
    """The team, when the reader is in it.

    Raises:
        NotFound: there is none.
        Forged: it is somebody else's to describe.
    """
    async with page.site.database.read() as connection:
        found = await repository.find_by_slug(connection, slug)
    if found is None:
        raise NotFound
    if not page.reader.in_team(found.id):
        raise Forged
    return found


def _form(
    page: Page, own: Team | None, values: Mapping[str, Any], version: int, problems: Sequence[Problem]
) -> Response[str]:
    language = page.language
    return page.show(
        "teams/form.html",
        status=acting.status(problems),
        team=own,
        values=values,
        version=version,
        skills=drafts.skill_options(language),
        domains=drafts.fields_of_work(language),
        work_languages=drafts.WORK_LANGUAGES,
        blank_skills=profiles.BLANK_SKILLS,
        problems=forms.shown(problems, language, lambda field: profiles.anchor(field, language)),
    )
