"""One challenge, and what its owner and the officers decide about it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, gate, notices, outcomes
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.challenges import repository, service
from matching.forms import refuse_other_version
from matching.programmes import repository as programmes
from schema.ids import row_id
from store.database import Connection
from store.refusal import Problem

#: An officer's two and an owner's, each with its own form.
REASONS = frozenset({"reason", "releaseReason", "withdrawalReason"})


@get("/challenges/{slug:str}")
async def challenge(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One challenge: the problem, what it takes, who works on it, and what happens next."""
    return await show(page, slug)


@post("/challenges/{slug:str}/publish")
async def publish(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """An officer lets everyone see it."""
    form = await forms.received(page)
    asked, reason = await _named(page, slug), forms.text(form, "releaseReason")

    async def work(tx: Connection) -> object:
        await _refuse_unread(tx, asked, acting.version(form))
        return await service.approve(tx, page.reader, asked, reason)

    problems = _at(await acting.refusals(page, work), "releaseReason")
    return await _answer(page, slug, problems, "published", {"releaseReason": reason})


@post("/challenges/{slug:str}/send-back")
async def send_back(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """An officer gives it back to its owner with a reason."""
    form = await forms.received(page)
    asked, reason = await _named(page, slug), forms.text(form, "reason")
    problems = await acting.refusals(page, lambda tx: service.send_back(tx, page.reader, asked, reason))
    return await _answer(page, slug, problems, "sent-back", {"reason": reason})


@post("/challenges/{slug:str}/withdraw")
async def withdraw(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Its owner takes it back for good, saying why."""
    form = await forms.received(page)
    asked, reason = await _named(page, slug), forms.text(form, "withdrawalReason")
    problems = await acting.refusals(page, lambda tx: service.withdraw(tx, page.reader, asked, reason))
    at_field = _at(problems, "withdrawalReason")
    return await _answer(page, slug, at_field, "withdrawn", {"withdrawalReason": reason})


async def show(
    page: Page, slug: str, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    """The page of a challenge, with what was wrong with the form that was sent from it."""
    data = await page.read(documents.CHALLENGE, slug=slug)
    found = data["challenge"]
    if found is None:
        raise NotFound
    to_decide = page.reader.is_officer and found["state"] == "SUBMITTED"
    memberships = data["viewer"]["teams"]["nodes"] if data["viewer"] else []
    return page.show(
        "challenges/one.html",
        status=acting.status(problems),
        at=f"/challenges/{slug}",
        challenge=found,
        to_read=await page.read(documents.CHALLENGE_GATE, id=found["id"]) if to_decide else {},
        questions=gate.questions(page.language),
        reported=[
            (match, outcomes.progress(found["measures"], match["outcomeFigures"]["nodes"]))
            for match in found["matches"]["nodes"]
            if match["outcomeFigures"]["nodes"]
        ],
        notice="" if problems else notices.shown(page),
        values={"reason": "", "releaseReason": "", "withdrawalReason": "", **(values or {})},
        own_teams=[each["team"] for each in memberships if each["team"]],
        speaks_for_owner=bool(found["owner"])
        and page.reader.owns(row_id(found["owner"]["id"], "Organisation")),
        problems=forms.shown(problems, page.language, lambda field: field if field in REASONS else None),
    )


def _at(problems: Sequence[Problem], field: str) -> Sequence[Problem]:
    """The problems with the reason told at the control of its own form."""
    return [replace(each, field=field if each.field == "reason" else each.field) for each in problems]


async def _named(page: Page, slug: str) -> UUID:
    found: Any = (await page.read(documents.CHALLENGE_NAME, slug=slug))["challenge"]
    if found is None:
        raise NotFound
    return row_id(found["id"], "Challenge")


async def _refuse_unread(tx: Connection, challenge_id: UUID, seen: int) -> None:
    """Publish only what the officer has read: its owner may go on writing while it waits."""
    await programmes.hold_of_challenge(tx, challenge_id)
    locked = await repository.lock(tx, challenge_id)
    if locked is not None:
        refuse_other_version(locked.version, seen)


async def _answer(
    page: Page, slug: str, problems: Sequence[Problem], done: str, values: Mapping[str, str]
) -> Response[str] | Redirect:
    if problems:
        return await show(page, slug, problems, values)
    return page.go(f"/challenges/{slug}", [(NOTICE, done)])
