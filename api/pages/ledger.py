"""One's ledger of hours: what one has, what waits to be confirmed, and telling hours of one's own."""

import csv
import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import Forged
from api.pages.site import NOTICE, Page
from matching.credits import repository, service
from matching.credits.model import Claim
from matching.forms import today
from store.database import Connection
from store.refusal import Problem

FIELDS = ("match", "email", "hours", "workedOn", "what")
COLUMNS = (
    "worked_on",
    "kind",
    "what",
    "hours",
    "is_mine",
    "claimed_at",
    "confirmed_at",
    "declined_at",
    "balance",
)


@get("/credits")
async def credits_and_hours(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """What whoever is signed in has, and every entry of theirs."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    return await _show(page)


@get("/credits.csv")
async def export(page: NamedDependency[Page]) -> Response[str]:
    """The same as a table to take away, oldest first, with what one had after each entry."""
    if page.reader.person_id is None:
        raise Forged
    async with page.site.database.read() as connection:
        rows = await repository.ledger(connection, page.reader.person_id)
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    # A cell that begins like a formula would be run as one by programs for tables.
    writer.writerows({**each, "what": _harmless(each["what"])} for each in rows)
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": 'attachment; filename="commonfield-credits.csv"',
    }
    return Response(out.getvalue(), media_type="text/csv", headers=headers)


@post("/credits")
async def claim(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Tell hours: of a match, or of help to somebody."""
    form = await forms.received(page)
    problems: list[Problem] = []
    hours, day = forms.whole(form, "hours", problems), forms.day(form, "workedOn", problems) or today()
    said = Claim(hours or 0, day, forms.text(form, "what"))
    named, email = forms.text(form, "match"), forms.text(form, "email")

    async def work(tx: Connection) -> object:
        if named:
            return await service.claim_for_match(tx, page.reader, acting.row(named, "Match"), said)
        return await service.claim_from_person(tx, page.reader, email, said)

    return await _answer(page, form, work, "hours-told", problems)


@post("/credits/settle")
async def settle(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Confirm or decline hours that somebody tells."""
    form = await forms.received(page)
    credit, confirmed = (
        acting.row(forms.text(form, "credit"), "Credit"),
        forms.text(form, "confirmed") == "yes",
    )
    return await _answer(
        page,
        form,
        lambda tx: service.settle(tx, page.reader, credit, is_confirmed=confirmed),
        "hours-settled",
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


async def _answer(
    page: Page,
    form: FormMultiDict,
    work: Callable[[Connection], Awaitable[object]],
    done: str,
    problems: Sequence[Problem] = (),
) -> Response[str] | Redirect:
    found = problems or await acting.refusals(page, work)
    if found:
        return await _show(page, found, {name: forms.text(form, name) for name in FIELDS})
    return page.go("/credits", [(NOTICE, done)])


async def _show(
    page: Page, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    viewer: Any = (await page.read(documents.CREDITS))["viewer"]
    if viewer is None:
        raise Forged
    teams = [each["team"] for each in viewer["teams"]["nodes"] if each["team"]]
    at_work = [
        match
        for team in teams
        for match in team["matches"]["nodes"]
        if match["state"] in {"AGREED", "DELIVERED"} and match["challenge"]
    ]
    return page.show(
        "credits.html",
        status=acting.status(problems),
        at="/credits",
        balance=viewer["creditBalance"],
        entries=viewer["credits"]["nodes"],
        teams=teams,
        matches=at_work,
        values={**dict.fromkeys(FIELDS, ""), "workedOn": today().isoformat(), **(values or {})},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, _anchor),
    )


def _anchor(field: str) -> str | None:
    return "match" if field == "matchId" else field if field in FIELDS else None
