"""How the words of a question are understood: terms of the vocabulary in both languages, prefixes, typos; pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, islice

from rapidfuzz.distance import OSA

from registry.concepts import CONCEPTS, alternatives, fold, tokens
from registry.concepts.variants import taiwanese, traditional
from registry.search import thesaurus
from registry.search.document import quoted
from registry.texts import storable

ONE_TYPO_FROM = 5  # letters; shorter words are too near to others (Meilisearch's documented default)
TWO_TYPOS_FROM = 9  # letters; the same
OTHER_NAME = 0.5  # another name is a good sign, the reader's own word a better one
NEARLY = 0.25  # what is only nearly called so, or begins alike
LONG_WORD = 7  # letters; two thirds of a shorter word are the beginning of too many
MOST_LOOSE = 48  # tokens that a loosened question is ranked by: more cost time and tell little
#: What nearly every entry could say of itself: good to have, not to be asked for.
GENERAL = frozenset(
    {
        *("app", "application", "platform", "software", "solution", "system", "tool", "tools"),
        *("系統", "平台", "工具", "軟體", "程式", "方案", "解決方案"),
    }
)
#: What people add to the name of a product that they want to leave.
INSTEAD = frozenset(
    ["alternative", "alternatives", "replacement", "instead", "替代", "替代方案", "替代品", "取代"]
)

#: Words that make a wish a sentence; they stand in texts of every kind and say nothing of what is looked for.
FILLERS = frozenset(
    [
        *(
            "i",
            "me",
            "my",
            "we",
            "us",
            "our",
            "you",
            "your",
            "it",
            "its",
            "they",
            "them",
            "their",
            "he",
            "she",
            "his",
        ),
        *(
            "her",
            "who",
            "whom",
            "whose",
            "which",
            "what",
            "when",
            "where",
            "why",
            "how",
            "do",
            "does",
            "did",
            "can",
        ),
        *(
            "could",
            "should",
            "would",
            "will",
            "may",
            "might",
            "must",
            "be",
            "been",
            "being",
            "was",
            "were",
            "am",
        ),
        *(
            "has",
            "have",
            "had",
            "if",
            "that",
            "this",
            "these",
            "those",
            "there",
            "than",
            "then",
            "so",
            "not",
            "no",
        ),
        *(
            "some",
            "any",
            "all",
            "want",
            "wants",
            "need",
            "needs",
            "find",
            "looking",
            "please",
            "without",
            "into",
        ),
        "about",
    ]
)
_CHINESE_FILLERS = re.compile(
    "我想要|我想找|我想|我要找|我們|我要|請問|有沒有|有什麼|是否有|怎麼樣|要怎麼|怎麼|如何|可以|能夠|想要|需要|希望|什麼|哪些|哪裡|那種|一個|用的|的|嗎|呢|了"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a result must have: its own tokens, or what the same thing is called otherwise.

    Attributes:
        text: as it was written, folded.
        tokens: all of them must be there.
        others: names in the other language; all tokens of one of them are as good.
        is_prefix: whether `text` may be the beginning of a word still being typed.
        is_general: whether nearly every entry could say it of itself, so that it is not asked for.
    """

    text: str
    tokens: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()
    is_prefix: bool = False
    is_general: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is one Latin word, which can be mistyped."""
        return self.text.isascii() and self.text.isalpha()


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for a result when it has it.

    Attributes:
        clause: number of the clause it belongs to; the best sign of a clause counts, and clauses add up.
        query: as a tsquery.
        weight: how much it counts.
    """

    clause: int
    query: str
    weight: float


def understand(text: str) -> tuple[Clause, ...]:
    """Cut a question into clauses, each a known term where there is one, else a word or a stretch of Chinese.

    The last word may be unfinished, unless a space follows it. Words that no index holds ("the") give no clause, nor do
    words that only make a sentence, or say that something is to replace a product. Simplified Chinese is read as
    Traditional, with Taiwan's words.
    """
    clauses: list[Clause] = []
    for is_chinese, characters in groupby(fold(_in_taiwans(storable(text))), key=is_cjk):
        piece = "".join(characters)
        clauses.extend(_chinese(piece) if is_chinese else _latin(piece))
    clauses = [clause for clause in clauses if not _is_filler(clause.text)] or clauses
    if clauses and clauses[-1].is_word and text[-1:].isalpha():
        clauses[-1] = replace(clauses[-1], is_prefix=True)
    if any(clause.text not in GENERAL for clause in clauses):
        clauses = [replace(clause, is_general=clause.text in GENERAL) for clause in clauses]
    return tuple(clause for clause in clauses if clause.text not in INSTEAD) or tuple(clauses)


def strict(clauses: Sequence[Clause]) -> str:
    """Write the tsquery that asks for every clause, each in its own words or by another name."""
    return " & ".join(f"({_either(clause)})" for clause in clauses if not clause.is_general)


def loose(clauses: Sequence[Clause]) -> str:
    """Write the tsquery that is content with any token of any clause, or with another name of one.

    The rank says which has most.
    """
    return " | ".join(dict.fromkeys(sign.query for sign in loose_signs(clauses)))


def signs(clauses: Sequence[Clause]) -> tuple[Sign, ...]:
    """List what speaks for a result that has all clauses: the reader's own words, and other names."""
    return tuple(
        sign
        for number, clause in enumerate(clauses)
        for sign in (
            Sign(number, _all(clause), 1.0),
            *(Sign(number, _together(group), OTHER_NAME) for group in dict.fromkeys(clause.others)),
        )
    )


def loose_signs(clauses: Sequence[Clause]) -> tuple[Sign, ...]:
    """List what speaks for a result that has only some of the words.

    That is every token for itself, other names, names of what the Chinese in the question is nearly called, and the
    beginnings of long words, which inflected languages keep.
    """
    own = dict.fromkeys(_one(token) for clause in clauses for token in clause.tokens)
    names = dict.fromkeys(_together(group) for clause in clauses for group in clause.others)
    near = dict.fromkeys(_together(group) for clause in clauses for group in _nearly(clause))
    beginnings = dict.fromkeys(
        f"{quoted(clause.text[: len(clause.text) * 2 // 3])}:*"
        for clause in clauses
        if clause.is_word and len(clause.text) >= LONG_WORD
    )
    weighed: dict[str, float] = {}
    for queries, weight in ((own, 1.0), (names, OTHER_NAME), (near, NEARLY), (beginnings, NEARLY)):
        weighed |= {query: weight for query in queries if query not in weighed}
    return tuple(
        Sign(number, query, weight)
        for number, (query, weight) in enumerate(islice(weighed.items(), MOST_LOOSE))
    )


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
    vocabulary = dict.fromkeys(_words_of_terms(), 0) | dict(known)
    stems = {token for word in vocabulary for token in tokens(word)}
    mended = [
        clause.text if stems.issuperset(clause.tokens) else _mended(clause, vocabulary) for clause in clauses
    ]
    texts = [clause.text for clause in clauses]
    return " ".join(mended) if mended != texts else None


def _in_taiwans(text: str) -> str:
    """Read Simplified Chinese as Taiwan writes and says it; what is Traditional stays as it was written."""
    return text if traditional(text) == text else taiwanese(text)


def _is_filler(text: str) -> bool:
    return text in FILLERS or not _CHINESE_FILLERS.sub("", text)


@cache
def is_cjk(character: str) -> bool:
    """Say whether the tokeniser cuts a character from the word before it, as it does with Chinese."""
    return tokens("q" + character) == ("q", fold(character))


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
            others = terms.get(found)
            if others is not None and written[end - 1][1]:
                text = " ".join(word for word, _ in written[at:end])
                yield Clause(text, found, others)
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
                yield Clause(piece[at:end], thesaurus.meaning(piece[at:end]), terms[piece[at:end]])
                at = unknown = end
                break
        else:
            at += 1
    yield from _stretch(piece[unknown:])


def _stretch(text: str) -> Iterator[Clause]:
    parts = [part for part in _CHINESE_FILLERS.split(text) if part]
    for part in parts or [text]:
        yield from _one_stretch(part)


def _one_stretch(text: str) -> Iterator[Clause]:
    found = thesaurus.meaning(text)
    if found:
        said = fold(taiwanese(text))
        others = () if said == text else (thesaurus.meaning(said), *_chinese_terms().get(said, ()))
        yield Clause(text, found, others)


def _nearly(clause: Clause) -> Iterator[tuple[str, ...]]:
    """Give the other names of terms that share half their characters, in pairs, with a stretch of Chinese."""
    if clause.others or not is_cjk(clause.text[0]):
        return
    asked = frozenset(clause.tokens)
    for name, others in _chinese_terms().items():
        shared = [pair for pair in thesaurus.meaning(name) if pair in asked]
        if 2 * len(set("".join(shared))) >= len(name):
            yield from others


@cache
def _words_of_terms() -> tuple[str, ...]:
    """List the Latin words of all terms: a typo may be meant for one that no entry has, and that leads to some."""
    words = {word for name, _ in _named() for word in name.split() if word.isascii() and word.isalpha()}
    return tuple(sorted(word for word in words if len(word) >= ONE_TYPO_FROM))


@cache
def _latin_terms() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give for every term, as its tokens, what else it is called."""
    terms: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    for name, others in _named():
        if found := tokens(name):
            terms.setdefault(found, {}).update((other, None) for other in others if other != found)
    return {found: tuple(others) for found, others in terms.items() if others}


@cache
def _longest_latin_term() -> int:
    return max(map(len, _latin_terms()))


@cache
def _chinese_terms() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Give for every Chinese term what else it is called."""
    terms: dict[str, dict[tuple[str, ...], None]] = {}
    for name, others in _named():
        if len(name) > 1 and all(map(is_cjk, name)):
            own = thesaurus.meaning(name)
            terms.setdefault(name, {}).update((other, None) for other in others if other != own)
    return {name: tuple(others) for name, others in terms.items()}


def _named() -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Give every name of a concept or of the thesaurus, folded, with what else the thing is called."""
    for concept in CONCEPTS.values():
        names = (
            concept.id,
            *(
                each
                for language in concept.labels
                for each in (concept.labels[language], *concept.synonyms[language])
            ),
        )
        for name in dict.fromkeys(map(fold, names)):
            yield name, alternatives(name)
    yield from thesaurus.names().items()


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
