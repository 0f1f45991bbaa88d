"""What officers watch over: who waits for whom in each programme, the work of the machine, and who did what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from api.pages import addresses, documents, lists, notices, trail
from api.pages.crawls import failure_in_words
from api.pages.deeds import DEEDS
from api.pages.errors import NotFound
from api.pages.labels import N_, PAST_PUBLISHING, UNPUBLISHED
from api.pages.reports import challenges_with_bids, unread
from api.pages.site import Page
from registry.crawls.model import Reason
from registry.crawls.words import WHAT

JOB_STATES: Mapping[str, str] = {
    "QUEUED": N_("Waiting for a worker"),
    "RUNNING": N_("Being done"),
    "HELD": N_("Failed: somebody has to look"),
    "DONE": N_("Done"),
}

_PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
_BOARD = """
query Board {
  programmes(first: 20, filter: {state: [OPEN, REVIEW, MATCHED]}) {
    nodes {
      slug name state source applicationsCloseOn
      matches(first: 100) { nodes { state agreement { acceptedByOwnerAt acceptedByTeamAt } } }
    }
  }
}
"""
_OPERATIONS = """
query Operations($state: [JobState!], $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  QUEUED: jobs(first: 1, filter: {state: [QUEUED]}) { totalCount totalCountIsExact }
  RUNNING: jobs(first: 1, filter: {state: [RUNNING]}) { totalCount totalCountIsExact }
  HELD: jobs(first: 1, filter: {state: [HELD]}) { totalCount totalCountIsExact }
  DONE: jobs(first: 1, filter: {state: [DONE]}) { totalCount totalCountIsExact }
  jobs(first: $first, after: $after, last: $last, before: $before, filter: {state: $state}) {
    nodes { id queue state done total message attempts createdAt finishedAt } PAGE
  }
  catalogueStatistics { softwareByHealthBand { band count } }
  crawlSources(first: 20) {
    totalCount totalCountIsExact
    nodes {
      id url kind includesSubgroups nextAt
      crawls(first: 1) { nodes { startedAt finishedAt failure counts { reason count } } }
    }
  }
  retentionCounts(first: 20) { nodes { ranAt rule rows } }
}
""".replace("PAGE", _PAGE)
_AUDIT = """
query Audit($action: [String!], $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  auditEvents(first: $first, after: $after, last: $last, before: $before, filter: {action: $action}) {
    nodes { at actorName action subjectType subjectId before after } PAGE
  }
}
""".replace("PAGE", _PAGE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many things that wait for somebody, and the page where they are."""

    whom: str
    what: str
    count: int
    path: str


@get("/board")
async def board(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Who waits for whom in each running programme."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    _officers_only(page)
    rounds = [
        each for each in (await page.read(_BOARD))["programmes"]["nodes"] if each["source"] is None
    ]  # rounds that were only reported wait for nobody
    rows = [(each, waits(each, await challenges_with_bids(page, each["slug"]))) for each in rounds]
    return page.show("board.html", rounds=rows)


@get("/operations")
async def operations(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """The jobs, those that failed in view, and how much of the catalogue was looked at."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    _officers_only(page)
    chosen = [each for each in addresses.values(page.query, "state") if each in JOB_STATES]
    data = await page.read(_OPERATIONS, state=chosen or None, **lists.cursor(page.query))
    counts = {each["band"]: each["count"] for each in data["catalogueStatistics"]["softwareByHealthBand"]}
    return page.show(
        "operations.html",
        jobs=data["jobs"],
        states=[(code, page.text(words), data[code]) for code, words in JOB_STATES.items()],
        chips=lists.chips(
            page, "/operations", {"state": {each: page.text(JOB_STATES[each]) for each in chosen}}
        ),
        unseen=counts.get("NOT_OBSERVED", 0),
        entries=sum(counts.values()),
        sources=data["crawlSources"],
        what=lambda reason: WHAT[Reason[reason]][page.language.tag],
        failure=lambda code: failure_in_words(page, code),
        notice=notices.shown(page),
        ended=data["retentionCounts"]["nodes"],
    )


@get("/audit")
async def audit(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Who did what, newest first."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    _officers_only(page)
    chosen = addresses.values(page.query, "action")
    data = await page.read(_AUDIT, action=chosen or None, **lists.cursor(page.query))
    chips = lists.chips(
        page, "/audit", {"action": {each: page.text(DEEDS.get(each.upper(), each)) for each in chosen}}
    )
    events = data["auditEvents"]
    ids = trail.ids(events["nodes"])
    nodes = (await page.read(documents.AUDIT_NAMES, ids=ids))["nodes"] if ids else []
    known = trail.names(nodes, page.language)
    return page.show(
        "audit.html",
        events=events,
        records=known,
        altered=lambda event: trail.altered(event, known, page.language),
        chips=chips,
    )


def waits(programme: Mapping[str, Any], challenges: Sequence[Mapping[str, Any]]) -> Sequence[Waiting]:
    """What waits in a programme, in the order in which it goes on; what waits for nobody is left out."""
    states = Counter(each["state"] for each in challenges)
    matches = programme["matches"]["nodes"]
    agreeing = [each["agreement"] or {} for each in matches if each["state"] == "AGREEING"]
    without = sum(each["state"] == "PUBLISHED" and not each["applications"]["nodes"] for each in challenges)
    if programme["state"] in PAST_PUBLISHING:
        states -= Counter({each: states[each] for each in UNPUBLISHED})
    slug = programme["slug"]
    here, report = f"/programmes/{slug}", f"/programmes/{slug}/report"
    found = [
        Waiting(N_("Owners"), N_("Drafts to submit"), states["DRAFT"], here),
        Waiting(N_("Officers"), N_("Challenges to publish or send back"), states["SUBMITTED"], "/waiting"),
        Waiting(
            N_("Teams"),
            N_("Challenges nobody applied for yet"),
            without if programme["state"] == "OPEN" else 0,
            here,
        ),
        Waiting(
            N_("Reviewers"),
            N_("Applications nobody has scored"),
            unread(challenges),
            f"{here}/reviewers",
        ),
        Waiting(N_("Officers"), N_("Matching to compute and adopt"), programme["state"] == "REVIEW", report),
        Waiting(N_("Owners"), N_("Agreements to accept"), _open(agreeing, "acceptedByOwnerAt"), here),
        Waiting(N_("Teams"), N_("Agreements to accept"), _open(agreeing, "acceptedByTeamAt"), here),
        Waiting(N_("Teams"), N_("Code to deliver"), sum(each["state"] == "AGREED" for each in matches), here),
    ]
    return [each for each in found if each.count]


def _open(agreements: Sequence[Mapping[str, Any]], side: str) -> int:
    return sum(not each.get(side) for each in agreements)


def _officers_only(page: Page) -> None:
    if not page.reader.is_officer:
        raise NotFound
