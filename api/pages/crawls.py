"""Where officers say which accounts, catalogues and inventories are gone through, and see how that went."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, lists, notices
from api.pages.errors import Forged, NotFound
from api.pages.labels import LABELS, N_
from api.pages.site import NOTICE, Page
from registry.crawls import service
from registry.crawls.model import Reason, SourceKind
from registry.crawls.words import WHAT
from store import jobs
from store.refusal import Problem

#: Why a source could not be gone through; anything else is a code of the scraper's, shown as it is.
FAILURES: Final[Mapping[str, str]] = {
    "NOT_FOUND": N_("It is not there."),
    "NOT_SUPPORTED": N_("Nothing here can read that sort of address."),
    "CONNECTION_FAILED": N_("It could not be reached."),
    "BAD_ANSWER": N_("It did not answer as such a source does."),
    "TOO_LARGE": N_("Its answer is too large."),
    "MORE_THAN_READ": N_("It has more than we read."),
    "ABANDONED": N_("It was left unfinished for days and begun anew."),
}


@get("/crawls")
async def crawls(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Every source with how its last crawl went, what was found, and when it comes again."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    return await _show(page)


@post("/crawls")
async def add(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Add a source; it is gone through at once."""
    form = await forms.received(page)
    values = {name: forms.text(form, name) for name in ("kind", "url", "organisation", "subgroups")}
    if values["kind"] not in set(SourceKind):
        raise Forged
    organisation = acting.row(values["organisation"], "Organisation") if values["organisation"] else None
    kind = SourceKind(values["kind"])
    problems = await acting.refusals(
        page,
        lambda tx: service.add_source(
            tx,
            page.reader,
            kind,
            values["url"],
            organisation,
            includes_subgroups=bool(values["subgroups"]),
        ),
    )
    return await _show(page, problems, values) if problems else page.go("/crawls", [(NOTICE, "source-added")])


@post("/crawls/{step:str}")
async def act(page: NamedDependency[Page], step: FromPath[str]) -> Response[str] | Redirect:
    """Go through a source now, or no more."""
    form = await forms.received(page)
    row = acting.row(forms.text(form, "source"), "CrawlSource")
    steps = {"now": service.crawl_now, "remove": service.remove_source}
    if step not in steps:
        raise Forged
    problems = await acting.refusals(page, lambda tx: steps[step](tx, page.reader, row))
    told = {"now": "crawl-queued", "remove": "source-removed"}[step]
    return await _show(page, problems) if problems else page.go("/crawls", [(NOTICE, told)])


@post("/operations/release")
async def release(page: NamedDependency[Page]) -> Redirect:
    """Let a held job of any queue be tried once more; one that is not held any more needs nothing."""
    form = await forms.received(page)
    row = acting.row(forms.text(form, "job"), "Job")
    problems = await acting.refusals(page, lambda tx: jobs.release(tx, page.reader, row))
    return page.go("/operations", [] if problems else [(NOTICE, "job-released")])


def failure_in_words(page: Page, code: str) -> str:
    """Why a source could not be gone through, in the reader's words; a status as the source sent it."""
    if code in FAILURES:
        return page.text(FAILURES[code])
    return page.text(N_("It answered %(code)s.")) % {"code": code.replace("_", " ")}


async def _show(
    page: Page, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    if not page.reader.is_officer:
        raise NotFound
    data: Any = await page.read(documents.CRAWLS, **lists.cursor(page.query))
    return page.show(
        "operations/crawls.html",
        status=acting.status(problems),
        at="/crawls",
        sources=data["crawlSources"],
        what=lambda reason: WHAT[Reason[reason]][page.language.tag],
        waiting=data["jobs"]["nodes"],
        organisations=[("", page.text(N_("None: entries say it themselves")))]
        + [(each["id"], each["name"]) for each in data["organisations"]["nodes"]],
        kinds=[(kind.value, page.text(LABELS["source-kind"][kind.value])) for kind in SourceKind],
        values=values
        or {"kind": SourceKind.ACCOUNT.value, "url": "", "organisation": "", "subgroups": "yes"},
        failure=lambda code: failure_in_words(page, code),
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language),
    )
