"""Who goes on with what was delivered: officers ask the pair, and each side answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.continuations import service
from schema.ids import row_id
from store.database import Connection
from store.refusal import Problem

BLANK = {"match": "", "challenge": "", "respondBy": "", "reason": ""}


@get("/programmes/{slug:str}/continuations")
async def continuations(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """What was asked of whom, how they answered, and the form for whoever is asked."""
    return await _show(page, slug)


@post("/programmes/{slug:str}/continuations")
async def ask(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """An officer asks a pair."""
    form = await forms.received(page)
    typed = {name: forms.text(form, name) for name in BLANK}
    problems: list[Problem] = []
    by = forms.day(form, "respondBy", problems)
    if by is None:
        return await _show(page, slug, problems or [Problem("NOT_A_DATE", "respondBy")], typed)

    async def work(tx: Connection) -> object:
        match, challenge = acting.row(typed["match"], "Match"), acting.row(typed["challenge"], "Challenge")
        return await service.ask(tx, page.reader, match, challenge, by)

    refused = await acting.refusals(page, work)
    if refused:
        return await _show(page, slug, refused, typed)
    return page.go(f"/programmes/{slug}/continuations", [(NOTICE, "pair-asked")])


@post("/programmes/{slug:str}/answer")
async def answer(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """A side says yes or no."""
    form = await forms.received(page)
    asked, reason = acting.row(forms.text(form, "continuation"), "Continuation"), forms.text(form, "reason")
    accepts = forms.text(form, "accepts") == "yes"
    problems = await acting.refusals(
        page, lambda tx: service.answer(tx, page.reader, asked, accepts=accepts, reason=reason)
    )
    if problems:
        return await _show(page, slug, problems, {"reason": reason})
    return page.go(f"/programmes/{slug}/continuations", [(NOTICE, "pair-answered")])


async def _show(
    page: Page, slug: str, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    data: Any = await page.read(
        documents.PROGRAMME_CONTINUATIONS, slug=slug, isOfficer=page.reader.is_officer
    )
    programme = data["programme"]
    if programme is None or programme["mode"] != "CONTINUATION":
        raise NotFound
    asked = [each for each in programme["continuations"]["nodes"] if each["challenge"]]
    known = {each["challenge"]["slug"] for each in asked}
    rounds = data["delivered"]["nodes"] if page.reader.is_officer else []
    matches = [each for one in rounds for each in one["matches"]["nodes"] if each["state"] == "DELIVERED"]
    places = {"respondBy": "respondBy", "matchId": "match", "challengeId": "challenge", "reason": "reason"}
    return page.show(
        "programmes/continuations.html",
        status=acting.status(problems),
        at=f"/programmes/{slug}/continuations",
        programme=programme,
        asked=[{**each, "side": _side(page, each)} for each in asked],
        known=known,
        matches=[each for each in matches if each["team"] and each["challenge"]],
        challenges=[
            each
            for each in (programme["challenges"]["nodes"] if page.reader.is_officer else [])
            if each["state"] == "PUBLISHED"
        ],
        values={**BLANK, **(values or {})},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, places.get),
    )


def _side(page: Page, asked: Mapping[str, Any]) -> str:
    """For which side the reader answers: OWNER, TEAM, or neither, and not once it did."""
    owner = asked["challenge"]["owner"]
    if owner and page.reader.owns(row_id(owner["id"], "Organisation")):
        return "OWNER" if asked["ownerAnswer"] is None else ""
    team = asked["match"]["team"] if asked["match"] else None
    if team and page.reader.in_team(row_id(team["id"], "Team")):
        return "TEAM" if asked["teamAnswer"] is None else ""
    return ""
