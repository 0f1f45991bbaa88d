"""How a round is paired: the report in figures, for officers in words too, and their two steps: propose, adopt."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices, said
from api.pages.errors import Forged, NotFound
from api.pages.languages import Language
from api.pages.site import NOTICE, Page
from matching.assignments import service
from matching.assignments.apart import decide_apart
from matching.assignments.gathering import gather
from matching.cohort import Objective
from matching.cohort.report import Line
from matching.cohort.texts import REPORT_TEXTS, sentence
from schema.ids import read_global_id, row_id
from store.refusal import Problem, Refused


@get("/programmes/{slug:str}/report")
async def programme_report(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """The pairing that was adopted, or the newest one that this reader may see."""
    return await _show(page, slug)


@post("/programmes/{slug:str}/report/propose")
async def propose(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Pair the round and keep the result as a proposal; no connection waits while it is computed."""
    form = await forms.received(page)
    objective = Objective.__members__.get(forms.text(form, "objective"), Objective.STABLE)
    allow_closing = bool(forms.text(form, "allowClosing"))
    asked = await _named(page, slug)
    problems: Sequence[Problem]
    try:
        async with page.site.database.read() as connection:
            gathered = await gather(connection, page.reader, asked)
        proposal = await asyncio.to_thread(decide_apart, gathered, objective, allow_closing=allow_closing)
    except Refused as refused:
        if not page.reader.is_officer:
            raise Forged from refused
        problems = refused.problems
    else:
        problems = await acting.refusals(page, lambda tx: service.save(tx, page.reader, proposal))
    if problems:
        return await _show(page, slug, problems, objective)
    return page.go(f"/programmes/{slug}/report", [(NOTICE, "proposed")])


@post("/programmes/{slug:str}/report/adopt")
async def adopt(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Make the proposal that the officer has read the decision."""
    form = await forms.received(page)
    asked = acting.row(forms.text(form, "assignment"), "Assignment")
    problems = await acting.refusals(page, lambda tx: service.adopt(tx, page.reader, asked))
    if problems:
        return await _show(page, slug, problems)
    return page.go(f"/programmes/{slug}/report", [(NOTICE, "adopted")])


async def _show(
    page: Page, slug: str, problems: Sequence[Problem] = (), objective: Objective = Objective.STABLE
) -> Response[str]:
    programme = (await page.read(documents.PROGRAMME_REPORT, slug=slug))["programme"]
    if programme is None:
        raise NotFound
    challenges = await challenges_with_bids(page, slug)
    assignments = programme["assignments"]["nodes"]
    adopted = next((each for each in assignments if each["state"] == "ADOPTED"), None)
    assignment = adopted or next(iter(assignments), None)
    called = names(challenges, page.language)
    report = assignment["report"] if assignment else None
    return page.show(
        "programmes/report.html",
        status=acting.status(problems),
        at=f"/programmes/{slug}/report",
        programme=programme,
        assignment=assignment,
        pairs=[_named_pair(pair, called) for pair in report["pairs"]] if report else [],
        lines=[_said(line, called, page.language) for line in report["lines"] if line["code"] in REPORT_TEXTS]
        if report
        else [],
        fairness=report["fairness"] if report else None,
        in_detail=report is not None,
        unread=unread(challenges),
        objective=objective.name,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: field if field == "objective" else None),
    )


async def _named(page: Page, slug: str) -> UUID:
    found: Any = (await page.read(documents.PROGRAMME_NAME, slug=slug))["programme"]
    if found is None:
        raise NotFound
    return row_id(found["id"], "Programme")


def unread(challenges: Sequence[Mapping[str, Any]]) -> int:
    """How many applications that can still be paired no reviewer has scored."""
    return sum(
        application["state"] == "SUBMITTED" and not application["reviewCount"]
        for challenge in challenges
        for application in challenge["applications"]["nodes"]
    )


async def challenges_with_bids(page: Page, slug: str) -> Sequence[Mapping[str, Any]]:
    """All challenges of a round that this reader may see, with their applications; one answer holds twenty."""
    found: list[Mapping[str, Any]] = []
    after = None
    while True:
        asked = await page.read(
            documents.PROGRAMME_BIDS, slug=slug, after=after, isReviewer=page.reader.is_reviewer
        )
        if asked["programme"] is None:
            return found
        part = asked["programme"]["challenges"]
        found += part["nodes"]
        if not part["pageInfo"]["hasNextPage"]:
            return found
        after = part["pageInfo"]["endCursor"]


def names(challenges: Sequence[Mapping[str, Any]], language: Language) -> Mapping[str, str]:
    """What challenges and the teams that applied are called, by the ids that a report uses."""
    called = {}
    for challenge in challenges:
        called[_row(challenge["id"])] = said.quoted(said.plain(challenge["title"], language), language)
        for application in challenge["applications"]["nodes"]:
            if application["team"]:
                called[_row(application["team"]["id"])] = said.plain(application["team"]["name"], language)
    return called


def _row(global_id: str) -> str:
    return str(read_global_id(global_id)[1])


def _named_pair(pair: Mapping[str, Any], called: Mapping[str, str]) -> Mapping[str, Any]:
    return {**pair, **{side: called.get(pair[side], pair[side]) for side in ("team", "challenge")}}


def _said(line: Mapping[str, Any], called: Mapping[str, str], language: Language) -> str:
    return sentence(Line(line["code"], line["values"]), language.tag, called)
