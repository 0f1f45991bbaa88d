"""Who scores what in a round, for officers: share it out, and see where reviewers read different things."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, Page
from matching.reviewing import service
from matching.reviewing.model import FAR_APART, USUAL_A_BID, strictness
from schema.ids import read_global_id, row_id
from store.refusal import Problem

FIELD = "perApplication"


@get("/programmes/{slug:str}/reviewers")
async def reviewers(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Every application that is to be decided, who scores it, and what they made of it."""
    return await _show(page, slug)


@post("/programmes/{slug:str}/reviewers/assign")
async def assign(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Share out what nobody is asked to score yet."""
    form = await forms.received(page)
    asked = (await page.read(documents.PROGRAMME_NAME, slug=slug))["programme"]
    if asked is None:
        raise NotFound
    found: list[Problem] = []
    wanted = forms.whole(form, FIELD, found)
    programme = row_id(asked["id"], "Programme")
    problems = found or await acting.refusals(
        page, lambda tx: service.assign_reviewers(tx, page.reader, programme, wanted or 0)
    )
    if problems:
        return await _show(page, slug, problems, forms.text(form, FIELD))
    return page.go(f"/programmes/{slug}/reviewers", [(NOTICE, "reviewers-assigned")])


async def _show(
    page: Page, slug: str, problems: Sequence[Problem] = (), wanted: str = str(USUAL_A_BID)
) -> Response[str]:
    if not page.reader.is_officer:
        raise Forged
    name, challenges = await _read(page, slug)
    return page.show(
        "programmes/reviewers.html",
        status=acting.status(problems),
        at=f"/programmes/{slug}/reviewers",
        programme=name,
        challenges=challenges,
        people=workload(challenges),
        wanted=wanted,
        may_assign=name["state"] in service.UNDER_REVIEW,
        far_apart=FAR_APART,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: field if field == FIELD else None),
    )


async def _read(page: Page, slug: str) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    """The round, and its challenges with the applications that were not withdrawn; one answer holds three."""
    found: list[Mapping[str, Any]] = []
    after = None
    while True:
        programme: Any = (await page.read(documents.PROGRAMME_REVIEWS, slug=slug, after=after))["programme"]
        if programme is None:
            raise NotFound
        part = programme["challenges"]
        for challenge in part["nodes"]:
            bids = [each for each in challenge["applications"]["nodes"] if _stands(each)]
            if bids:
                found.append({**challenge, "bids": [{**each, "asked": _asked(each)} for each in bids]})
        if not part["pageInfo"]["hasNextPage"]:
            return programme, found
        after = part["pageInfo"]["endCursor"]


def _stands(bid: Mapping[str, Any]) -> bool:
    return bid["state"] != "WITHDRAWN" and bid["team"] is not None


def _asked(bid: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Who is asked to score a bid or has scored it, with the mean and comment of whoever has."""
    scored = {each["reviewer"]["id"]: each for each in bid["reviews"]["nodes"] if each["reviewer"]}
    people = {each["reviewer"]["id"]: each["reviewer"]["name"] for each in scored.values()}
    people |= {
        each["reviewer"]["id"]: each["reviewer"]["name"]
        for each in bid["reviewTasks"]["nodes"]
        if each["reviewer"]
    }
    return [{"id": key, "name": name, "review": scored.get(key)} for key, name in people.items()]


def workload(challenges: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Each reviewer with how many applications they have, how many they scored, and how strict they are, by name."""
    names: dict[str, str] = {}
    counts: dict[str, list[int]] = {}
    means = []
    for application, asked in _everything(challenges):
        key = asked["id"]
        names[key] = asked["name"]
        counts.setdefault(key, [0, 0])[0] += 1
        if asked["review"]:
            counts[key][1] += 1
            means.append((read_global_id(application)[1], read_global_id(key)[1], asked["review"]["mean"]))
    strict = strictness(means)
    people = [
        {"name": names[key], "has": has, "done": done, "strictness": strict.get(read_global_id(key)[1])}
        for key, (has, done) in counts.items()
    ]
    return sorted(people, key=lambda each: str(each["name"]))


def _everything(challenges: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((bid["id"], asked) for each in challenges for bid in each["bids"] for asked in bid["asked"])
