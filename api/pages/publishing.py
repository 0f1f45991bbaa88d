"""Why an entry of a publisher is missing, stale or not trusted yet, and what mends it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.pages import addresses, documents, explained, lists, said
from api.pages.catalogue import next_step, stale
from api.pages.environment import text_of
from api.pages.errors import NotFound
from api.pages.labels import N_
from api.pages.languages import Language
from api.pages.site import Page
from registry.health.model import HealthBand
from registry.software.addresses import LONGEST

#: What each state of a repository means for its publisher, and what to do.
REPOSITORIES: Mapping[str, tuple[str, str]] = {
    "GONE": (
        N_("Its repository is no longer there."),
        N_("Publish it again at the same address, or tell an officer where it has moved."),
    ),
    "UNREACHABLE": (
        N_("Its repository could not be reached at the last look."),
        N_("Check that it is public; we look again by ourselves."),
    ),
    "WAITING": (
        N_("Its repository has not been looked at yet."),
        N_("Nothing to do: its turn comes by itself."),
    ),
}


#: What findings say besides their reason, by the keys of their `detail`.
PARTICULARS: Mapping[str, str] = {
    "declared": N_("Declared address"),
    "expected": N_("Expected address"),
    "line": N_("Line"),
    "message": N_("What is wrong"),
    "errors": N_("Errors in the file that was taken in all the same"),
    "bytes": N_("Size in bytes"),
    "to": N_("New address"),
    "of": N_("Entry"),
    "name": N_("Name"),
    "reason": N_("Answer of the forge"),
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What holds an entry up, and what mends it; both in the reader's language."""

    what: str
    fix: str


@get("/publishers/{slug:str}")
async def publisher(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One publisher and what it releases, each entry with what holds it up."""
    found = (await page.read(documents.PUBLISHER, slug=slug, **lists.cursor(page.query)))["organisation"]
    if found is None:
        raise NotFound
    held_up = {each["slug"]: obstacles(each, page.language) for each in found["software"]["nodes"]}
    return page.show("publishers/one.html", publisher=found, held_up=held_up)


@get("/why-missing")
async def why_missing(page: NamedDependency[Page]) -> Response[str]:
    """Where an entry stands that its publisher looks for by the address of its repository, and what crawls found."""
    asked = (addresses.first(page.query, "url") or "")[:LONGEST]
    known: Mapping[str, Any] = {}
    if asked:
        known = (await page.read(documents.WHY_MISSING, url=asked))["whyMissing"]
    entry = known.get("software")
    return page.show(
        "publishers/why_missing.html",
        asked=asked,
        is_address=bool(known.get("url")) or not asked,
        entry=entry,
        obstacles=obstacles(entry, page.language) if entry else (),
        findings=known.get("findings", ()),
        source=known.get("source"),
        particulars=lambda finding: particulars(finding, page.language),
    )


def particulars(finding: Mapping[str, Any], language: Language) -> Sequence[tuple[str, str]]:
    """What a finding says besides its reason, each with its name, in the reader's language."""
    detail = finding["detail"]
    message = detail.get("message")
    if isinstance(message, Mapping):
        detail = {**detail, "message": message.get(language.tag, message.get("en", ""))}
    return [
        (text_of(language, words), str(detail[key]))
        for key, words in PARTICULARS.items()
        if detail.get(key) is not None
    ]


def obstacles(software: Mapping[str, Any], language: Language) -> Sequence[Obstacle]:
    """Everything that keeps an entry from being found and trusted, the gravest first; none when all is well."""
    return [Obstacle(text_of(language, what), fix) for what, fix in _found(software, language)]


def _found(software: Mapping[str, Any], language: Language) -> Iterator[tuple[str, str]]:
    mend = text_of(language, N_("Correct the findings on its page; the next look brings it back."))
    if software["expiredAt"]:
        yield N_("It left the lists, because its publiccode.yml stayed wrong."), mend
    elif software["expiresAt"]:
        left = text_of(language, N_("Correct the findings on its page before %(day)s."))
        yield (
            N_("Its publiccode.yml has errors, and it will leave the lists."),
            left % {"day": said.day_in_words(software["expiresAt"], language)},
        )
    states = {each["state"] for each in software["repositories"]["nodes"]}
    for state, (what, fix) in REPOSITORIES.items():
        if state in states:
            yield what, text_of(language, fix)
    if "OBSERVED" in states and stale(software["observedAt"]):
        yield (
            N_("It was last looked at more than a quarter ago."),
            text_of(
                language, N_("Check that its repository is public; an officer can have it looked at now.")
            ),
        )
    if software["publiccodeValid"] is None:
        yield (
            N_("No publiccode.yml of its own is known."),
            text_of(language, N_("Put one into the root of the repository; the editor makes it.")),
        )
    if software["verdict"] != "AGREE":
        step = next_step(software, language)
        yield (
            N_("Its licence is not confirmed."),
            step
            or text_of(language, N_("Declare the licence in publiccode.yml, and add its text as LICENSE.")),
        )
    if software["healthBand"] == HealthBand.DORMANT.value:
        yield (
            N_("It counts as dormant, so it stands low in lists ordered by health."),
            explained.band_explained(software["healthBand"], language),
        )
