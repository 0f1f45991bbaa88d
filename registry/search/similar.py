"""What the catalogue already has that a text asks for, or that is like an entry: by the rarest words they share."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from registry.search import repository
from registry.search.document import software_document
from registry.search.matched import in_common
from registry.search.model import NO_FILTERS, Subject
from registry.search.postgres import rows
from registry.search.query import Clause, Sign, strict, understand
from registry.search.repository import Question
from store.database import Connection

MOST_ASKED_FOR = 20  # further down the likeness is thin
MOST_SIMILAR = 5  # what is read before going on
LONGEST_TEXT = 2_000  # characters; a problem statement has said by then what it is about
COUNTED = 120  # clauses whose rarity is asked for; more cost time and are rarely new
TELLING = 24  # the rarest of them decide: the others are the small change of language
ENOUGH = 2  # words in common; a single one is chance, unless it is a term that is a topic
TOLD = 5  # words in common that are said


@dataclass(frozen=True, slots=True)
class Similar:
    """A software that is like what was asked about, and the words they share, rarest first."""

    software_id: UUID
    words: tuple[str, ...]


async def similar(connection: Connection, of: str | UUID, most: int = MOST_SIMILAR) -> tuple[Similar, ...]:
    """Find software like a text or like another software, the one itself left out, best first.

    A word weighs by its rarity, ln((N + 1) / (n + 1)). Terms count by all their names, in both languages.
    """
    clauses = await _telling(connection, await _text(connection, of))
    if not clauses:
        return ()
    signs = [Sign(number, strict([clause]), weight) for number, (clause, weight) in enumerate(clauses)]
    question = Question(
        Subject.SOFTWARE, " | ".join(sign.query for sign in signs), signs, NO_FILTERS, 4 * most, None
    )
    found = [UUID(each["id"]) for each in (await repository.ask(connection, question))["found"]]
    read = await rows(connection, [each for each in found if each != of])
    shared = {
        each: in_common(read[each], [clause for clause, _ in clauses]) for each in found if each in read
    }
    return tuple(
        Similar(each, tuple(clause.text for clause in words[:TOLD]))
        for each, words in shared.items()
        if len(words) >= ENOUGH or any(clause.is_topic for clause in words)
    )[:most]


async def _text(connection: Connection, of: str | UUID) -> str:
    if isinstance(of, str):
        return of
    row = (await rows(connection, (of,))).get(of)
    if row is None:
        return ""
    document = software_document(row)
    return "\n".join((*document.names, *document.summaries))


async def _telling(connection: Connection, text: str) -> Sequence[tuple[Clause, float]]:
    """Give the clauses of a text that say most, with their weights, rarest first; what nothing has says nothing."""
    understood = [
        replace(clause, is_prefix=False)
        for clause in understand(text[:LONGEST_TEXT])
        if not clause.is_general and (clause.others or len(clause.text) > 1)
    ]
    clauses = list({clause.text: clause for clause in understood}.values())[:COUNTED]
    if not clauses:
        return ()
    total, counts = await repository.occurrences(
        connection, Subject.SOFTWARE, [strict([clause]) for clause in clauses]
    )
    weighed = [
        (clause, math.log((total + 1) / (count + 1)))
        for clause, count in zip(clauses, counts, strict=True)
        if count
    ]
    return sorted((each for each in weighed if each[1] > 0), key=lambda each: -each[1])[:TELLING]
