"""What a list that is searched can be narrowed by: the groups with their counts, in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages import addresses, explained, lists, places, said
from api.pages.environment import text_of
from api.pages.labels import LABELS, N_
from api.pages.languages import Language
from api.pages.site import Page
from registry.search.model import check_query
from registry.search.query import understand
from store.refusal import Problem, Refused

VALUES_SHOWN = 8  # what is read at a glance; the rest is one step away
#: What is looked through; more make the page of every reader heavier, and are one page away.
VALUES_SENT = 50
WHOLE = "all"  # in the address: the group that is shown with every value
OPEN_GROUPS = frozenset({"CATEGORY", "VERDICT", "HEALTH_BAND", "OPEN", "STATE", "SKILL"})

#: The groups of software, in the order in which people decide.
SOFTWARE: Mapping[str, str] = {
    "CATEGORY": N_("What it does"),
    "VERDICT": N_("Licence verdict"),
    "HEALTH_BAND": N_("Looked after"),
    "LICENCE": N_("Licence"),
    "APPROVED": N_("Licence recognised as open"),
    "SOFTWARE_TYPE": N_("Type"),
    "DEVELOPMENT_STATUS": N_("Development status"),
    "SCOPE": N_("For whom"),
    "PUBLISHER": N_("Publisher"),
    "TECHNOLOGY": N_("Made with"),
    "LANGUAGE": N_("Language of its users"),
    "COUNTRY": N_("Country of the publisher"),
    "COUNTY": N_("County or region of the publisher"),
    "USED_BY": N_("Used by"),
    "PROGRAMME": N_("Delivered in a programme"),
    "ACCESSIBILITY": N_("Accessibility level"),
}
CHALLENGES: Mapping[str, str] = {
    "OPEN": N_("Availability"),
    "STATE": N_("Stage"),
    "PROGRAMME": N_("Programme"),
    "DOMAIN": N_("Field of work"),
    "NEED": N_("Needs"),
    "OWNER": N_("Owner"),
    "COUNTY": N_("County or region of the owner"),
    "DATA_CLASS": N_("Data"),
}
TEAMS: Mapping[str, str] = {
    "SKILL": N_("Skills"),
    "DOMAIN": N_("Field of work"),
    "LANGUAGE": N_("Languages"),
    "COUNTY": N_("County or region"),
}
_LABELLED = {
    "VERDICT": "verdict",
    "SOFTWARE_TYPE": "software-type",
    "DEVELOPMENT_STATUS": "development-status",
    "STATE": "challenge-state",
    "DATA_CLASS": "data-class",
    "APPROVED": "licence-approved",
    "OPEN": "availability",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a group, with how many results it has."""

    code: str
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group of values: `first` are shown at once, `rest` is one step away; there may be more, `total` in all."""

    name: str
    words: str
    open: bool
    first: Sequence[Choice]
    rest: Sequence[Choice]
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether every value is here."""
        return len(self.first) + len(self.rest) >= self.total


def asked(page: Page, groups: Mapping[str, str]) -> tuple[str, Mapping[str, list[str]]]:
    """Read the words and the choices of an address."""
    words = addresses.first(page.query, "query") or ""
    return words, addresses.kept(page.query, [name.lower() for name in groups])


def wrong(words: str) -> Sequence[Problem]:
    """What keeps words from being searched for."""
    try:
        check_query(words)
    except Refused as refused:
        return refused.problems
    return ()


def wordless(written: str) -> str:
    """What was written when there is no word in it, only signs or what no text lacks; else nothing."""
    return "" if understand(written) else written.strip()


def kept(words: str, chosen: Mapping[str, Sequence[str]]) -> addresses.Pairs:
    """Write words and choices as the query of an address, on its first page."""
    asked_for = [("query", words)] if words else []
    return [*asked_for, *((name, value) for name, values in chosen.items() for value in values)]


def as_filter(chosen: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Write choices as the filter of the API."""
    return {_camel(name): values for name, values in chosen.items()}


def whole(page: Page) -> str | None:
    """The group that the address wants with every value."""
    return addresses.first(page.query, WHOLE)


def most_values(page: Page) -> int | None:
    """How many values of each group are asked for: all of them where one group is wanted whole."""
    return None if whole(page) else VALUES_SENT


def with_whole(page: Page, path: str) -> Callable[[str], str]:
    """Give the address of the same results with every value of a group."""
    kept = [pair for pair in page.query if pair[0] not in {WHOLE, "after"}]
    return lambda name: page.href(path, [*kept, (WHOLE, name)])


def facet_groups(
    facets: Sequence[Mapping[str, Any]],
    chosen: Mapping[str, Sequence[str]],
    language: Language,
    groups: Mapping[str, str] = SOFTWARE,
    whole: str | None = None,
) -> Sequence[Group]:
    """The groups with their counts; a chosen value stays in view even when nothing has it any more.

    The group called `whole` is shown with every value.
    """
    counted = {each["facet"]: each["values"] for each in facets}
    in_all = {each["facet"]: each["valueCount"] for each in facets}
    found = []
    for facet, message in groups.items():
        picked = chosen.get(facet.lower(), [])
        values = {each["value"]: each for each in counted.get(facet, ())}
        choices = [
            Choice(
                code, words_of(facet, code, values.get(code, {}).get("name"), language), count, code in picked
            )
            for code in dict.fromkeys((*values, *picked))
            for count in (values[code]["count"] if code in values else 0,)
        ]
        if not choices:
            continue
        ordered = sorted(choices, key=lambda each: (not each.chosen, -each.count, each.words))
        name, total = facet.lower(), max(in_all.get(facet, 0), len(ordered))
        sent = total if name == whole else max(VALUES_SENT, len(picked))
        shown = sent if name == whole else max(VALUES_SHOWN, len(picked))
        found.append(
            Group(
                name,
                text_of(language, message),
                facet in OPEN_GROUPS or bool(picked) or name == whole,
                ordered[:shown],
                ordered[shown:sent],
                total,
            )
        )
    return found


def chips(page: Page, path: str, words: str, groups: Sequence[Group]) -> Sequence[lists.Chip]:
    """The words and choices of an address, each with the address without it."""
    known = {group.name: {each.code: each.words for each in (*group.first, *group.rest)} for group in groups}
    known["query"] = {words: said.quoted(words, page.language)} if words else {}
    return lists.chips(page, path, known)


def words_of(facet: str, code: str, name: said.LocalizedText | None, language: Language) -> str:
    """What a value of a group is called."""
    if facet in _LABELLED:
        message = LABELS[_LABELLED[facet]].get(code.replace("/", "_").upper(), code)
        return text_of(language, message)
    named_by: Mapping[str, Callable[[str, Language], str]] = {
        "HEALTH_BAND": explained.band,
        "LANGUAGE": said.language_name,
        "COUNTRY": said.country_name,
        "COUNTY": places.county,
        "LICENCE": lambda code, _: code,
        "ACCESSIBILITY": lambda code, _: code,
    }
    if facet in {"PUBLISHER", "USED_BY", "OWNER", "PROGRAMME"}:
        return said.plain(name, language) or code.replace("-", " ")
    return named_by.get(facet, said.concept)(code, language)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)
