"""What came of a match: its measures against where they began and should go, day by day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.forms import today
from matching.outcomes import service
from schema.ids import row_id, to_global_id
from store.refusal import Problem

FIELDS = ("measure", "value", "measuredOn")


@get("/matches/{match_id:uuid}/outcomes")
async def outcomes(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str]:
    """Every figure, as a table and as how much of the way was gone."""
    return await _show(page, match_id)


@post("/matches/{match_id:uuid}/outcomes")
async def report(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Report a figure."""
    form = await forms.received(page)
    problems: list[Problem] = []
    measure = forms.whole(form, "measure", problems)
    day = forms.day(form, "measuredOn", problems) or today()
    value = _number(forms.text(form, "value"))
    if value is None:
        problems.append(Problem("NOT_A_FIGURE", "value"))
    found = problems or await acting.refusals(
        page,
        lambda tx: service.report(
            tx, page.reader, match_id, -1 if measure is None else measure, value or 0.0, day
        ),
    )
    if found:
        return await _show(page, match_id, found, {name: forms.text(form, name) for name in FIELDS})
    return page.go(f"/matches/{match_id}/outcomes", [(NOTICE, "outcome-reported")])


def progress(
    measures: Sequence[Mapping[str, Any]], figures: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Each measure with its figures, oldest first, and how much of the way from baseline to target the last one went.

    The share is None where baseline or target is not known, or both are the same; it is below 0 for a step back.
    """
    rows = []
    for index, each in enumerate(measures):
        own = sorted(
            (figure for figure in figures if figure["measure"] == index),
            key=lambda figure: str(figure["measuredOn"]),
        )
        way = None if None in (each["baseline"], each["target"]) else each["target"] - each["baseline"]
        share = (own[-1]["value"] - each["baseline"]) / way if own and way else None
        rows.append({**each, "figures": own, "last": own[-1] if own else None, "share": share})
    return rows


def _number(written: str) -> float | None:
    try:
        return float(written.replace(",", ""))
    except ValueError:
        return None


async def _show(
    page: Page, match_id: UUID, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    found: Any = (await page.read(documents.OUTCOMES, id=to_global_id("Match", match_id)))["node"]
    if not found or not found["challenge"] or not found["team"]:
        raise NotFound
    owner = found["challenge"]["owner"]
    is_side = (bool(owner) and page.reader.owns(row_id(owner["id"], "Organisation"))) or page.reader.in_team(
        row_id(found["team"]["id"], "Team")
    )
    return page.show(
        "matches/outcomes.html",
        status=acting.status(problems),
        at=f"/matches/{match_id}/outcomes",
        match=found,
        path=f"/matches/{match_id}",
        rows=progress(found["challenge"]["measures"], found["outcomeFigures"]["nodes"]),
        may_report=(is_side or page.reader.is_officer) and found["state"] in {"AGREED", "DELIVERED"},
        values={"measure": "", "value": "", "measuredOn": date.isoformat(today()), **(values or {})},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: field if field in FIELDS else None),
    )
