"""Notes of the meetings of a match: agree first, then write, then approve, then publish."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.consents.model import Purpose, current_version, text
from matching.forms import today
from matching.notes import service
from schema.ids import row_id, to_global_id
from store.database import Connection
from store.refusal import Problem

KEPT = ("title", "heldOn", "text.", "agreed.", "note", "part")


@get("/matches/{match_id:uuid}/notes")
async def notes(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str]:
    """The notes that this reader may read, newest first."""
    return await _show(page, match_id)


@post("/matches/{match_id:uuid}/notes")
async def begin_note(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Begin a note of a meeting."""
    form = await forms.received(page)
    problems: list[Problem] = []
    title, held_on = forms.text(form, "title"), forms.day(form, "heldOn", problems) or today()
    return await _answer(
        page,
        match_id,
        form,
        lambda tx: service.begin(tx, page.reader, match_id, title, held_on),
        "note-begun",
        problems,
    )


@post("/matches/{match_id:uuid}/notes/join")
async def join_note(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Agree to be written down."""
    form = await forms.received(page)
    named = forms.text(form, "note")
    note, version = acting.row(named, "SharedNote"), current_version(Purpose.RECORDING)
    problems = [] if forms.text(form, f"agreed.{named}") else [Problem("CONSENT_MISSING", "agreed")]
    return await _answer(
        page, match_id, form, lambda tx: service.join(tx, page.reader, note, version), "note-joined", problems
    )


@post("/matches/{match_id:uuid}/notes/write")
async def write_part(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Write down what somebody said, or approve what is written of oneself."""
    form = await forms.received(page)
    named, version = forms.text(form, "part"), acting.version(form)
    part = acting.row(named, "NotePart")
    if forms.text(form, "approve"):
        return await _answer(
            page, match_id, form, lambda tx: service.approve(tx, page.reader, part, version), "part-approved"
        )
    words = forms.text(form, f"text.{named}")
    return await _answer(
        page, match_id, form, lambda tx: service.write(tx, page.reader, part, version, words), "part-written"
    )


@post("/matches/{match_id:uuid}/notes/publish")
async def publish_note(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Publish a note that everybody in it has approved."""
    form = await forms.received(page)
    note = acting.row(forms.text(form, "note"), "SharedNote")
    return await _answer(
        page, match_id, form, lambda tx: service.publish(tx, page.reader, note), "note-published"
    )


async def _answer(
    page: Page,
    match_id: UUID,
    form: FormMultiDict,
    work: Callable[[Connection], Awaitable[object]],
    done: str,
    problems: Sequence[Problem] = (),
) -> Response[str] | Redirect:
    found = problems or await acting.refusals(page, work)
    if found:
        return await _show(
            page, match_id, found, {name: forms.text(form, name) for name in form if name.startswith(KEPT)}
        )
    return page.go(f"/matches/{match_id}/notes", [(NOTICE, done)])


async def _show(
    page: Page, match_id: UUID, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    found: Any = (await page.read(documents.NOTES, id=to_global_id("Match", match_id)))["node"]
    if not found or not found["challenge"] or not found["team"]:
        raise NotFound
    owner = found["challenge"]["owner"]
    is_owner = bool(owner) and page.reader.owns(row_id(owner["id"], "Organisation"))
    is_side = is_owner or page.reader.in_team(row_id(found["team"]["id"], "Team")) or page.reader.is_officer
    sent = values or {}
    return page.show(
        "matches/notes.html",
        status=acting.status(problems),
        at=f"/matches/{match_id}/notes",
        match=found,
        path=f"/matches/{match_id}",
        notes=found["sharedNotes"]["nodes"],
        is_side=is_side,
        consent=text(Purpose.RECORDING, current_version(Purpose.RECORDING)),
        values={"title": "", "heldOn": today().isoformat(), **sent},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: _anchor(field, sent)),
    )


def _anchor(field: str, sent: Mapping[str, str]) -> str | None:
    """The control of a field; consents stand once for each note, words once for each part."""
    if field == "agreed":
        return f"agreed.{sent.get('note', '')}"
    if field == "text":
        return f"text.{sent.get('part', '')}"
    return field if field in {"title", "heldOn"} else None
