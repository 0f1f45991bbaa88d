"""What every form of a programme is checked for: texts, languages, concepts, licences, addresses, dates."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar
from uuid import UUID

from registry.concepts import CONCEPTS, ConceptKind
from registry.licences.checking import check, is_open
from registry.licences.expressions import parse
from registry.people.model import is_web_address
from registry.texts import is_plain
from store.refusal import Problem, Problems, Refused

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LONGEST_LINE = 200  # characters; a title longer than that is no title, and breaks lists
LONGEST_TEXT = 20_000  # characters, about eight printed pages; more belongs into a linked document
LONGEST_ADDRESS = 2_000  # characters; browsers and proxies cut longer addresses
MOST_LANGUAGES = 20  # of one text
MOST_ENTRIES = 50  # of one list, such as needs or skills; nobody reads more
FIELDS_OF_WORK = frozenset({ConceptKind.SCOPE, ConceptKind.CATEGORY})
#: What people can do, and work needs; some skills, such as appointment scheduling, are categories of the standard.
SKILLS = frozenset({ConceptKind.SKILL, ConceptKind.COMPETENCY, ConceptKind.TECHNOLOGY, ConceptKind.CATEGORY})

LocalizedText: TypeAlias = Mapping[str, str]
"""One text in several languages, by BCP 47 tag."""

Noun = TypeVar("Noun", bound="DataclassInstance")

# RFC 5646, section 2.1, without its grandfathered and private-use-only tags, which name no language people read.
_LANGUAGE_TAG = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z\d]{5,8}|\d[A-Za-z\d]{3}))*"
)
_SCRIPT_LENGTH, _REGION_LENGTH = 4, 2


class Unchanged(Enum):
    """What a form holds in a field that it does not touch."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED
UNSAVED: Final = UUID(int=0)  # the id of a record that the database has not numbered yet
Untouched: TypeAlias = Literal[Unchanged.UNCHANGED]


def today() -> date:
    """The date in UTC: a deadline in Taiwan therefore ends at eight in the morning of the next day, never early."""
    return datetime.now(UTC).date()


def given(form: "DataclassInstance") -> dict[str, Any]:
    """The fields that a form touches, by name, with their values."""
    values = {each.name: getattr(form, each.name) for each in fields(form)}
    return {name: value for name, value in values.items() if value is not UNCHANGED}


def applied(noun: Noun, form: "DataclassInstance") -> Noun:
    """The noun with what the form touches replaced."""
    return replace(noun, **given(form))


def difference(before: Noun, after: Noun) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, as they were and as they are: what the audit trail keeps of an edit."""
    names = [each.name for each in fields(before) if each.name != "updated_at"]
    names = [name for name in names if getattr(before, name) != getattr(after, name)]
    return (
        {name: getattr(before, name) for name in names},
        {name: getattr(after, name) for name in names},
    )


def refuse_other_version(current: int, expected: int) -> None:
    """Go on when nobody else changed the record since the person read it.

    Raises:
        Refused: CONFLICT, with the current version.
    """
    if current != expected:
        raise Refused(Problem("CONFLICT", "expectedVersion", {"current": current}))


def tidied(texts: LocalizedText) -> dict[str, str]:
    """The texts without surrounding blanks, the empty ones left out, tags written as BCP 47 recommends."""
    return {canonical_tag(tag): text.strip() for tag, text in texts.items() if text.strip()}


def canonical_tag(tag: str) -> str:
    """A language tag in its usual letters: zh-Hant-TW (RFC 5646, section 2.1.1)."""
    first, *rest = tag.strip().split("-")
    return "-".join([first.lower(), *(_subtag(each) for each in rest)])


def _subtag(subtag: str) -> str:
    if len(subtag) == _SCRIPT_LENGTH and subtag.isalpha():
        return subtag.title()
    return subtag.upper() if len(subtag) == _REGION_LENGTH else subtag.lower()


def is_language_tag(tag: str) -> bool:
    """Whether a tag is well-formed; whether such a language exists is not asked."""
    return _LANGUAGE_TAG.fullmatch(tag) is not None


def any_text(texts: LocalizedText) -> str:
    """The English text, or else the first there is; empty when there is none."""
    return texts.get("en") or next(iter(texts.values()), "")


def check_line(problems: Problems, field: str, text: str, longest: int = LONGEST_LINE) -> None:
    """Note when a text is too long or holds control characters."""
    problems.unless(len(text) <= longest, "TEXT_TOO_LONG", field, limit=longest, length=len(text))
    problems.unless(is_plain(text), "TEXT_NOT_PLAIN", field)


def check_texts(problems: Problems, field: str, texts: LocalizedText, longest: int = LONGEST_TEXT) -> None:
    """Note what is wrong with a text in several languages."""
    problems.unless(len(texts) <= MOST_LANGUAGES, "TOO_MANY_ENTRIES", field, limit=MOST_LANGUAGES)
    for tag, text in list(texts.items())[:MOST_LANGUAGES]:
        problems.unless(is_language_tag(tag), "NOT_A_LANGUAGE_TAG", field, tag=tag[:40])
        check_line(problems, field, text, longest)


def check_languages(problems: Problems, field: str, tags: Sequence[str]) -> None:
    """Note tags that are not well-formed, and lists that nobody would read."""
    problems.unless(len(tags) <= MOST_LANGUAGES, "TOO_MANY_ENTRIES", field, limit=MOST_LANGUAGES)
    for index, tag in enumerate(tags[:MOST_LANGUAGES]):
        problems.unless(is_language_tag(tag), "NOT_A_LANGUAGE_TAG", f"{field}.{index}", tag=tag[:40])


def check_concepts(
    problems: Problems, field: str, ids: Sequence[str], kinds: Collection[ConceptKind], name: str = ""
) -> None:
    """Note ids that the vocabulary does not know, that are of another kind, or that stand twice.

    Args:
        problems: collects what is wrong.
        field: path of the list.
        ids: concept ids.
        kinds: the kinds that fit here.
        name: the member of each entry that holds the id, where entries are objects.
    """
    problems.unless(len(ids) <= MOST_ENTRIES, "TOO_MANY_ENTRIES", field, limit=MOST_ENTRIES)
    for index, each in enumerate(ids[:MOST_ENTRIES]):
        path = f"{field}.{index}.{name}" if name else f"{field}.{index}"
        concept = CONCEPTS.get(each)
        problems.unless(concept, "UNKNOWN_CONCEPT", path, concept=each[:80])
        problems.unless(
            concept is None or concept.kind in kinds, "CONCEPT_OF_OTHER_KIND", path, concept=each[:80]
        )
        problems.unless(each not in ids[:index], "ENTRY_TWICE", path, entry=each[:80])


def check_between(problems: Problems, field: str, number: int | None, least: int, most: int) -> None:
    """Note a number outside its bounds."""
    problems.unless(number is None or least <= number <= most, "OUT_OF_RANGE", field, least=least, most=most)


def check_dates(problems: Problems, **dates: date | None) -> None:
    """Note each date that lies before one that comes earlier in the order given; keys are field names."""
    known = [(name, value) for name, value in dates.items() if value is not None]
    for (earlier, before), (later, after) in pairwise(known):
        problems.unless(
            before <= after, "DATES_OUT_OF_ORDER", later, earlier=earlier, date=before.isoformat()
        )


def check_address(problems: Problems, field: str, address: str | None) -> None:
    """Note an address that is not on the web: such as a script that a link would run."""
    if address is None:
        return
    problems.unless(is_web_address(address) and is_plain(address), "NOT_A_WEB_ADDRESS", field)
    problems.unless(
        len(address) <= LONGEST_ADDRESS, "TEXT_TOO_LONG", field, limit=LONGEST_ADDRESS, length=len(address)
    )


def check_licence(problems: Problems, field: str, expression: str | None) -> None:
    """Note an expression that SPDX does not know, with what was probably meant where that is clear."""
    if expression is None:
        return
    judged = check(expression[:LONGEST_LINE])
    if judged.valid and len(expression) <= LONGEST_LINE:
        return
    shown = expression[:80]
    if judged.suggestion is None:
        problems.unless(False, "LICENCE_NOT_SPDX", field, licence=shown)  # noqa: FBT003 - noted at any rate
    else:
        meant = judged.suggestion.expression
        problems.unless(False, "LICENCE_MEANT", field, licence=shown, suggestion=meant)  # noqa: FBT003 - noted at any rate


def check_open_licence(problems: Problems, field: str, expression: str | None) -> None:
    """Note an expression that SPDX does not know, or one that lets a recipient choose no open licence.

    Open is what the OSI, the FSF or the Open Definition recognises (`registry.licences.spdx.is_open`); terms of
    somebody's own, written as LicenseRef, are recognised by nobody.
    """
    check_licence(problems, field, expression)
    if expression and check(expression[:LONGEST_LINE]).valid:
        recognised = is_open(parse(expression[:LONGEST_LINE]))
        problems.unless(recognised, "LICENCE_NOT_OPEN", field, licence=expression[:80])


def normalised_licence(expression: str) -> str:
    """A valid expression in SPDX's own spelling; an invalid one as it is."""
    return check(expression).normalised or expression
