"""Why something was found: the parts of its entry that have words of the question; pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from registry.concepts import fold, tokens
from registry.concepts.variants import in_taiwans
from registry.search.document import named
from registry.search.model import Subject
from registry.search.query import Clause, understand


def matched_fields(
    row: Mapping[str, Any], question: str, subject: Subject = Subject.SOFTWARE
) -> tuple[str, ...]:
    """List the fields that have a word of the question, its beginning, or another name of what it means.

    Args:
        row: as `registry.search.postgres.rows` reads it.
        question: as it was searched for, typos mended.
        subject: what the row is.

    Returns:
        Names of fields, of software as publiccode.yml calls them, else as the API does; what says most first.
    """
    clauses = understand(question)
    return tuple(
        field
        for field, texts in _FIELDS[subject](row)
        if any(_has_any(text, clauses) or _begins(text, clauses) for text in texts)
    )


def in_common(row: Mapping[str, Any], clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """List the clauses that a software has, all their tokens or another name, in one of its texts."""
    held = [frozenset(tokens(in_taiwans(text))) for _, texts in _software(row) for text in texts]
    return tuple(
        clause
        for clause in clauses
        if any(text.issuperset(group) for text in held for group in (clause.tokens, *clause.others))
    )


def _has_any(text: str, clauses: Sequence[Clause]) -> bool:
    """Say whether a text has a word of a clause, or all words of another name of it."""
    found = frozenset(tokens(in_taiwans(text)))
    return any(
        found.intersection(clause.tokens) or any(found.issuperset(group) for group in clause.others)
        for clause in clauses
    )


def _begins(text: str, clauses: Sequence[Clause]) -> bool:
    beginnings = tuple(clause.text for clause in clauses if clause.is_prefix)
    return bool(beginnings) and any(word.startswith(beginnings) for word in fold(text).split())


def _software(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "name", (row["name"],)
    yield "localisedName", tuple(row["localised_name"].values())
    yield "shortDescription", tuple(row["short_description"].values())
    yield "features", tuple(feature for features in row["features"].values() for feature in features)
    yield "categories", named(row["categories"])
    yield "intendedAudience.scope", named(row["scopes"])
    yield "longDescription", tuple(row["long_description"].values())
    yield "dependsOn", named(row["technologies"])
    yield "publisher", tuple((row["publisher_name"] or {}).values())
    yield "usedBy", tuple(row["used_by"])
    yield "legal.mainCopyrightOwner", tuple(text for text in (row["main_copyright_owner"],) if text)
    yield "legal.repoOwner", tuple(text for text in (row["repository_owner"],) if text)
    yield "url", (row["url"].replace("/", " / "),)


def _challenge(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "title", tuple(row["title"].values())
    yield "problem", tuple(row["problem"].values())
    yield "needs", named(row["needs"])
    yield "domains", named(row["domains"])
    yield "peopleAffected", tuple(row["people_affected"].values())
    yield "outcome", tuple((row["outcome"] or {}).values())
    yield "owner", tuple(row["owner_name"].values())


def _team(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "name", tuple(row["name"].values())
    yield "about", tuple(row["about"].values())
    yield "skills", named(row["skills"])
    yield "domains", named(row["domains"])


_FIELDS: Mapping[Subject, Callable[[Mapping[str, Any]], Iterator[tuple[str, tuple[str, ...]]]]] = {
    Subject.SOFTWARE: _software,
    Subject.CHALLENGE: _challenge,
    Subject.TEAM: _team,
}
