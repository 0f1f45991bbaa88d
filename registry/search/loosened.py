"""What speaks for a result when none has all words: parts of terms, near names, and beginnings; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from registry.search import thesaurus
from registry.search.document import quoted
from registry.search.query import Clause, Sign, chinese_terms, either, is_cjk, together

KNOWN = 2.0  # a term that the vocabulary knows says more than the words of a sentence around it
PART = 0.5  # a part of such a term
COMMON = 0.25  # what nearly every entry could say of itself
NEARLY = 0.25  # what is only nearly called so, or begins alike
LONG_WORD = 7  # letters; two thirds of a shorter word are the beginning of too many
MOST_SIGNS = 48  # more cost time and tell little


def loose(clauses: Sequence[Clause]) -> str:
    """Write the tsquery that is content with any sign of any clause; the rank says which result has most."""
    return " | ".join(sign.query for sign in loose_signs(clauses))


def loose_signs(clauses: Sequence[Clause]) -> tuple[Sign, ...]:
    """List what speaks for a result that has only some of the words, strongest first, each thing once.

    A term counts by the best of its names, and is as rare as all of them together: else a rare translation would make
    a common thing telling. All else counts by itself, and adds up.
    """
    found: dict[str, Sign] = {}
    number = 0
    for clause in clauses:
        scale = COMMON if clause.is_general else 1.0
        if clause.others:
            number += 1
            known = KNOWN if clause.is_topic else 1.0
            for query in (together(clause.tokens), *map(together, clause.others)):
                found.setdefault(
                    query, Sign(number, query, known * scale, either(replace(clause, is_prefix=False)))
                )
        for query, weight in _apart(clause):
            number += 1
            found.setdefault(query, Sign(number, query, weight * scale))
    return tuple(sorted(found.values(), key=lambda sign: -sign.weight)[:MOST_SIGNS])


def _apart(clause: Clause) -> Iterator[tuple[str, float]]:
    """Give what speaks by itself of a clause, with its weight."""
    if not clause.others or len(clause.tokens) > 1:
        for token in clause.tokens:
            yield together([token]), PART if clause.others else 1.0
    for group in _nearly(clause):
        yield together(group), NEARLY
    if clause.is_word and len(clause.text) >= LONG_WORD:
        yield f"{quoted(clause.text[: len(clause.text) * 2 // 3])}:*", NEARLY


def _nearly(clause: Clause) -> Iterator[tuple[str, ...]]:
    """Give the other names of terms that share half their characters, in pairs, with an unknown stretch of Chinese."""
    if clause.others or not is_cjk(clause.text[0]):
        return
    asked = frozenset(clause.tokens)
    for name, others in chinese_terms().items():
        shared = [pair for pair in thesaurus.meaning(name) if pair in asked]
        if 2 * len(set("".join(shared))) >= len(name):
            yield from others
