"""One round: its dates, its challenges and who works on what, and the steps that officers take with it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices, outcomes, said
from api.pages.environment import text_of
from api.pages.errors import NotFound
from api.pages.labels import N_
from api.pages.languages import Language
from api.pages.site import NOTICE, Page
from matching.programmes import service
from schema.ids import row_id
from store.refusal import Problem

#: What an officer can ask for by the name in the address, with the notice that follows.
STEPS = {
    "open": (service.open_applications, "opened"),
    "review": (service.start_review, "review-started"),
    "close": (service.close, "closed"),
}


@get("/programmes/{slug:str}")
async def programme(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One round: its dates, its weights, its challenges and who works on what."""
    return await show(page, slug)


@post("/programmes/{slug:str}/{step:str}")
async def move(
    page: NamedDependency[Page], slug: FromPath[str], step: FromPath[str]
) -> Response[str] | Redirect:
    """Open a round, begin its review, or close it."""
    await forms.received(page)
    asked = (await page.read(documents.PROGRAMME_NAME, slug=slug))["programme"]
    if asked is None or step not in STEPS:
        raise NotFound
    service_of_step, done = STEPS[step]
    round_id = row_id(asked["id"], "Programme")
    problems = await acting.refusals(page, lambda tx: service_of_step(tx, page.reader, round_id))
    if problems:
        return await show(page, slug, problems)
    return page.go(f"/programmes/{slug}", [(NOTICE, done)])


async def show(page: Page, slug: str, problems: Sequence[Problem] = ()) -> Response[str]:
    """The page of a round, with why it could not be moved on."""
    found: Any = (await page.read(documents.PROGRAMME, slug=slug))["programme"]
    if found is None:
        raise NotFound
    today = datetime.now(UTC).date()
    closes = found["applicationsCloseOn"]
    return page.show(
        "programmes/one.html",
        status=acting.status(problems),
        at=f"/programmes/{slug}",
        programme=found,
        results=[
            (match, outcomes.progress(match["challenge"]["measures"], match["outcomeFigures"]["nodes"]))
            for match in found["matches"]["nodes"]
            if match["challenge"] and match["outcomeFigures"]["nodes"]
        ],
        notice="" if problems else notices.shown(page),
        still_open=bool(closes) and said.as_date(closes) >= today,
        steps=timeline(found, page.language, today),
        problems=forms.shown(problems, page.language, lambda _field: None),
    )


def timeline(programme: Mapping[str, Any], language: Language, today: date) -> Sequence[Mapping[str, Any]]:
    """The dates of a round in order, those passed marked as done and the next one as what is coming."""
    named = (
        ("opensOn", N_("Applications open")),
        ("applicationsCloseOn", N_("Last day to apply")),
        ("decisionOn", N_("Pairing decided")),
        ("endsOn", N_("Results shown")),
    )
    known = [
        (said.as_date(programme[key]), text_of(language, words)) for key, words in named if programme[key]
    ]
    coming = next((index for index, (on, _) in enumerate(known) if on >= today), len(known))
    states = ["done" if index < coming else ("now" if index == coming else "") for index in range(len(known))]
    return [
        {"when": said.day(on, language), "words": words, "state": state}
        for (on, words), state in zip(known, states, strict=True)
    ]
