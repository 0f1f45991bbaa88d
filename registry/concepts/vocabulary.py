"""The concepts that challenges, teams, software and searches share, and how text is found to name them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from registry.concepts.words import BREAK, tokens, units

LANGUAGES = ("en", "zh-Hant")
"""The languages every concept is named in, the fallback first."""

_DIGCOMP_LEVELS = 8  # DigComp 2.1 and 2.2 have eight proficiency levels, in four pairs
_SKILL_LEVELS = 5  # beginner to expert, after Dreyfus' five stages; nobody rates a skill in eight steps


class ConceptKind(StrEnum):
    """Where a concept comes from, which says how it may be used."""

    SCOPE = "scope"
    CATEGORY = "category"
    SKILL = "skill"
    COMPETENCY = "competency"
    TECHNOLOGY = "technology"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that text may name in either language.

    Attributes:
        id: a kebab-case slug, unique over all kinds; publiccode.yml's own id for scopes and categories.
        kind: where it comes from.
        labels: its name by language tag, `en` and `zh-Hant` always.
        synonyms: what else it is called, by language tag.
        broader: ids of concepts that include it.
    """

    id: str
    kind: ConceptKind
    labels: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    broader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    units: tuple[str, ...]
    concept_id: str
    language: str
    alone: bool


class _Vocabulary(Mapping[str, Concept]):
    """The concepts by id, read from the package when first asked for."""

    def __getitem__(self, concept_id: str) -> Concept:
        return _load()[0][concept_id]

    def __iter__(self) -> Iterator[str]:
        return iter(_load()[0])

    def __len__(self) -> int:
        return len(_load()[0])


CONCEPTS: Mapping[str, Concept] = _Vocabulary()
"""Every concept by its id; loaded from `vocabulary.toml` at first use."""


@cache
def _load() -> tuple[Mapping[str, Concept], Mapping[str, tuple[_Term, ...]]]:
    """Read the vocabulary: the concepts by id, and their terms by first unit, longest first."""
    sections = tomllib.loads((files(__package__) / "vocabulary.toml").read_text(encoding="utf-8"))
    concepts: dict[str, Concept] = {}
    terms: dict[tuple[str, ...], _Term] = {}
    for kind in ConceptKind:
        for concept_id, entry in sections[kind].items():
            names = {language: tuple(entry.get(language, entry["en"][:1])) for language in LANGUAGES}
            concepts[concept_id] = Concept(
                concept_id,
                kind,
                MappingProxyType({language: names[language][0] for language in LANGUAGES}),
                MappingProxyType({language: names[language][1:] for language in LANGUAGES}),
                tuple(entry.get("broader", ())),
            )
            ambiguous = {tuple(units(term)) for term in entry.get("alone", ())}
            for language, written in [
                *((x, name) for x in LANGUAGES for name in names[x]),
                ("en", concept_id),
            ]:
                term = tuple(units(written))
                if (
                    terms.setdefault(term, _Term(term, concept_id, language, term in ambiguous)).concept_id
                    != concept_id
                ):
                    raise ValueError(f"{written!r} names both {terms[term].concept_id} and {concept_id}")
    by_first: dict[str, list[_Term]] = {}
    for found in sorted(terms.values(), key=lambda each: -len(each.units)):
        by_first.setdefault(found.units[0], []).append(found)
    return MappingProxyType(concepts), {first: tuple(found) for first, found in by_first.items()}


def recognise(text: str) -> tuple[str, ...]:
    """Say which concepts a text names, in English or Chinese, in the order of their first mention.

    The longest term wins and is used up: "public health" names that skill, not health care.
    English is compared word by word in the singular and without case, Chinese character by
    character. Terms too ambiguous in prose count only as an item of a list ("Vue, React, Go").
    """
    return tuple(dict.fromkeys(term.concept_id for term in _named_in(text)))


def _named_in(text: str) -> Iterator[_Term]:
    terms = _load()[1]
    written = units(text)
    at = 0
    while at < len(written):
        for term in terms.get(written[at], ()):
            end = at + len(term.units)
            if tuple(written[at:end]) == term.units and not (term.alone and _in_prose(written, at, end)):
                yield term
                at = end
                break
        else:
            at += 1


def _in_prose(written: list[str], start: int, end: int) -> bool:
    return (start > 0 and written[start - 1] != BREAK) or (end < len(written) and written[end] != BREAK)


def max_level(concept_id: str) -> int:
    """Say how many levels of mastery a concept has: 8 for a competency (DigComp 2.2), else 5.

    Raises:
        KeyError: no concept has that id.
    """
    return _DIGCOMP_LEVELS if CONCEPTS[concept_id].kind is ConceptKind.COMPETENCY else _SKILL_LEVELS


def label(concept_id: str, language: str) -> str:
    """Name a concept in the reader's language; any Chinese tag gets Traditional Chinese, others English.

    Raises:
        KeyError: no concept has that id.
    """
    return CONCEPTS[concept_id].labels["zh-Hant" if language.lower().split("-")[0] == "zh" else "en"]


def ancestors(concept_id: str) -> tuple[str, ...]:
    """List every concept that includes this one, nearest first: maps are geographic information systems.

    Raises:
        KeyError: no concept has that id.
    """
    found: dict[str, None] = {}
    nearest = list(CONCEPTS[concept_id].broader)
    for broader in nearest:
        if broader not in found:
            found[broader] = None
            nearest.extend(CONCEPTS[broader].broader)
    return tuple(found)


def alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    """Give what the concepts of a text are called in the other language, one group of tokens a term.

    A search matches a group when all its tokens are there. Single Chinese characters are left out
    of longer terms: they stand in too many other words.
    """
    groups: dict[tuple[str, ...], None] = {}
    for term in dict.fromkeys(_named_in(text)):
        concept = CONCEPTS[term.concept_id]
        for language in LANGUAGES:
            if language != term.language:
                for name in (concept.labels[language], *concept.synonyms[language]):
                    found = tokens(name)
                    groups[tuple(token for token in found if _carries_meaning(token, found))] = None
    written = set(tokens(text))
    return tuple(group for group in groups if not written.issuperset(group))


def _carries_meaning(token: str, among: tuple[str, ...]) -> bool:
    return token.isascii() or len(token) > 1 or len(among) == 1


def expansions(text: str) -> tuple[str, ...]:
    """Give the search tokens of what a text's concepts are called in the other language, each once.

    So a search for 個案管理 also finds "case management", and the other way round; tokens that
    the text has already are left out. `alternatives` keeps the terms apart.
    """
    written = set(tokens(text))
    return tuple(
        dict.fromkeys(token for group in alternatives(text) for token in group if token not in written)
    )
