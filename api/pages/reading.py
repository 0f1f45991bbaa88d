"""The pages that everyone may read, less the catalogue: front page, programmes, challenges, teams, publishers."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.pages import acting, addresses, documents, forms, lists, narrowing
from api.pages.errors import NotFound
from api.pages.site import Page


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
    """Challenges that everybody may see, found by words and narrowed by what the address says."""
    return await _searched(page, documents.CHALLENGES, "searchChallenges", narrowing.CHALLENGES)


@get("/challenges/{slug:str}/fit")
async def challenge_fit(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Which teams suit a challenge, from both sides, and why not the others."""
    found = _found(await page.read(documents.CHALLENGE_NAME, slug=slug), "challenge")
    fits = (await page.read(documents.CHALLENGE_FIT, id=found["id"]))["fitsForChallenge"]
    return page.show("challenges/fit.html", challenge=found, fits=[each for each in fits if each["team"]])


@get("/teams")
async def teams(page: NamedDependency[Page]) -> Response[str]:
    """Teams, found by words and narrowed by what the address says."""
    return await _searched(page, documents.TEAMS, "searchTeams", narrowing.TEAMS)


async def _searched(page: Page, document: str, field: str, groups: Mapping[str, str]) -> Response[str]:
    """A list that is searched; the template stands in the folder that is called like its address."""
    written, chosen = narrowing.asked(page, groups)
    problems = narrowing.wrong(written)
    words = "" if problems else written
    after = addresses.first(page.query, "after")
    data = await page.read(
        document,
        query=words,
        filter=narrowing.as_filter(chosen),
        after=after,
        values=narrowing.most_values(page),
    )
    path = f"/{field.removeprefix('search').lower()}"
    shown = narrowing.facet_groups(
        data[field]["facets"], chosen, page.language, groups, narrowing.whole(page)
    )
    return page.show(
        f"{path.lstrip('/')}/list.html",
        status=acting.status(problems),
        found=data[field],
        written=written,
        problems=forms.shown(problems, page.language),
        words=words,
        wordless=narrowing.wordless(words),
        after=after,
        groups=shown,
        with_whole=narrowing.with_whole(page, path),
        why={each["id"]: each for each in data[field]["why"]},
        chips=narrowing.chips(page, path, words, shown),
    )


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
