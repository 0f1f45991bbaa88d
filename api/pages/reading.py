"""The pages that everyone may read, less the catalogue: front page, programmes, challenges, teams, publishers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.pages import addresses, documents, lists, said
from api.pages.environment import text_of
from api.pages.errors import NotFound
from api.pages.labels import LABELS, N_
from api.pages.languages import Language
from api.pages.site import Page
from registry.concepts import CONCEPTS, ConceptKind
from schema.ids import row_id

#: The notices that a page may open with after a form was accepted.
NOTICES: Mapping[str, str] = {
    "submitted": N_("Your challenge was submitted. An officer reads it now; you will see the answer here."),
    "saved": N_("Your challenge was saved."),
    "withdrawn": N_("Your challenge was taken back."),
}

#: The states of a challenge that a list can be narrowed to; drafts are their owner's alone.
LISTED_STATES = ("PUBLISHED", "MATCHED", "DELIVERED", "WITHDRAWN")


@get("/")
async def home(page: NamedDependency[Page]) -> Response[str]:
    """What this is, what is happening now, and where to begin."""
    return page.show("home.html", data=await page.read(documents.HOME))


@get("/accessibility")
async def accessibility(page: NamedDependency[Page]) -> Response[str]:
    """How accessible the pages are, and what to do when they are not."""
    return page.show("accessibility.html")


@get("/challenges")
async def challenges(page: NamedDependency[Page]) -> Response[str]:
    """Challenges, narrowed by what the address says."""
    query = page.query
    chosen = addresses.kept(query, ("open", "state", "programme", "domain"))
    states = [state for state in chosen.get("state", []) if state in LISTED_STATES]
    wanted = {
        "isOpen": True if chosen.get("open") else None,
        "state": states or None,
        "programme": chosen.get("programme"),
        "domain": [each for each in chosen.get("domain", []) if each in CONCEPTS] or None,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    data = await page.read(documents.CHALLENGES, filter=given, **lists.cursor(query))
    options = {
        "open": [("yes", page.text(N_("Open to teams now")))],
        "state": [(state, page.text(LABELS["challenge-state"][state])) for state in LISTED_STATES],
        "programme": [
            (each["slug"], said.plain(each["name"], page.language)) for each in data["programmes"]["nodes"]
        ],
        "domain": fields_of_work(page.language),
    }
    return page.show(
        "challenges/list.html",
        found=data["challenges"],
        chosen=chosen,
        states=options["state"],
        programmes=options["programme"],
        domains=options["domain"],
        chips=lists.chips(page, "/challenges", {name: dict(pairs) for name, pairs in options.items()}),
    )


@get("/challenges/{slug:str}")
async def challenge(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One challenge: the problem, what it takes, who works on it, and what happens next."""
    found = _found(await page.read(documents.CHALLENGE, slug=slug), "challenge")
    notice = NOTICES.get(page.request.query_params.get("done", ""))
    return page.show(
        "challenges/one.html",
        challenge=found,
        notice=page.text(notice) if notice else "",
        may_edit=bool(found["owner"])
        and page.reader.speaks_for(row_id(found["owner"]["id"], "Organisation")),
    )


@get("/challenges/{slug:str}/fit")
async def challenge_fit(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Which teams suit a challenge, from both sides, and why not the others."""
    found = _found(await page.read(documents.CHALLENGE_NAME, slug=slug), "challenge")
    fits = (await page.read(documents.CHALLENGE_FIT, id=found["id"]))["fitsForChallenge"]
    return page.show("challenges/fit.html", challenge=found, fits=[each for each in fits if each["team"]])


@get("/teams")
async def teams(page: NamedDependency[Page]) -> Response[str]:
    """All teams."""
    data = await page.read(documents.TEAMS, **lists.cursor(page.query))
    return page.show("teams/list.html", found=data["teams"])


@get("/teams/{slug:str}")
async def team(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One team: what it can do, with what shows it."""
    return page.show("teams/one.html", team=_found(await page.read(documents.TEAM, slug=slug), "team"))


@get("/programmes")
async def programmes(page: NamedDependency[Page]) -> Response[str]:
    """All rounds."""
    data = await page.read(documents.PROGRAMMES, **lists.cursor(page.query))
    return page.show("programmes/list.html", found=data["programmes"])


@get("/programmes/{slug:str}")
async def programme(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One round: its dates, its weights, its challenges and who works on what."""
    found = _found(await page.read(documents.PROGRAMME, slug=slug), "programme")
    return page.show(
        "programmes/one.html", programme=found, steps=timeline(found, page.language, datetime.now(UTC).date())
    )


@get("/publishers")
async def publishers(page: NamedDependency[Page]) -> Response[str]:
    """Everyone who releases software in the catalogue."""
    data = await page.read(documents.PUBLISHERS, **lists.cursor(page.query))
    return page.show("publishers/list.html", found=data["publishers"])


@get("/publishers/{slug:str}")
async def publisher(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One publisher and what it releases."""
    data = await page.read(documents.PUBLISHER, slug=slug, **lists.cursor(page.query))
    return page.show("publishers/one.html", publisher=_found(data, "organisation"))


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


def fields_of_work(language: Language) -> Sequence[tuple[str, str]]:
    """Every field of work with its name, in the order of the names."""
    scopes = [each.id for each in CONCEPTS.values() if each.kind is ConceptKind.SCOPE]
    return sorted(((each, said.concept(each, language)) for each in scopes), key=lambda pair: pair[1])


def _found(data: Mapping[str, Any], name: str) -> Any:
    if data[name] is None:
        raise NotFound
    return data[name]
