"""What a mistyped word was meant for: Latin words of the catalogue and the vocabulary, Chinese terms; pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from rapidfuzz.distance import OSA

from registry.concepts import tokens
from registry.search.query import Clause, chinese_terms, is_cjk, named_terms

ONE_TYPO_FROM = 5  # letters; shorter words are too near to others (Meilisearch's documented default)
TWO_TYPOS_FROM = 9  # letters; the same
ONE_CHARACTER_FROM = 3  # Chinese characters; a wrong one of two leaves nothing to go by


def typos_allowed(word: str) -> int:
    """Say how many edits a word may be away from what was meant."""
    return (len(word) >= ONE_TYPO_FROM) + (len(word) >= TWO_TYPOS_FROM)


def corrected(
    clauses: Sequence[Clause], known: Iterable[tuple[str, int]], unknown: Collection[str] = ()
) -> str | None:
    """Write the question again with every unknown word replaced by the nearest known one.

    Nearest by edits (insert, delete, replace, swap neighbours), then by how often the word occurs: one edit
    from five letters on, two from nine. Of a Chinese term one character may be wrong.

    Args:
        clauses: the question.
        known: Latin words of the catalogue with their occurrences.
        unknown: stretches of Chinese that the catalogue does not have.

    Returns:
        None when there is nothing to replace.
    """
    vocabulary = dict.fromkeys(_words_of_terms(), 0) | dict(known)
    stems = {token for word in vocabulary for token in tokens(word)}
    meant = mistyped_terms([clause for clause in clauses if clause.text in unknown])
    mended = [
        clause.text
        if stems.issuperset(clause.tokens)
        else meant.get(clause.text) or _mended(clause, vocabulary)
        for clause in clauses
    ]
    texts = [clause.text for clause in clauses]
    return " ".join(mended) if mended != texts else None


def mistyped_terms(clauses: Sequence[Clause]) -> Mapping[str, str]:
    """Give the term that each unknown stretch of Chinese is, but for one character."""
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


def _mended(clause: Clause, vocabulary: Mapping[str, int]) -> str:
    allowed = typos_allowed(clause.text)
    if not clause.is_word or clause.text in vocabulary or not allowed:
        return clause.text
    near = [
        (distance, -occurrences, word)
        for word, occurrences in vocabulary.items()
        if (distance := OSA.distance(clause.text, word, score_cutoff=allowed)) <= allowed
    ]
    return min(near)[2] if near else clause.text


@cache
def _words_of_terms() -> tuple[str, ...]:
    """List the Latin words of all terms: a typo may be meant for one that no entry has, and that leads to some."""
    words = {word for name, _ in named_terms() for word in name.split() if word.isascii() and word.isalpha()}
    return tuple(sorted(word for word in words if len(word) >= ONE_TYPO_FROM))
