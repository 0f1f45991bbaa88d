"""The public vote of a round: a ballot that says what points are left, and the result once it closed."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.votes import service
from matching.votes.model import FEW, MOST_VOTES, POINTS, cost
from schema.ids import row_id
from store.refusal import Problem

#: Officers name a day in Taiwan; the vote is open to the end of it.
TAIWAN = ZoneInfo("Asia/Taipei")


@get("/programmes/{slug:str}/vote")
async def vote(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """The ballot while the vote is open, the result once it closed."""
    return await _show(page, await _read(page, slug))


@post("/programmes/{slug:str}/vote")
async def cast(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Count what a ballot would cost, or cast it."""
    form = await forms.received(page)
    programme = await _read(page, slug)
    if programme["vote"] is None:
        raise NotFound
    listed = [each["id"] for each in programme["proposals"]["nodes"]]
    typed = {each: forms.text(form, f"votes.{each}") for each in listed}
    votes, problems = _votes(typed)
    if problems or forms.text(form, "count"):
        return await _show(page, programme, problems, typed, counted=True)
    identity = row_id(programme["vote"]["id"], "PublicVote")
    refused = await acting.refusals(page, lambda tx: service.cast(tx, page.reader, identity, votes))
    if refused:
        return await _show(page, programme, refused, typed, counted=True)
    return page.go(f"/programmes/{slug}/vote", [(NOTICE, "voted")])


@post("/programmes/{slug:str}/open-vote")
async def open_vote(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """An officer opens the vote until the end of a day."""
    form = await forms.received(page)
    programme = await _read(page, slug)
    problems: list[Problem] = []
    last = forms.day(form, "lastDay", problems)
    if last is None:
        found = problems or [Problem("NOT_A_DATE", "lastDay")]
        return await _show(page, programme, found, last_day=forms.text(form, "lastDay"))
    closes = datetime.combine(last + timedelta(days=1), time(), TAIWAN)
    round_id = row_id(programme["id"], "Programme")
    refused = await acting.refusals(page, lambda tx: service.open_vote(tx, page.reader, round_id, closes))
    if refused:
        return await _show(page, programme, refused, last_day=last.isoformat())
    return page.go(f"/programmes/{slug}/vote", [(NOTICE, "vote-opened")])


def _votes(typed: Mapping[str, str]) -> tuple[Mapping[UUID, int], list[Problem]]:
    votes, problems = {}, []
    for identity, written in typed.items():
        if re.fullmatch(r"\d{0,3}", written):
            votes[row_id(identity, "Proposal")] = int(written or 0)
        else:
            problems.append(Problem("NOT_A_WHOLE_NUMBER", f"votes.{identity}"))
    return votes, problems


async def _read(page: Page, slug: str) -> Mapping[str, Any]:
    """The round with all its proposals: a ballot that left some out would decide for the voter."""
    nodes: list[Mapping[str, Any]] = []
    after = None
    while True:
        found: Any = (await page.read(documents.PROGRAMME_VOTE, slug=slug, after=after))["programme"]
        if found is None or found["mode"] != "OPEN_PROPOSAL":
            raise NotFound
        part = found["proposals"]
        nodes += part["nodes"]
        if not part["pageInfo"]["hasNextPage"]:
            return {**found, "proposals": {"nodes": nodes}}
        after = part["pageInfo"]["endCursor"]


async def _show(
    page: Page,
    programme: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    typed: Mapping[str, str] | None = None,
    *,
    counted: bool = False,
    last_day: str = "",
) -> Response[str]:
    own = {each["proposalId"]: each["votes"] for each in (programme["vote"] or {}).get("ownBallot") or ()}
    values = typed if typed is not None else {identity: str(votes) for identity, votes in own.items()}
    votes, _ = _votes(values)
    used = cost(votes)
    listed = {f"votes.{each['id']}" for each in programme["proposals"]["nodes"]}
    first = next(iter(sorted(listed)), None)
    places = {"closesAt": "lastDay", "lastDay": "lastDay", "votes": first}
    return page.show(
        "programmes/vote.html",
        status=acting.status(problems),
        at=f"/programmes/{programme['slug']}/vote",
        programme=programme,
        vote=programme["vote"],
        proposals=[each for each in programme["proposals"]["nodes"] if each["state"] == "OPEN"],
        has_voted=bool(own),
        values=values,
        counted=counted,
        points=POINTS,
        used=used,
        left=POINTS - used,
        most=MOST_VOTES,
        few=FEW,
        last_day=last_day,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(
            problems, page.language, lambda field: field if field in listed else places.get(field)
        ),
    )
