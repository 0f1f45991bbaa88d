"""Between review and pairing: the owner's shortlist, and the grades that owner and team give each other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, Page
from matching.grading import service
from matching.grading.model import HIGHEST_GRADE, LOWEST_GRADE
from schema.ids import row_id, to_global_id
from store.refusal import Problem

GRADES = tuple(str(each) for each in range(HIGHEST_GRADE, LOWEST_GRADE - 1, -1))


@get("/challenges/{slug:str}/applications")
async def shortlist(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Who applied, for the owner and the officers, and who is on the shortlist."""
    return await _list(page, slug)


@post("/challenges/{slug:str}/applications")
async def change_shortlist(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Put one on the shortlist, or take it off."""
    form = await forms.received(page)
    bid, wanted = (
        acting.row(forms.text(form, "application"), "Application"),
        forms.text(form, "wanted") == "yes",
    )
    problems = await acting.refusals(
        page, lambda tx: service.shortlist(tx, page.reader, bid, is_shortlisted=wanted)
    )
    if problems:
        return await _list(page, slug, problems)
    return page.go(f"/challenges/{slug}/applications", [(NOTICE, "shortlist-changed")])


@get("/applications/{application_id:uuid}")
async def graded(page: NamedDependency[Page], application_id: FromPath[UUID]) -> Response[str]:
    """One application, and what both sides think of working together, as far as this reader may see."""
    return await _one(page, application_id)


@post("/applications/{application_id:uuid}")
async def grade(page: NamedDependency[Page], application_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Grade it for one's side."""
    form = await forms.received(page)
    sent = forms.text(form, "grade")
    points = int(sent) if sent in GRADES else 0
    problems = await acting.refusals(page, lambda tx: service.grade(tx, page.reader, application_id, points))
    if problems:
        return await _one(page, application_id, problems)
    return page.go(f"/applications/{application_id}", [(NOTICE, "grade-given")])


async def _list(page: Page, slug: str, problems: Sequence[Problem] = ()) -> Response[str]:
    found: Any = (await page.read(documents.SHORTLIST, slug=slug))["challenge"]
    if found is None:
        raise NotFound
    owns = bool(found["owner"]) and page.reader.owns(row_id(found["owner"]["id"], "Organisation"))
    if not (owns or page.reader.is_officer):
        raise Forged
    bids = [each for each in found["applications"]["nodes"] if each["state"] != "WITHDRAWN" and each["team"]]
    return page.show(
        "challenges/shortlist.html",
        status=acting.status(problems),
        at=f"/challenges/{slug}/applications",
        challenge=found,
        bids=bids,
        may_shortlist=owns and bool(found["programme"]) and found["programme"]["state"] == "REVIEW",
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda _: None),
    )


async def _one(page: Page, application_id: UUID, problems: Sequence[Problem] = ()) -> Response[str]:
    found: Any = (await page.read(documents.GRADED, id=to_global_id("Application", application_id)))["node"]
    if not found or not found["challenge"] or not found["team"]:
        raise NotFound
    owner = found["challenge"]["owner"]
    of_team = page.reader.in_team(row_id(found["team"]["id"], "Team"))
    of_owner = bool(owner) and page.reader.owns(row_id(owner["id"], "Organisation"))
    given = {each["side"]: each for each in found["mutualGrades"]["nodes"]}
    own = "TEAM" if of_team else "OWNER" if of_owner else ""
    is_open = found["state"] == "SUBMITTED" and found["challenge"]["programme"]["state"] == "REVIEW"
    return page.show(
        "challenges/graded.html",
        status=acting.status(problems),
        at=f"/applications/{application_id}",
        bid=found,
        given=given,
        own=own,
        may_grade=bool(own)
        and is_open
        and bool(found["shortlistedAt"])
        and len(given) < len(("OWNER", "TEAM")),
        grades=GRADES,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: field if field == "grade" else None),
    )
