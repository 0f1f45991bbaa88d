"""The pages that everyone may read, less the catalogue: front page, programmes, challenges, teams, publishers."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.pages import addresses, documents, drafts, lists, said
from api.pages.errors import NotFound
from api.pages.labels import LABELS, N_
from api.pages.site import Page
from registry.concepts import CONCEPTS

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
        "domain": drafts.fields_of_work(page.language),
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


@get("/programmes")
async def programmes(page: NamedDependency[Page]) -> Response[str]:
    """All rounds."""
    data = await page.read(documents.PROGRAMMES, **lists.cursor(page.query))
    return page.show("programmes/list.html", found=data["programmes"])


@get("/publishers")
async def publishers(page: NamedDependency[Page]) -> Response[str]:
    """Everyone who releases software in the catalogue."""
    data = await page.read(documents.PUBLISHERS, **lists.cursor(page.query))
    return page.show("publishers/list.html", found=data["publishers"])


def _found(data: Mapping[str, Any], name: str) -> Any:
    if data[name] is None:
        raise NotFound
    return data[name]
