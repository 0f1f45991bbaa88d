"""Is it in service: what an owner says of a delivery, three, six and twelve months later."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.drafts import TAGS
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, Page
from matching.followups import service
from matching.followups.model import Answer
from schema.ids import row_id, to_global_id
from store.refusal import Problem

FIELDS = ("inService", "since", *(f"note.{tag}" for tag in TAGS))


@get("/service-checks/{check_id:uuid}")
async def service_check(page: NamedDependency[Page], check_id: FromPath[UUID]) -> Response[str]:
    """What is asked, and what was answered."""
    return await _show(page, check_id)


@post("/service-checks/{check_id:uuid}")
async def answer_check(page: NamedDependency[Page], check_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Answer for the owner."""
    form = await forms.received(page)
    problems: list[Problem] = []
    said, since = forms.text(form, "inService"), forms.day(form, "since", problems)
    if said not in {"yes", "no"}:
        problems.append(Problem("ANSWER_MISSING", "inService"))
    answer = Answer(said == "yes", since, forms.localised(form, "note", TAGS))
    found = problems or await acting.refusals(
        page, lambda tx: service.answer(tx, page.reader, check_id, answer)
    )
    if found:
        return await _show(page, check_id, found, {name: forms.text(form, name) for name in FIELDS})
    return page.go(f"/service-checks/{check_id}", [(NOTICE, "service-answered")])


async def _show(
    page: Page, check_id: UUID, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    found: Any = (await page.read(documents.SERVICE_CHECK, id=to_global_id("ServiceCheck", check_id)))["node"]
    if not found or not found["delivery"] or not found["delivery"]["match"]:
        raise NotFound
    challenge = found["delivery"]["match"]["challenge"]
    if challenge is None:
        raise NotFound
    owns = bool(challenge["owner"]) and page.reader.owns(row_id(challenge["owner"]["id"], "Organisation"))
    if problems and not owns:
        raise Forged
    note = found["note"] or {}
    stored = {
        "inService": "" if found["isInService"] is None else "yes" if found["isInService"] else "no",
        "since": found["since"] or "",
        **{f"note.{tag}": note.get(tag, "") for tag in TAGS},
    }
    return page.show(
        "matches/service_check.html",
        status=acting.status(problems),
        at=f"/service-checks/{check_id}",
        check=found,
        challenge=challenge,
        delivery=found["delivery"],
        owns=owns,
        values=values or stored,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: _anchor(field, page)),
    )


def _anchor(field: str, page: Page) -> str:
    return f"note.{page.language.tag}" if field == "note" else field
