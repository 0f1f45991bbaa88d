"""The catalogue: finding public code, and deciding whether it can be reused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.pages import (
    acting,
    addresses,
    documents,
    explained,
    forms,
    made_of,
    narrowing,
    notices,
    related,
    reusing,
    said,
)
from api.pages.errors import NotFound
from api.pages.labels import N_
from api.pages.languages import CHINESE, Language
from api.pages.site import Page
from registry.health.scales import FULL
from registry.licences.next_steps import NEXT_STEPS, UNSEEN
from store.refusal import Problem

STALE_AFTER = timedelta(days=90)  # a quarter without a look: a project may have been given up meanwhile
LOSSES_SHOWN = 3  # what a publisher can do next; the whole table is one step away

CHALLENGES_LOOKED_AT = 5  # more would be a list of its own, and the list of challenges is one link away

#: Where the words of a search were found, by fields of publiccode.yml; several fields may have one name here.
FOUND_IN: Mapping[str, str] = {
    "name": N_("the name"),
    "localisedName": N_("the name"),
    "shortDescription": N_("the summary"),
    "features": N_("what it can do"),
    "categories": N_("its categories"),
    "intendedAudience.scope": N_("whom it is for"),
    "longDescription": N_("the description"),
    "dependsOn": N_("what it is made with"),
    "publisher": N_("the publisher"),
    "usedBy": N_("who uses it"),
    "legal.mainCopyrightOwner": N_("its owner"),
    "legal.repoOwner": N_("its owner"),
    "url": N_("its address"),
}


@dataclass(frozen=True, slots=True)
class Wider:
    """The same search without the choices of one group, and how much it finds."""

    words: str
    href: str
    count: int


@get("/catalogue")
async def catalogue(page: NamedDependency[Page]) -> Response[str]:
    """What was found for the words and choices in the address."""
    written, chosen = narrowing.asked(page, narrowing.SOFTWARE)
    problems = narrowing.wrong(written)
    words = "" if problems else written
    after = addresses.first(page.query, "after")
    data = await page.read(
        documents.CATALOGUE,
        query=words,
        filter=narrowing.as_filter(chosen),
        after=after,
        values=narrowing.most_values(page),
    )
    groups = narrowing.facet_groups(
        data["search"]["facets"], chosen, page.language, whole=narrowing.whole(page)
    )
    nothing = bool(words) and not data["search"]["nodes"]
    return page.show(
        "catalogue/list.html",
        status=acting.status(problems),
        found=data["search"],
        written=written,
        problems=forms.shown(problems, page.language),
        words=words,
        wordless=narrowing.wordless(words),
        kept=narrowing.kept(words, chosen),
        after=after,
        groups=groups,
        with_whole=narrowing.with_whole(page, "/catalogue"),
        chips=narrowing.chips(page, "/catalogue", words, groups),
        asked_for=await open_challenges(page, words) if nothing else (),
        without=[] if data["search"]["nodes"] else await _without_one(page, words, chosen, groups),
        why={each["id"]: each for each in data["search"]["why"]},
        found_in={each["id"]: _found_in(each["fields"], page) for each in data["search"]["why"]},
    )


def _found_in(fields: Sequence[str], page: Page) -> str:
    """Where the words of the search stand, in the reader's words."""
    between = "、" if page.language is CHINESE else ", "
    return between.join(dict.fromkeys(page.text(FOUND_IN[field]) for field in fields))


async def _without_one(
    page: Page, words: str, chosen: Mapping[str, Sequence[str]], groups: Sequence[narrowing.Group]
) -> Sequence[Wider]:
    """What would be found if the choices of one group were dropped, most first; nothing where that finds nothing."""
    offers = []
    for group in groups:
        if group.name not in chosen:
            continue
        rest = narrowing.as_filter({name: values for name, values in chosen.items() if name != group.name})
        found = (await page.read(documents.COUNTED, query=words, filter=rest))["search"]
        kept = [pair for pair in page.query if pair[0] not in {group.name, "after"}]
        if found["totalCount"] and not found["isLoosened"]:
            offers.append(Wider(group.words, page.href("/catalogue", kept), found["totalCount"]))
    return sorted(offers, key=lambda each: -each.count)


@get("/catalogue/{slug:str}")
async def software(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One software: whether it can be reused, who uses it, and how its health was judged."""
    return await show(page, slug)


async def show(
    page: Page, slug: str, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    """The page of a software, with what was wrong with the form that was sent from it."""
    data = await page.read(documents.SOFTWARE, slug=slug)
    found = data["software"]
    if found is None:
        raise NotFound
    snapshots = found["snapshots"]["nodes"]
    latest = snapshots[0] if snapshots else None
    own = own_agencies(data["viewer"])
    others = [
        {**each, "isVariant": reusing.is_variant(found, each)}
        for each in await reusing.alike(page, software=found["id"])
    ]
    return page.show(
        "catalogue/one.html",
        status=acting.status(problems),
        at=f"/catalogue/{slug}",
        software=found,
        latest=latest,
        may_edit=made_of.may_edit(page.reader, found),
        history=_history(found["healthHistory"]),
        features=_features(found["features"], page.language),
        next_step=next_step(found, page.language),
        unseen=found["verdict"] == "UNKNOWN" and found["nextStep"] in UNSEEN,
        losses=_losses(latest["signals"]) if latest else (),
        reasons=explained.deciding_caps(latest) if latest else (),
        plainly=explained.at_a_glance(latest["signals"]) if latest else (),
        gone=any(each["isMain"] and each["state"] == "GONE" for each in found["repositories"]["nodes"]),
        alike=others,
        variants=related.variants(found),
        relation=lambda code: page.text(related.RELATIONS[code]),
        badges=related.badges(page, found),
        lost=[each for each in found["crawlFindings"]["nodes"] if each["reason"] == "NOT_LISTED"],
        compared=[("slug", each["slug"]) for each in (found, *others)][: reusing.MOST_COMPARED],
        citation=_citation(found, page.language),
        badge=_badge(page, found),
        stale=stale(found["observedAt"]),
        agencies=list(own.items()),
        own_usages=[
            each for each in found["usages"]["nodes"] if each["agency"] and each["agency"]["id"] in own
        ],
        values={"agency": "", "since": "", "purpose": "", "url": "", **(values or {})},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, _anchor),
    )


def own_agencies(viewer: Mapping[str, Any] | None) -> Mapping[str, str]:
    """The organisations that a reader speaks for, by id."""
    grants = viewer["grants"]["nodes"] if viewer else []
    return {
        each["organisation"]["id"]: each["organisation"]["name"] for each in grants if each["organisation"]
    }


def _anchor(field: str) -> str | None:
    return {"since": "since", "agencyId": "agency", "url": "url"}.get(
        field, "purpose" if field.startswith("purpose") else None
    )


async def open_challenges(page: Page, words: str) -> Sequence[Mapping[str, Any]]:
    """The challenges open to teams that ask for what the catalogue does not have, best first."""
    answer = await page.read(
        documents.OPEN_CHALLENGES, query=words, filter={"open": ["yes"]}, first=CHALLENGES_LOOKED_AT
    )
    found = answer["searchChallenges"]
    nodes: Sequence[Mapping[str, Any]] = found["nodes"]
    return () if found["isLoosened"] else nodes


def _history(points: Sequence[Mapping[str, Any]]) -> Sequence[tuple[Any, float, float]]:
    """Scores over time with the share that was known, of the latest model alone: two models are never compared."""
    return [
        (said.as_date(each["takenAt"]), each["score"], each["coverage"])
        for each in points
        if each["score"] is not None and each["modelVersion"] == points[-1]["modelVersion"]
    ]


def _features(lists_by_language: Sequence[Mapping[str, Any]], language: Language) -> Mapping[str, Any] | None:
    by_language = {each["language"]: each["features"] for each in lists_by_language if each["features"]}
    found = said.chosen({tag: "\n".join(lines) for tag, lines in by_language.items()}, language)
    if found is None:
        return None
    own = found[1].split("-")[0] == language.tag.split("-")[0]
    return {"lines": by_language[found[1]], "lang": "" if own else found[1]}


def next_step(software: Mapping[str, Any], language: Language) -> str:
    """What a publisher does about its licence, in words; nothing when no step is known."""
    texts = NEXT_STEPS.get(software["nextStep"] or "")
    if texts is None:
        return ""
    shipped = next(
        (each["expression"] for each in software["evidence"] if each["kind"] == "LICENCE_FILE"), None
    )
    values = {
        "declared": software["declaredLicence"] or "",
        "shipped": shipped or software["licence"] or "",
        "suggestion": software["licenceSuggestion"] or software["licence"] or "",
    }
    return texts[language.tag].format_map(values)


def _losses(signals: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The signals that cost the score most: by points lost times weight, of those that are known."""
    lost = {
        each["id"]: (FULL - each["points"]) * each["weight"]
        for each in signals
        if each["points"] is not None and each["points"] < FULL
    }
    known = [each for each in signals if each["id"] in lost]
    return sorted(known, key=lambda each: -lost[each["id"]])[:LOSSES_SHOWN]


def _citation(software: Mapping[str, Any], language: Language) -> str:
    """One line to cite it by: who, what, version, year, where; what is unknown is left out."""
    publisher = said.plain(software["publisher"]["name"], language) if software["publisher"] else None
    released = software["releaseDate"]
    parts = (
        software["mainCopyrightOwner"] or publisher or software["repositoryOwner"],
        said.plain(software["localisedName"], language) or software["name"],
        software["softwareVersion"],
        released[:4] if released else None,
        software["url"],
    )
    return ", ".join(part for part in parts if part)


def _badge(page: Page, software: Mapping[str, Any]) -> str:
    """What to paste into a README: the picture, which leads to the entry."""
    site, slug = page.site.public_url, software["slug"]
    words = page.text(N_("Health on Commonfield"))
    picture = f"{site}/badge/{slug}.svg?lang={page.language.tag}"
    return f"[![{words}]({picture})]({site}{page.href(f'/catalogue/{slug}')})"


def stale(observed_at: str | None) -> bool:
    """Whether the last look is so old that much may have changed."""
    return observed_at is not None and datetime.now(UTC).date() - said.as_date(observed_at) > STALE_AFTER
