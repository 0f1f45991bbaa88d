"""How the words of a question are understood: terms of the vocabulary in both languages, prefixes, typos; pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from rapidfuzz.distance import OSA

from registry.concepts import CONCEPTS, alternatives, fold, tokens
from registry.search.document import quoted

ONE_TYPO_FROM = 5  # letters; shorter words are too near to others (Meilisearch's documented default)
TWO_TYPOS_FROM = 9  # letters; the same


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a result must have: its own tokens, or what the same thing is called otherwise.

    Attributes:
        text: as it was written, folded.
        tokens: all of them must be there.
        others: names in the other language; all tokens of one of them are as good.
        is_prefix: whether `text` may be the beginning of a word still being typed.
    """

    text: str
    tokens: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()
    is_prefix: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is one Latin word, which can be mistyped."""
        return self.text.isascii() and self.text.isalpha()


def understand(text: str) -> tuple[Clause, ...]:
    """Cut a question into clauses, each a known term where there is one, else a word or a stretch of Chinese.

    The last word may be unfinished, unless a space follows it. Words that no index holds ("the") give no clause.
    """
    clauses: list[Clause] = []
    for is_chinese, characters in groupby(fold(text), key=is_cjk):
        piece = "".join(characters)
        clauses.extend(_chinese(piece) if is_chinese else _latin(piece))
    if clauses and clauses[-1].is_word and text[-1:].isalpha():
        clauses[-1] = replace(clauses[-1], is_prefix=True)
    return tuple(clauses)


def strict(clauses: Sequence[Clause]) -> str:
    """Write the tsquery that asks for every clause, each in its own words or the other language's."""
    return " & ".join(f"({_either(clause)})" for clause in clauses)


def loose(clauses: Sequence[Clause]) -> str:
    """Write the tsquery that is content with any token of any clause, or with another name of one.

    The rank says which has most.
    """
    tokens = [_one(token) for clause in clauses for token in clause.tokens]
    names = [_together(group) for clause in clauses for group in clause.others]
    return " | ".join(dict.fromkeys(tokens + names))


def own_words(clauses: Sequence[Clause]) -> str:
    """Write the tsquery that ranks by the words of the question itself."""
    return " | ".join(_all(clause) for clause in clauses)


def others(clauses: Sequence[Clause]) -> str:
    """Write the tsquery that ranks by what the other language calls the same."""
    found = dict.fromkeys(_together(group) for clause in clauses for group in clause.others)
    return " | ".join(found)


def corrected(clauses: Sequence[Clause], known: Iterable[tuple[str, int]]) -> str | None:
    """Write the question again with every unknown word replaced by the nearest known one.

    Nearest by edits (insert, delete, replace, swap neighbours), then by how often the word occurs: one edit
    from five letters on, two from nine.

    Args:
        clauses: the question.
        known: words of the catalogue with their occurrences.

    Returns:
        None when there is nothing to replace.
    """
    vocabulary = dict(known)
    mended = [_mended(clause, vocabulary) for clause in clauses]
    texts = [clause.text for clause in clauses]
    return " ".join(mended) if mended != texts else None


@cache
def is_cjk(character: str) -> bool:
    """Say whether the tokeniser cuts a character from the word before it, as it does with Chinese."""
    return tokens("q" + character) == ("q", character)


def typos_allowed(word: str) -> int:
    """Say how many edits a word may be away from what was meant."""
    return (len(word) >= ONE_TYPO_FROM) + (len(word) >= TWO_TYPOS_FROM)


def _mended(clause: Clause, vocabulary: dict[str, int]) -> str:
    allowed = typos_allowed(clause.text)
    if not clause.is_word or clause.text in vocabulary or not allowed:
        return clause.text
    near = [
        (distance, -occurrences, word)
        for word, occurrences in vocabulary.items()
        if (distance := OSA.distance(clause.text, word, score_cutoff=allowed)) <= allowed
    ]
    return min(near)[2] if near else clause.text


def _latin(piece: str) -> Iterator[Clause]:
    terms = _latin_terms()
    written = [(word, tokens(word)) for word in piece.split()]
    at = 0
    while at < len(written):
        for end in range(min(len(written), at + _longest_latin_term()), at, -1):
            found = tuple(token for _, each in written[at:end] for token in each)
            name = terms.get(found)
            if name is not None:
                text = " ".join(word for word, _ in written[at:end])
                yield Clause(text, found, alternatives(name))
                at = end
                break
        else:
            word, found = written[at]
            if found:
                yield Clause(word, found)
            at += 1


def _chinese(piece: str) -> Iterator[Clause]:
    terms = _chinese_terms()
    longest = max(map(len, terms))
    at = unknown = 0
    while at < len(piece):
        for end in range(min(len(piece), at + longest), at, -1):
            if piece[at:end] in terms:
                yield from _stretch(piece[unknown:at])
                yield Clause(piece[at:end], _pairs(piece[at:end]), alternatives(piece[at:end]))
                at = unknown = end
                break
        else:
            at += 1
    yield from _stretch(piece[unknown:])


def _stretch(text: str) -> Iterator[Clause]:
    found = _pairs(text)
    if found:
        yield Clause(text, found)


def _pairs(text: str) -> tuple[str, ...]:
    """Give the tokens of Chinese text, without single characters where pairs say more."""
    found = tokens(text)
    return tuple(token for token in found if len(token) > 1) or found


@cache
def _latin_terms() -> dict[tuple[str, ...], str]:
    return {
        found: name
        for concept in CONCEPTS.values()
        for name in (concept.id, *concept.synonyms["en"], concept.labels["en"])
        if (found := tokens(name)) and alternatives(name)
    }


@cache
def _longest_latin_term() -> int:
    return max(map(len, _latin_terms()))


@cache
def _chinese_terms() -> frozenset[str]:
    names = (
        fold(name)
        for concept in CONCEPTS.values()
        for name in (*concept.synonyms["zh-Hant"], concept.labels["zh-Hant"])
    )
    return frozenset(name for name in names if len(name) > 1 and all(map(is_cjk, name)))


def _either(clause: Clause) -> str:
    return " | ".join(dict.fromkeys((_all(clause), *(_together(group) for group in clause.others))))


def _all(clause: Clause) -> str:
    if clause.is_prefix:
        beginning = f"{quoted(clause.text)}:*"
        return f"({_together(clause.tokens)} | {beginning})"
    return _together(clause.tokens)


def _together(group: Sequence[str]) -> str:
    return "(" + " & ".join(_one(token) for token in dict.fromkeys(group)) + ")"


def _one(token: str) -> str:
    return quoted(token)
