"""How alike two texts are in what they are about, within Chinese or English and across them, and by which words."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from registry.concepts.glosses import glosses
from registry.concepts.variants import in_traditional
from registry.concepts.vocabulary import ancestors, recognise
from registry.concepts.words import stem, tokens

CONCEPT = "#"
"""What stands before a concept's id among words."""

# A concept says as much as a word that one dictionary entry in two thousand has; what includes it says half of that.
CONCEPT_WEIGHT = 8.0
BROADER_WEIGHT = 4.0
# Where both are in Chinese, their own characters tell more than what a dictionary makes of them. The share that found
# most of the odd judged pairs (tests/bench/matching/judged_pairs.toml); 0.7 and 0.9 found about as many.
OWN_CHARACTERS_SHARE = 0.8
_PROFILES_REMEMBERED = (
    2048  # the statements of all rounds that are open, and some teams; each some ten kilobytes
)

# Characters that bind a sentence and say nothing of what it is about.
_BINDING = frozenset(
    "的了在是有和與及或不也就都而之以於被把讓給要會可能到上下個這那每又還才只很更我他她它們為所其等從對並但"
)
# What could tell a person's gender or age is not compared, so that it cannot count.
_PERSON_WORDS = frozenset(
    map(
        stem,
        """he she him her his hers man men woman women male female boy girl mr mrs ms gender sex age aged old older
        young younger youth elder elderly senior""".split(),  # noqa: SIM905 - a list of words is easier to read
    )
)
_PERSON_PHRASES = re.compile(
    "男性|女性|婦女|先生|小姐|女士|男|女|年輕人?|青年|青少年|長者|長輩|年長|高齡|老人|年齡|性別|[0-9]+ ?歲"
)

# English words that point, ask or count: they are compared, but persuade no reader that two texts are about the same.
_POINTING = frozenset(
    """who whom whose what which when where how they them their this that these those one two three four five first
    second many some any all each other another before after now then also""".split()  # noqa: SIM905 - easier to read
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a text is about, as two sets of weighted features, each of length 1 or empty.

    `own` are its Chinese characters and pairs of characters. `shared` is what languages have in common: stems of its
    English words and of what its Chinese words mean, and concepts (after `CONCEPT`).
    """

    own: Mapping[str, float]
    shared: Mapping[str, float]


_ENGLISH = re.compile("[A-Za-z]{2,}")


def profile(texts: Mapping[str, str]) -> Profile:
    """What a text in one or several languages (by BCP 47 tag) is about."""
    return _profile(tuple(sorted(texts.items())))


@lru_cache(maxsize=_PROFILES_REMEMBERED)
def _profile(texts: tuple[tuple[str, str], ...]) -> Profile:
    own: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    concepts: dict[str, float] = {}
    dictionary = glosses()
    for language, written in texts:
        text = _PERSON_PHRASES.sub("、", in_traditional(written, language))
        for token in tokens(text):
            if token.isascii():
                shared[token] += not (token in _PERSON_WORDS or token.isdigit())
            elif _BINDING.isdisjoint(token):
                own[token] += 1
        for word in dictionary.words(text):
            shared.update(each for each in dictionary.meanings[word].split() if each not in _PERSON_WORDS)
        for concept in recognise(text):
            concepts[CONCEPT + concept] = CONCEPT_WEIGHT
            for broader in ancestors(concept):
                concepts.setdefault(CONCEPT + broader, BROADER_WEIGHT)
    words = {word: _often(count) * dictionary.weight(word) for word, count in shared.items() if count}
    return Profile(
        _of_length_1({token: _often(count) for token, count in own.items()}),
        _of_length_1({**words, **concepts}),
    )


def likeness(one: Profile, other: Profile) -> float | None:
    """How alike two texts are, 0 to 1: the cosine of their features; None where one of them says nothing.

    Both in Chinese are compared by their own characters and, less, by what languages share; others by the latter.
    """
    if not one.shared or not other.shared:
        return _cosine(one.own, other.own) if one.own and other.own else None
    across = _cosine(one.shared, other.shared)
    if one.own and other.own:
        return OWN_CHARACTERS_SHARE * _cosine(one.own, other.own) + (1 - OWN_CHARACTERS_SHARE) * across
    return across


def in_common(one: Mapping[str, str], other: Mapping[str, str], most: int) -> tuple[str, ...]:
    """What speaks most for two texts being alike, the strongest first, in words that they hold.

    Concepts come as their id after `CONCEPT`. A word of one language that a dictionary joins with one of the other is
    told with it: "獨居 / alone". What would persuade nobody is left out: a character alone, a word that only points or
    counts, two Chinese words that only an English word of several senses joins.
    """
    mine, theirs = profile(one), profile(other)
    strength = {
        each: share * weight * against[each]
        for share, with_, against in (
            (OWN_CHARACTERS_SHARE, mine.own, theirs.own),
            (1 - OWN_CHARACTERS_SHARE, mine.shared, theirs.shared),
        )
        for each, weight in with_.items()
        if each in against
    }
    sides = _written(one), _written(other)
    strongest = sorted(strength, key=lambda each: (-strength[each], each))
    told = (" / ".join(dict.fromkeys(side.get(each, each) for side in sides)) for each in strongest)
    found = dict.fromkeys(each for each in told if _persuades(each))
    return tuple(each for each in found if not any(each in more for more in found if each != more))[:most]


def _persuades(told: str) -> bool:
    words = told.split(" / ")
    is_joined_by_a_third = len(words) > 1 and not any(word.isascii() for word in words)
    return not is_joined_by_a_third and not any(
        word in _POINTING or (len(word) == 1 and not word.isascii()) for word in words
    )


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    """How the stems of a text are written in it, those of Chinese words with the word before them."""
    found: dict[str, str] = {}
    dictionary = glosses()
    for language, text in texts.items():
        for word in dictionary.words(in_traditional(text, language)):
            for meaning in dictionary.meanings[word].split():
                found.setdefault(meaning, word)
        for piece in _ENGLISH.findall(text):
            found.setdefault(stem(piece.lower()), piece.lower())
    return found


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    small, large = sorted((one, other), key=len)
    return min(1.0, math.fsum(weight * large[each] for each, weight in small.items() if each in large))


def _often(count: int) -> float:
    """A word's weight by how often it stands there: it saturates, as in BM25 (Robertson 1994) with k1 = 1."""
    return 2.0 * count / (count + 1.0)


def _of_length_1(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {each: weight / length for each, weight in weights.items()} if length else {}
