"""The coaching of a pair: officers give it a coach, who writes down notes, advice and hours."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.coaching import service
from matching.coaching.model import Entry, Kind
from schema.ids import to_global_id
from store.refusal import Problem

BLANK = {"email": "", "kind": Kind.NOTE.value, "words": "", "minutes": "", "heldOn": ""}


@get("/matches/{match_id:uuid}/coaching")
async def coaching(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str]:
    """Who coaches the pair, what they wrote down that the reader may read, and how long it took."""
    return await _show(page, match_id)


@post("/matches/{match_id:uuid}/assign-coach")
async def assign(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """An officer gives the pair a coach."""
    form = await forms.received(page)
    email = forms.text(form, "email")
    problems = await acting.refusals(page, lambda tx: service.assign(tx, page.reader, match_id, email))
    return await _answer(page, match_id, problems, "coach-assigned", {"email": email})


@post("/matches/{match_id:uuid}/unassign-coach")
async def unassign(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """An officer ends a coaching."""
    form = await forms.received(page)
    named = acting.row(forms.text(form, "coaching"), "Coaching")
    problems = await acting.refusals(page, lambda tx: service.unassign(tx, page.reader, named))
    return await _answer(page, match_id, problems, "coach-unassigned", {})


@post("/matches/{match_id:uuid}/coaching")
async def write(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """The coach writes something down."""
    form = await forms.received(page)
    typed = {name: forms.text(form, name) for name in BLANK}
    named = acting.row(forms.text(form, "coaching"), "Coaching")
    problems: list[Problem] = []
    minutes, day = forms.whole(form, "minutes", problems), forms.day(form, "heldOn", problems)
    if day is None and not problems:
        problems.append(Problem("NOT_A_DATE", "heldOn"))
    if problems or day is None:
        return await _show(page, match_id, problems, typed)
    kind = Kind(typed["kind"]) if typed["kind"] in Kind.__members__ else Kind.NOTE
    entry = Entry(kind, typed["words"], minutes or 0, day)
    refused = await acting.refusals(page, lambda tx: service.write(tx, page.reader, named, entry))
    return await _answer(page, match_id, refused, "coach-wrote", typed)


async def _show(
    page: Page, match_id: UUID, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    found: Any = (await page.read(documents.COACHING, id=to_global_id("Match", match_id)))["node"]
    coachings = found["coachings"]["nodes"] if found else []
    if found is None or not (coachings or page.reader.is_officer):
        raise NotFound
    return page.show(
        "matches/coaching.html",
        status=acting.status(problems),
        at=f"/matches/{match_id}/coaching",
        match=found,
        match_id=match_id,
        coachings=coachings,
        values={**BLANK, **(values or {})},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: field if field in BLANK else None),
    )


async def _answer(
    page: Page, match_id: UUID, problems: Sequence[Problem], done: str, values: Mapping[str, str]
) -> Response[str] | Redirect:
    if problems:
        return await _show(page, match_id, problems, values)
    return page.go(f"/matches/{match_id}/coaching", [(NOTICE, done)])
