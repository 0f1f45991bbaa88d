"""Changing a milestone of a match, and ending a match without a delivery."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms
from api.pages.drafts import TAGS
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, Page
from matching.assignments import service as assignments
from matching.delivery import service as delivery
from matching.delivery.model import MilestoneForm
from schema.ids import to_global_id
from store.refusal import Problem


@get("/matches/{match_id:uuid}/milestones/{milestone_id:uuid}")
async def milestone(
    page: NamedDependency[Page], match_id: FromPath[UUID], milestone_id: FromPath[UUID]
) -> Response[str]:
    """A milestone as it is written."""
    return await _show(page, match_id, milestone_id)


@post("/matches/{match_id:uuid}/milestones/{milestone_id:uuid}")
async def change(
    page: NamedDependency[Page], match_id: FromPath[UUID], milestone_id: FromPath[UUID]
) -> Response[str] | Redirect:
    """Save it."""
    form = await forms.received(page)
    found = await _read(page, match_id, milestone_id)
    problems: list[Problem] = []
    title = forms.kept(form, "title", found["title"], TAGS)
    written = MilestoneForm(title, forms.day(form, "dueOn", problems))
    typed = {name: forms.text(form, name) for name in (*(f"title.{tag}" for tag in TAGS), "dueOn")}
    version = acting.version(form)
    if not problems:
        problems = list(
            await acting.refusals(
                page, lambda tx: delivery.edit_milestone(tx, page.reader, milestone_id, written, version)
            )
        )
    if problems:
        return await _show(page, match_id, milestone_id, problems, typed)
    return page.go(f"/matches/{match_id}", [(NOTICE, "milestone-saved")])


@get("/matches/{match_id:uuid}/end")
async def ending(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str]:
    """What ending a match means, and the form for it."""
    return await _show_end(page, match_id)


@post("/matches/{match_id:uuid}/end")
async def end(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """An officer ends a match; its challenge is open again."""
    form = await forms.received(page)
    reason = forms.text(form, "reason")
    problems = await acting.refusals(
        page, lambda tx: assignments.end_match(tx, page.reader, match_id, reason)
    )
    if problems:
        return await _show_end(page, match_id, problems, reason)
    return page.go(f"/matches/{match_id}", [(NOTICE, "match-ended")])


async def _match(page: Page, match_id: UUID) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = (await page.read(documents.MATCH, id=to_global_id("Match", match_id)))[
        "node"
    ]
    if not found:
        raise NotFound
    return found


async def _read(page: Page, match_id: UUID, milestone_id: UUID) -> Mapping[str, Any]:
    wanted = to_global_id("Milestone", milestone_id)
    milestones = (await _match(page, match_id))["milestones"]["nodes"]
    found: Mapping[str, Any] | None = next((each for each in milestones if each["id"] == wanted), None)
    if found is None:
        raise NotFound
    return found


async def _show(
    page: Page,
    match_id: UUID,
    milestone_id: UUID,
    problems: Sequence[Problem] = (),
    typed: Mapping[str, str] | None = None,
) -> Response[str]:
    found = await _read(page, match_id, milestone_id)
    stored = {f"title.{tag}": found["title"].get(tag, "") for tag in TAGS} | {"dueOn": found["dueOn"] or ""}
    places = {"title": f"title.{page.language.tag}", "dueOn": "dueOn"}
    return page.show(
        "matches/milestone.html",
        status=acting.status(problems),
        match_id=match_id,
        milestone_id=milestone_id,
        milestone=found,
        values=stored | dict(typed or {}),
        problems=forms.shown(problems, page.language, places.get),
    )


async def _show_end(
    page: Page, match_id: UUID, problems: Sequence[Problem] = (), reason: str = ""
) -> Response[str]:
    if not page.reader.is_officer:
        raise Forged
    return page.show(
        "matches/end.html",
        status=acting.status(problems),
        match=await _match(page, match_id),
        match_id=match_id,
        values={"reason": reason},
        problems=forms.shown(problems, page.language, lambda field: field if field == "reason" else None),
    )
