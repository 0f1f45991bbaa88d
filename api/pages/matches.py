"""A challenge and a team that were paired: the terms both sides agree on, milestones, and what was delivered."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.drafts import TAGS
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.agreements import service as agreements
from matching.agreements.model import AgreementForm, Ownership
from matching.agreements.template import Asked, template
from matching.delivery import service as delivery
from matching.delivery.model import MilestoneForm
from matching.fit import DataClass
from matching.forms import UNCHANGED
from matching.messages import service as messages
from schema.ids import row_id, to_global_id
from store.database import Connection
from store.refusal import Problem

TERMS = ("dataTerms", "publicationTerms", "creditTerms", "mentoringTerms")
LOCALISED = (*TERMS, "title", "note")
FIELDS = (
    *(
        "ownership",
        "licence",
        "contentLicence",
        "dueOn",
        "milestone",
        "reachedOn",
        "reachedNote",
        "repositoryUrl",
        "message",
    ),
    *(f"{name}.{tag}" for name in LOCALISED for tag in TAGS),
)


@get("/matches/{match_id:uuid}")
async def match(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str]:
    """One pair, as far as this reader may see it."""
    return await _show(page, match_id)


@post("/matches/{match_id:uuid}/terms")
async def write_terms(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Propose the first terms, or change those there are; then both sides accept anew."""
    form = await forms.received(page)
    standing = (await _found(page, match_id))["agreement"]
    ownership, version = forms.text(form, "ownership"), acting.version(form)
    kept = standing or dict[str, dict[str, str]].fromkeys(TERMS, {})
    written = AgreementForm(
        ownership=Ownership(ownership) if ownership in Ownership.__members__ else UNCHANGED,
        licence=forms.text(form, "licence"),
        content_licence=forms.text(form, "contentLicence") or None,
        data_terms=forms.kept(form, "dataTerms", kept["dataTerms"], TAGS),
        publication_terms=forms.kept(form, "publicationTerms", kept["publicationTerms"], TAGS),
        credit_terms=forms.kept(form, "creditTerms", kept["creditTerms"], TAGS),
        mentoring_terms=forms.kept(form, "mentoringTerms", kept["mentoringTerms"], TAGS),
    )

    async def work(tx: Connection) -> object:
        if standing is None:
            return await agreements.propose(tx, page.reader, match_id, written)
        return await agreements.edit(tx, page.reader, row_id(standing["id"], "Agreement"), written, version)

    return await _answer(page, match_id, work, "terms-saved", form)


@post("/matches/{match_id:uuid}/accept")
async def accept_terms(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Accept the terms as they were read, for the reader's side."""
    form = await forms.received(page)
    terms, version = acting.row(forms.text(form, "agreement"), "Agreement"), acting.version(form)
    return await _answer(
        page, match_id, lambda tx: agreements.accept(tx, page.reader, terms, version), "terms-accepted", form
    )


@post("/matches/{match_id:uuid}/milestones")
async def add_milestone(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Add what is to be reached next."""
    form = await forms.received(page)
    problems: list[Problem] = []
    written = MilestoneForm(forms.localised(form, "title", TAGS), forms.day(form, "dueOn", problems))
    return await _answer(
        page,
        match_id,
        lambda tx: delivery.add_milestone(tx, page.reader, match_id, written),
        "milestone-added",
        form,
        problems,
    )


@post("/matches/{match_id:uuid}/reached")
async def reach_milestone(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Say that a milestone was reached, and what was seen."""
    form = await forms.received(page)
    problems: list[Problem] = []
    named, _, seen = forms.text(form, "milestone").partition(" ")
    milestone = acting.row(named, "Milestone")
    day, note = forms.day(form, "reachedOn", problems), forms.text(form, "reachedNote")
    version = int(seen) if seen.isascii() and seen.isdecimal() else 0
    return await _answer(
        page,
        match_id,
        lambda tx: delivery.reach_milestone(tx, page.reader, milestone, version, day, note),
        "milestone-reached",
        form,
        problems,
    )


@post("/matches/{match_id:uuid}/deliver")
async def deliver(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Hand a repository over; it comes into the catalogue."""
    form = await forms.received(page)
    address, note = forms.text(form, "repositoryUrl"), forms.localised(form, "note", TAGS)
    return await _answer(
        page,
        match_id,
        lambda tx: delivery.deliver(tx, page.reader, match_id, address, note),
        "delivered",
        form,
    )


@post("/matches/{match_id:uuid}/messages")
async def send_message(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str] | Redirect:
    """Write to the other side."""
    form = await forms.received(page)
    text = forms.text(form, "message")
    return await _answer(
        page, match_id, lambda tx: messages.send(tx, page.reader, match_id, text), "message-sent", form
    )


async def _found(page: Page, match_id: UUID) -> Any:
    data = await page.read(documents.MATCH, id=to_global_id("Match", match_id))
    found = data["node"]
    if not found or found["challenge"] is None or found["team"] is None:
        raise NotFound
    return {**found, "phases": data["phases"]["nodes"]}


async def _answer(
    page: Page,
    match_id: UUID,
    work: Callable[[Connection], Awaitable[object]],
    done: str,
    form: Any,
    problems: Sequence[Problem] = (),
) -> Response[str] | Redirect:
    await _found(page, match_id)
    found = problems or await acting.refusals(page, work)
    if found:
        return await _show(page, match_id, found, {name: forms.text(form, name) for name in FIELDS})
    return page.go(f"/matches/{match_id}", [(NOTICE, done)])


async def _show(
    page: Page,
    match_id: UUID,
    problems: Sequence[Problem] = (),
    values: Mapping[str, str] | None = None,
) -> Response[str]:
    found = await _found(page, match_id)
    owner = found["challenge"]["owner"]
    is_owner = bool(owner) and page.reader.owns(row_id(owner["id"], "Organisation"))
    is_team = page.reader.in_team(row_id(found["team"]["id"], "Team"))
    terms = found["agreement"]
    open_milestones = [each for each in found["milestones"]["nodes"] if each["reachedOn"] is None]
    return page.show(
        "matches/one.html",
        status=acting.status(problems),
        at=f"/matches/{match_id}",
        match=found,
        path=f"/matches/{match_id}",
        terms=terms,
        is_owner=is_owner,
        is_team=is_team,
        may_write_terms=(is_owner or is_team)
        and found["state"] == "AGREEING"
        and not (terms and terms["acceptedByOwnerAt"] and terms["acceptedByTeamAt"]),
        may_accept=_may_accept(terms, found["state"], is_owner=is_owner, is_team=is_team),
        may_plan=(is_owner or is_team or page.reader.is_officer) and found["state"] in {"AGREEING", "AGREED"},
        may_deliver=(is_team or page.reader.is_officer) and found["state"] in {"AGREED", "DELIVERED"},
        may_write=is_owner or is_team or page.reader.is_officer,
        open_milestones=open_milestones,
        values={**dict.fromkeys(FIELDS, ""), **(values or _stored(found))},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: _anchor(field, values or {}, page)),
    )


def _may_accept(terms: Any, state: str, *, is_owner: bool, is_team: bool) -> bool:
    if not terms or state != "AGREEING" or (is_owner and is_team):
        return False
    return (is_owner and not terms["acceptedByOwnerAt"]) or (is_team and not terms["acceptedByTeamAt"])


def _stored(found: Any) -> Mapping[str, str]:
    terms = found["agreement"]
    if terms is None:
        return _begun(found["challenge"])
    return {
        "ownership": terms["ownership"],
        "licence": terms["licence"],
        "contentLicence": terms["contentLicence"] or "",
        **{f"{name}.{tag}": terms[name].get(tag, "") for name in TERMS for tag in TAGS},
    }


def _begun(challenge: Any) -> Mapping[str, str]:
    """What the form for new terms shows: the template; nothing of it is stored before it is saved."""
    data_class = DataClass(challenge["dataClass"]) if challenge["dataClass"] else None
    start = template(
        Asked(challenge["wantedLicence"], data_class, challenge["lawfulBasis"], challenge["publication"])
    )
    texts = (start.data_terms, start.publication_terms, start.credit_terms, start.mentoring_terms)
    said = {
        f"{name}.{tag}": text.get(tag, "") for name, text in zip(TERMS, texts, strict=True) for tag in TAGS
    }
    return {"licence": start.licence, **said}


def _anchor(field: str, sent: Mapping[str, str], page: Page) -> str | None:
    """The control of a field; `note` is one of the delivery, or of the milestone that was reached."""
    if field == "note" and sent.get("milestone"):
        return "reachedNote"
    if field == "text":
        return "message"
    if field in LOCALISED:
        return f"{field}.{page.language.tag}"
    return field if field in FIELDS else None
