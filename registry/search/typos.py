"""What a mistyped word was meant for: Latin words of the catalogue and the vocabulary, Chinese terms; pure."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from registry.search.query import Clause, chinese_terms, is_cjk, named_terms

ONE_TYPO_FROM = 5  # letters; shorter words are too near to others (Meilisearch's documented default)
TWO_TYPOS_FROM = 9  # letters; the same
ONE_CHARACTER_FROM = 3  # Chinese characters; a wrong one of two leaves nothing to go by


def typos_allowed(word: str) -> int:
    """Say how many edits a word may be away from what was meant."""
    return (len(word) >= ONE_TYPO_FROM) + (len(word) >= TWO_TYPOS_FROM)


def suspects(clauses: Sequence[Clause]) -> Sequence[Clause]:
    """List what may be mistyped, where the catalogue does not have it: no term, and long enough to tell by."""
    terms = mistyped_terms(clauses)
    return [
        clause
        for clause in clauses
        if clause.text in terms or (clause.is_word and not clause.others and typos_allowed(clause.text))
    ]


def corrected(clauses: Sequence[Clause], known: Mapping[str, int], unknown: Collection[str]) -> str | None:
    """Write the question again with every unknown word replaced by the nearest known one.

    Nearest by edits (insert, delete, replace, swap neighbours), then by how often the word occurs: one edit
    from five letters on, two from nine. Of a Chinese term one character may be wrong.

    Args:
        clauses: the question.
        known: Latin words of the catalogue with their occurrences.
        unknown: which of the `suspects` the catalogue does not have.

    Returns:
        None when there is nothing to replace.
    """
    terms = mistyped_terms(clauses)
    mended = [
        (terms.get(clause.text) or _mended(clause.text, known)) if clause.text in unknown else clause.text
        for clause in clauses
    ]
    texts = [clause.text for clause in clauses]
    return " ".join(mended) if mended != texts else None


def mistyped_terms(clauses: Sequence[Clause]) -> Mapping[str, str]:
    """Give the term that each stretch of Chinese is, but for one character."""
    found = {}
    for clause in clauses:
        size = len(clause.text)
        if clause.others or size < ONE_CHARACTER_FROM or not is_cjk(clause.text[0]):
            continue
        near = [
            term
            for term in chinese_terms()
            if len(term) == size and OSA.distance(clause.text, term, score_cutoff=1) == 1
        ]
        if near:
            found[clause.text] = min(near)
    return found


def _mended(word: str, known: Mapping[str, int]) -> str:
    if word in _words_of_terms():
        return word
    near = [
        (distance, -known.get(found, 0), found)
        for words in (known.keys(), _words_of_terms())
        for found, distance, _ in process.extract_iter(
            word, words, scorer=OSA.distance, score_cutoff=typos_allowed(word)
        )
    ]
    return min(near)[2] if near else word


@cache
def _words_of_terms() -> frozenset[str]:
    """List the Latin words of all terms: a typo may be meant for one that no entry has, and that leads to some."""
    words = {word for name, _ in named_terms() for word in name.split() if word.isascii() and word.isalpha()}
    return frozenset(word for word in words if len(word) >= ONE_TYPO_FROM)
