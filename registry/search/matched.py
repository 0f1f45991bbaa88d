"""Why a software was found: the parts of its entry that have words of the question; pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.concepts import alternatives, fold, tokens
from registry.search.document import named


def matched_fields(row: Mapping[str, Any], question: str) -> tuple[str, ...]:
    """List the fields that have a word of the question, its beginning, or its name in the other language.

    Args:
        row: as `registry.search.postgres.software_row` reads it.
        question: as it was searched for, typos mended.

    Returns:
        Names of fields as publiccode.yml calls them, the ones that say most first.
    """
    written = frozenset(tokens(question))
    longer = frozenset(token for token in written if len(token) > 1)
    own = longer or written  # one Chinese character of several stands in too many other words to be a reason
    others = [frozenset(group) for group in alternatives(question)]
    unfinished = (fold(question).split() or [""])[-1]
    return tuple(
        field
        for field, texts in _fields(row)
        if any(_has(text, own, others) or _begins(text, unfinished) for text in texts)
    )


def _has(text: str, own: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    """Say whether a text has a word of the question, or all words of what the other language calls the same."""
    found = set(tokens(text))
    return bool(own & found) or any(group <= found for group in others)


def _begins(text: str, unfinished: str) -> bool:
    return bool(unfinished) and any(word.startswith(unfinished) for word in fold(text).split())


def _fields(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
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
