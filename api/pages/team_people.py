"""The people of a team: whoever leads it takes others in, lets them lead, and lets them go."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, Page
from matching.teams import service
from schema.ids import row_id
from store.refusal import Problem


@get("/teams/{slug:str}/people")
async def people(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Who is in the team, and the forms to change that."""
    return await _show(page, slug)


@post("/teams/{slug:str}/people/add")
async def add(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Take somebody in, or let them lead or no longer lead."""
    form = await forms.received(page)
    team = row_id((await _team(page, slug))["id"], "Team")
    email, leads = forms.text(form, "addedEmail"), forms.text(form, "isLead") == "yes"
    problems = await acting.refusals(
        page, lambda tx: service.add_member(tx, page.reader, team, email, is_lead=leads)
    )
    if problems:
        return await _show(page, slug, problems, added=email)
    return page.go(f"/teams/{slug}/people", [(NOTICE, "member-added")])


@post("/teams/{slug:str}/people/remove")
async def remove(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Let somebody go."""
    form = await forms.received(page)
    team = row_id((await _team(page, slug))["id"], "Team")
    email = forms.text(form, "removedEmail")
    problems = await acting.refusals(page, lambda tx: service.remove_member(tx, page.reader, team, email))
    if problems:
        return await _show(page, slug, problems, removed=email)
    if not (page.reader.is_officer or page.reader.in_team(team)):
        return page.go(f"/teams/{slug}")
    return page.go(f"/teams/{slug}/people", [(NOTICE, "member-removed")])


async def _team(page: Page, slug: str) -> Any:
    found = (await page.read(documents.TEAM, slug=slug))["team"]
    if found is None:
        raise NotFound
    if not (page.reader.is_officer or page.reader.in_team(row_id(found["id"], "Team"))):
        raise Forged
    return found


async def _show(
    page: Page, slug: str, problems: Sequence[Problem] = (), added: str = "", removed: str = ""
) -> Response[str]:
    places = {"email": "removedEmail" if removed else "addedEmail", "isLead": "isLead"}
    return page.show(
        "teams/people.html",
        status=acting.status(problems),
        at=f"/teams/{slug}/people",
        team=await _team(page, slug),
        values={"addedEmail": added, "removedEmail": removed},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, places.get),
    )
