"""How the words of a question are understood: terms of the vocabulary in both languages, and words; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from registry.concepts import CONCEPTS, alternatives, fold, tokens
from registry.concepts.variants import in_taiwans, taiwanese
from registry.search import thesaurus
from registry.search.document import quoted
from registry.search.sentences import is_filler, is_sentence, without_fillers
from registry.texts import storable

OTHER_NAME = 0.5  # another name is a good sign, the reader's own word a better one
#: What nearly every entry could say of itself: good to have, not to be asked for.
GENERAL = frozenset(
    {
        *("app", "apps", "application", "platform", "platforms", "portal", "service", "services"),
        *("software", "solution", "solutions", "system", "systems", "tool", "tools", "toolkit"),
        *("系統", "平台", "工具", "軟體", "程式", "方案", "解決方案", "服務", "應用程式", "入口網"),
    }
)
#: What people add to the name of a product that they want to leave.
INSTEAD = frozenset(
    ["alternative", "alternatives", "replacement", "instead", "替代", "替代方案", "替代品", "取代"]
)
#: What stands between words, besides what some names are written with (C++, C#, .NET, Next.js, zero-day).
_BETWEEN_WORDS = re.compile(r"[^\w.+#'’‐‑-]+")
_AROUND_WORDS = re.compile(r"^(?:[^\w.]|\.(?!\w))+|[^\w+#]+$")


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
    def is_topic(self) -> bool:
        """Whether it is a known term that says by itself what something is about."""
        return bool(self.others) and self.tokens not in thesaurus.everyday()

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
        rarity: the tsquery by whose rarity it counts, where that is not its own.
    """

    clause: int
    query: str
    weight: float
    rarity: str = ""


def understand(text: str) -> tuple[Clause, ...]:
    """Cut a question into clauses, each a known term where there is one, else a word or a stretch of Chinese.

    The last word may be unfinished, unless a space follows it. Words that no index holds ("the") give no clause, nor do
    words that only make a sentence, or say that something is to replace a product. Simplified Chinese is read as
    Traditional, with Taiwan's words.
    """
    clauses: list[Clause] = []
    for is_chinese, characters in groupby(fold(in_taiwans(storable(text))), key=is_cjk):
        piece = "".join(characters)
        clauses.extend(_chinese(piece) if is_chinese else _latin(piece))
    clauses = [clause for clause in clauses if not is_filler(clause.text)] or clauses
    clauses = [*dict.fromkeys(reversed(clauses))][
        ::-1
    ]  # said twice it asks for nothing more, and costs as much
    if clauses and clauses[-1].is_word and text[-1:].isalpha():
        clauses[-1] = replace(clauses[-1], is_prefix=True)
    if any(clause.text not in GENERAL for clause in clauses):
        clauses = [replace(clause, is_general=clause.text in GENERAL) for clause in clauses]
    return tuple(clause for clause in clauses if clause.text not in INSTEAD) or tuple(clauses)


def is_wish(text: str, clauses: Sequence[Clause]) -> bool:
    """Say whether a question wishes for several things in a sentence, so that having all of them may be chance."""
    asked = sum(not clause.is_general for clause in clauses)
    return asked > 1 and is_sentence(fold(in_taiwans(storable(text))))


def strict(clauses: Sequence[Clause]) -> str:
    """Write the tsquery that asks for every clause, each in its own words or by another name."""
    return " & ".join(f"({either(clause)})" for clause in clauses if not clause.is_general)


def signs(clauses: Sequence[Clause]) -> tuple[Sign, ...]:
    """List what speaks for a result that has all clauses: the reader's own words, and other names."""
    return tuple(
        sign
        for number, clause in enumerate(clauses)
        for sign in (
            Sign(number, whole(clause), 1.0),
            *(Sign(number, together(group), OTHER_NAME) for group in dict.fromkeys(clause.others)),
        )
    )


def _bare(word: str) -> str:
    """Take off the punctuation around a word, so that "maps?" is the word maps."""
    return _AROUND_WORDS.sub("", word)


@cache
def is_cjk(character: str) -> bool:
    """Say whether the tokeniser cuts a character from the word before it, as it does with Chinese."""
    return tokens("q" + character) == ("q", fold(character))


def _latin(piece: str) -> Iterator[Clause]:
    terms = _latin_terms()
    written = [(word, tokens(word)) for word in map(_bare, _BETWEEN_WORDS.split(piece)) if word]
    at = 0
    while at < len(written):
        if not written[at][1]:
            at += 1
            continue
        for end in range(min(len(written), at + _longest_latin_term()), at, -1):
            found = tuple(token for _, each in written[at:end] for token in each)
            others = terms.get(found)
            if others is not None and written[end - 1][1]:
                text = " ".join(word for word, _ in written[at:end])
                yield Clause(text, found, others)
                at = end
                break
        else:
            yield Clause(*written[at])
            at += 1


def _chinese(piece: str) -> Iterator[Clause]:
    terms = chinese_terms()
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
    for part in without_fillers(text):
        yield from _one_stretch(part)


def _one_stretch(text: str) -> Iterator[Clause]:
    found = thesaurus.meaning(text)
    if found:
        said = fold(taiwanese(text))
        others = () if said == text else (thesaurus.meaning(said), *chinese_terms().get(said, ()))
        yield Clause(text, found, others)


@cache
def _latin_terms() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give for every term, as its tokens, what else it is called."""
    terms: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    for name, others in named_terms():
        if found := tokens(name):
            terms.setdefault(found, {}).update((other, None) for other in others if other != found)
    return {found: tuple(others) for found, others in terms.items() if others}


@cache
def _longest_latin_term() -> int:
    return max(map(len, _latin_terms()))


@cache
def chinese_terms() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Give for every Chinese term what else it is called."""
    terms: dict[str, dict[tuple[str, ...], None]] = {}
    for name, others in named_terms():
        if len(name) > 1 and all(map(is_cjk, name)):
            own = thesaurus.meaning(name)
            terms.setdefault(name, {}).update((other, None) for other in others if other != own)
    return {name: tuple(others) for name, others in terms.items()}


def named_terms() -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
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


def either(clause: Clause) -> str:
    """Write the tsquery that has a clause in its own words or by another name."""
    return " | ".join(dict.fromkeys((whole(clause), *(together(group) for group in clause.others))))


def whole(clause: Clause) -> str:
    """Write the tsquery that has a clause in its own words, the last perhaps unfinished."""
    if clause.is_prefix:
        beginning = f"{quoted(clause.text)}:*"
        return f"({together(clause.tokens)} | {beginning})"
    return together(clause.tokens)


def together(group: Sequence[str]) -> str:
    """Write the tsquery that has all of some tokens."""
    return "(" + " & ".join(quoted(token) for token in dict.fromkeys(group)) + ")"
