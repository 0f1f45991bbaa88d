"""What is written into the index about a record: its words, heavier where they say more; pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.concepts import CONCEPTS, LANGUAGES, fold, label, tokens
from registry.concepts.variants import in_taiwans
from registry.search.model import Subject

LAST_POSITION = 16_383  # a tsvector counts no further
MOST_POSITIONS = 255  # a tsvector keeps no more of one word
LONGEST_WORD = 500  # bytes of a lexeme are bounded at 2046; nobody searches for longer words than this
LONGEST_MEANT = 40  # letters; nobody types a longer word by hand, so no typo is meant for one
MOST_BYTES = 500_000  # of all tokens together; a tsvector holds a mebibyte
_WORD = re.compile(r"[^\W_]+")


class Weight(StrEnum):
    """Where a word stands, as PostgreSQL marks it in a tsvector."""

    NAME = "A"
    SUMMARY = "B"
    REST = "C"


#: How much a word says by where it stands: PostgreSQL's own defaults, which nothing we tried was better than.
WEIGHTS: Mapping[Weight, float] = {Weight.NAME: 1.0, Weight.SUMMARY: 0.6, Weight.REST: 0.4}


@dataclass(frozen=True, slots=True)
class Document:
    """The searchable texts of one record, by how much they say."""

    names: tuple[str, ...]
    summaries: tuple[str, ...]
    rest: tuple[str, ...]

    def weighted(self) -> Iterator[tuple[Weight, str]]:
        """Give every text with its weight, heaviest first, so that cutting off costs the least."""
        for weight, texts in (
            (Weight.NAME, self.names),
            (Weight.SUMMARY, self.summaries),
            (Weight.REST, self.rest),
        ):
            for text in texts:
                yield weight, text


def software_document(row: Mapping[str, Any]) -> Document:
    """Make the document of a software from its row and its publisher's name."""
    concepts = (*row["categories"], *row["scopes"])
    return Document(
        names=(row["name"], *row["localised_name"].values()),
        summaries=(
            *row["short_description"].values(),
            *(feature for features in row["features"].values() for feature in features),
            *named(concepts),
        ),
        rest=(
            *row["long_description"].values(),
            *named(row["technologies"]),
            *(row["publisher_name"] or {}).values(),
            *row["used_by"],
            *(text for text in (row["main_copyright_owner"], row["repository_owner"]) if text),
            re.sub(r"^https?://", "", row["url"]).replace("/", " / "),
        ),
    )


def challenge_document(row: Mapping[str, Any]) -> Document:
    """Make the document of a challenge from its row, its needs and its owner's name."""
    return Document(
        names=tuple(row["title"].values()),
        summaries=(*row["problem"].values(), *named((*row["domains"], *row["needs"]))),
        rest=(
            *row["people_affected"].values(),
            *row["owner_name"].values(),
            *(row["outcome"] or {}).values(),
        ),
    )


def team_document(row: Mapping[str, Any]) -> Document:
    """Make the document of a team from its row and its skills."""
    return Document(
        names=tuple(row["name"].values()),
        summaries=(*row["about"].values(), *named((*row["domains"], *row["skills"]))),
        rest=(),
    )


#: How the document of each subject is made of its row.
DOCUMENTS: Mapping[Subject, Callable[[Mapping[str, Any]], Document]] = {
    Subject.SOFTWARE: software_document,
    Subject.CHALLENGE: challenge_document,
    Subject.TEAM: team_document,
}


def named(concepts: Iterable[str]) -> tuple[str, ...]:
    """Write concepts out in every language, so that words of either find them; other texts stay as they are."""
    found: dict[str, None] = {}
    for concept in concepts:
        if concept in CONCEPTS:
            found.update((label(concept, language), None) for language in LANGUAGES)
        else:
            found[concept] = None
    return tuple(found)


def vector(document: Document) -> str:
    """Write a document as the text form of a tsvector: every token with its positions and weights.

    English words stand there twice, stemmed and as written, so that a word half typed is found by its beginning;
    Simplified Chinese also as Taiwan writes and says it, which is how questions are read.
    """
    places: dict[str, list[str]] = {}
    position = 1
    room = MOST_BYTES
    for weight, text in document.weighted():
        for token in _index_tokens(text):
            if token not in places:
                room -= len(token.encode())
            if position > LAST_POSITION or room < 0:
                break
            held = places.setdefault(token, [])
            if len(held) < MOST_POSITIONS:
                held.append(f"{position}{weight}")
            position += 1
        position += 1  # two texts are not one phrase
    return " ".join(f"{quoted(token)}:{','.join(held)}" for token, held in places.items())


def words(document: Document) -> frozenset[str]:
    """List the words as written, folded, that a typo may have been meant for."""
    return frozenset(
        word for _, text in document.weighted() for word in _written(text) if len(word) <= LONGEST_MEANT
    )


def quoted(token: str) -> str:
    """Write a token as PostgreSQL reads it in a tsvector or tsquery."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _index_tokens(text: str) -> Iterator[str]:
    found = tokens(text)
    known = set(found)
    said = in_taiwans(text)
    others = (*_written(text), *(tokens(said) if said != text else ()))
    for token in (*found, *(other for other in others if other not in known)):
        if len(token.encode()) <= LONGEST_WORD:
            yield token


def _written(text: str) -> Iterator[str]:
    for word in _WORD.findall(fold(text)):
        if word.isascii() and word.isalpha():
            yield word
