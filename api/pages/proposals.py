"""Proposals of a round: making one, taking it back, and owners who are interested and take one up."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, drafts, forms, lists, notices
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.challenges import repository as challenges
from matching.programmes.modes import FROM_PROPOSALS
from matching.proposals import service
from schema.ids import row_id
from store.database import Connection
from store.refusal import Problem

BLANK = {
    "team": "", "title.en": "", "title.zh-Hant": "", "idea.en": "", "idea.zh-Hant": "", "domains": [], "note": "",
    "reason": "",
}  # fmt: skip


@get("/programmes/{slug:str}/proposals")
async def proposals(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """What is offered in a round, who would take it up, and the form to offer something."""
    return await _show(page, slug)


@post("/programmes/{slug:str}/proposals")
async def propose(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Offer something."""
    form = await forms.received(page)
    programme = row_id((await _read(page, slug))["programme"]["id"], "Programme")
    team = forms.text(form, "team")
    title, idea = (forms.localised(form, name, drafts.TAGS) for name in ("title", "idea"))
    domains = forms.texts(form, "domains")

    async def work(tx: Connection) -> object:
        for_team = acting.row(team, "Team") if team else None
        return await service.propose(tx, page.reader, programme, for_team, title, idea, domains)

    problems = await acting.refusals(page, work)
    typed = {name: forms.text(form, name) for name in BLANK} | {"domains": list(domains)}
    return await _answer(page, slug, problems, "proposed-idea", typed)


@post("/programmes/{slug:str}/interest")
async def interest(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Say for an agency that it would take a proposal up."""
    form = await forms.received(page)
    proposal, agency = _named(form), acting.row(forms.text(form, "organisation"), "Organisation")
    note = forms.text(form, "note")
    problems = await acting.refusals(
        page, lambda tx: service.show_interest(tx, page.reader, proposal, agency, note)
    )
    return await _answer(page, slug, problems, "interest-shown", {"note": note})


@post("/programmes/{slug:str}/withdraw-proposal")
async def withdraw(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Take a proposal back."""
    form = await forms.received(page)
    proposal, reason = _named(form), forms.text(form, "reason")
    problems = await acting.refusals(page, lambda tx: service.withdraw(tx, page.reader, proposal, reason))
    return await _answer(page, slug, problems, "proposal-withdrawn", {"reason": reason})


@post("/programmes/{slug:str}/take-up")
async def take_up(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Make a proposal the draft of one's own challenge, and go on writing it."""
    form = await forms.received(page)
    proposal, agency = _named(form), acting.row(forms.text(form, "organisation"), "Organisation")
    made: list[str] = []

    async def work(tx: Connection) -> object:
        drafted = await service.take_up(tx, page.reader, proposal, agency)
        found = await challenges.find(tx, drafted.id)
        made.append(found.slug if found else "")
        return drafted

    problems = await acting.refusals(page, work)
    if problems:
        return await _show(page, slug, problems)
    return page.go(f"/challenges/{made[0]}/edit")


def _named(form: Any) -> Any:
    return acting.row(forms.text(form, "proposal"), "Proposal")


async def _read(page: Page, slug: str) -> Mapping[str, Any]:
    data = await page.read(
        documents.PROGRAMME_PROPOSALS,
        slug=slug,
        isSignedIn=page.reader.is_signed_in,
        **lists.cursor(page.query),
    )
    if data["programme"] is None or data["programme"]["mode"] not in FROM_PROPOSALS:
        raise NotFound
    return data


async def _show(
    page: Page, slug: str, problems: Sequence[Problem] = (), values: Mapping[str, Any] | None = None
) -> Response[str]:
    data = await _read(page, slug)
    viewer = data.get("viewer")
    grants = viewer["grants"]["nodes"] if viewer else []
    tag = page.language.tag
    places = {"title": f"title.{tag}", "idea": f"idea.{tag}", "teamId": "team", "reason": "reason"}
    return page.show(
        "programmes/proposals.html",
        status=acting.status(problems),
        at=f"/programmes/{slug}/proposals",
        programme=data["programme"],
        owners=[each["organisation"] for each in grants if each["role"] == "OWNER" and each["organisation"]],
        teams=[each["team"] for each in viewer["teams"]["nodes"] if each["team"]] if viewer else [],
        domains=drafts.fields_of_work(page.language),
        values={**BLANK, **(values or {})},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, places.get),
    )


async def _answer(
    page: Page, slug: str, problems: Sequence[Problem], done: str, values: Mapping[str, Any]
) -> Response[str] | Redirect:
    if problems:
        return await _show(page, slug, problems, values)
    return page.go(f"/programmes/{slug}/proposals", [(NOTICE, done)])
