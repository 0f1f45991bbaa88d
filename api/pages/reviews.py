"""Scoring applications: what there is to score, and the form with the lines of the round's rubric."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import Forged, NotFound
from api.pages.reports import challenges_with_bids
from api.pages.site import NOTICE, Page
from matching.applications import service
from matching.programmes.model import HIGHEST_SCORE
from matching.reviewing import service as reviewing
from schema.ids import to_global_id
from store.refusal import Problem

LIST = "/applications-to-score"
POINTS = tuple(str(points) for points in range(HIGHEST_SCORE + 1))


@get(LIST)
async def to_score(page: NamedDependency[Page]) -> Response[str]:
    """The applications of every round under review, with whether this reviewer has scored them."""
    if not page.reader.is_reviewer:
        raise Forged
    rounds = (await page.read(documents.ROUNDS_UNDER_REVIEW))["programmes"]["nodes"]
    found = [
        {
            "name": each["name"],
            "challenges": [
                {**challenge, "bids": bids}
                for challenge in await challenges_with_bids(page, each["slug"])
                if (bids := [bid for bid in challenge["applications"]["nodes"] if _can_be_scored(bid)])
            ],
        }
        for each in rounds
    ]
    return page.show(
        "reviews/list.html",
        rounds=[each for each in found if each["challenges"]],
        notice=notices.shown(page),
    )


@get("/applications/{application_id:uuid}/score")
async def score(page: NamedDependency[Page], application_id: FromPath[UUID]) -> Response[str]:
    """The application, and one's own points if there are any."""
    return await _show(page, application_id)


@post("/applications/{application_id:uuid}/score")
async def scored(page: NamedDependency[Page], application_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Hand the points in; handing them in again replaces one's own."""
    form = await forms.received(page)
    rubric = (await _found(page, application_id))["challenge"]["programme"]["rubric"]
    sent = {each["id"]: forms.text(form, f"scores.{each['id']}") for each in rubric}
    points = {criterion: int(value) for criterion, value in sent.items() if value in POINTS}
    comment = forms.text(form, "comment")
    problems = await acting.refusals(
        page, lambda tx: service.review(tx, page.reader, application_id, points, comment)
    )
    if problems:
        return await _show(page, application_id, problems, {**sent, "comment": comment})
    return page.go(LIST, [(NOTICE, "scored")])


@post("/applications/{application_id:uuid}/partial")
async def declare_partial(
    page: NamedDependency[Page], application_id: FromPath[UUID]
) -> Response[str] | Redirect:
    """Say that one cannot judge an application; it leaves the list for good."""
    await forms.received(page)
    await _found(page, application_id)
    problems = await acting.refusals(
        page, lambda tx: reviewing.declare_conflict(tx, page.reader, application_id)
    )
    if problems:
        return await _show(page, application_id, problems)
    return page.go(LIST, [(NOTICE, "declared-partial")])


def _can_be_scored(bid: Mapping[str, Any]) -> bool:
    return bid["isMineToScore"] and bid["team"] is not None


async def _found(page: Page, application_id: UUID) -> Any:
    if not page.reader.is_reviewer:
        raise Forged
    asked = to_global_id("Application", application_id)
    found = (await page.read(documents.APPLICATION, id=asked))["node"]
    if not found or found["challenge"] is None or found["challenge"]["programme"] is None:
        raise NotFound
    return found


async def _show(
    page: Page,
    application_id: UUID,
    problems: Sequence[Problem] = (),
    values: Mapping[str, str] | None = None,
) -> Response[str]:
    found = await _found(page, application_id)
    rubric = found["challenge"]["programme"]["rubric"]
    own = next(iter(found["reviews"]["nodes"]), None)
    stored = {each["criterion"]: str(each["points"]) for each in own["scores"]} if own else {}
    known = {each["id"] for each in rubric}
    return page.show(
        "reviews/form.html",
        status=acting.status(problems),
        at=f"/applications/{application_id}/score",
        application=found,
        rubric=rubric,
        path=f"/applications/{application_id}/score",
        points=[(each, each) for each in POINTS],
        values={
            **dict.fromkeys(known, ""),
            "comment": own["comment"] if own else "",
            **stored,
            **(values or {}),
        },
        scored=own is not None,
        problems=forms.shown(problems, page.language, lambda field: _anchor(field, known)),
    )


def _anchor(field: str, known: set[str]) -> str | None:
    """The first control of a line of the rubric, whichever way a problem names the line."""
    return field if field == "comment" or field.removeprefix("scores.") in known else None
