"""How alike two texts are in what they are about, within Chinese or English and across them, and by which words."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from registry.concepts.characters import BINDING, rarity, written_with
from registry.concepts.glosses import Glosses, glosses
from registry.concepts.variants import in_traditional
from registry.concepts.vocabulary import ancestors, recognise
from registry.concepts.words import stem, tokens

CONCEPT = "#"
"""What stands before a concept's id among words."""

# A concept says as much as a word that one dictionary entry in two thousand has; what includes it says half of that.
CONCEPT_WEIGHT = 8.0
BROADER_WEIGHT = 4.0
# What each kind of feature counts where both texts have it. Found on the judged pairs, where neighbouring shares found
# about as many (docs/matching.md).
OWN_SHARE = 0.5
SHARED_SHARE = 0.2
CHARACTERS_SHARE = 0.3
_PROFILES_REMEMBERED = (
    2048  # the statements of all rounds that are open, and some teams; each some ten kilobytes
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

# English words that point, ask, count or bind, and what people do with anything: they tell no problem from another.
_COMMONPLACE = frozenset(
    map(
        stem,
        """who whom whose what which when where how why they them their theirs this that these those one two three four
        five first second third many much some any all each other another before after now then also not no nobody
        nothing none never nor but if so than too very only even still yet just because since until while although
        though can cannot could will would shall should may might must do does did done doing have has had having be
        been being was were am its it our ours we us you your my me there here whether again later once twice every
        both either neither such same own more most less least few up down out off over under into onto about through
        between without within during against toward towards get gets got getting go goes going gone come comes came
        take takes took taken make makes made give gives given say says said tell tells told ask asks asked know knows
        knew known need needs want wants see seen sees saw find finds found use uses used using put keep kept let become
        became people somebody someone anyone everyone anybody everybody thing things way ways whoever whatever year
        month week day time hour""".split(),  # noqa: SIM905 - a list of words is easier to read
    )
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a text is about, as three sets of weighted features, each of length 1 or empty.

    `own` are its Chinese characters and pairs of characters. `shared` is what languages have in common: stems of its
    English words and of what its Chinese words mean, and concepts (after `CONCEPT`). `characters` are those of its
    Chinese words and those that its English words are written with by the dictionary.
    """

    own: Mapping[str, float]
    shared: Mapping[str, float]
    characters: Mapping[str, float]

    def kinds(self) -> tuple[tuple[float, Mapping[str, float]], ...]:
        """Each kind of feature after its share in a likeness."""
        return (OWN_SHARE, self.own), (SHARED_SHARE, self.shared), (CHARACTERS_SHARE, self.characters)


_ENGLISH = re.compile("[A-Za-z]{2,}")


def profile(texts: Mapping[str, str]) -> Profile:
    """What a text in one or several languages (by BCP 47 tag) is about."""
    return _profile(tuple(sorted(texts.items())))


@lru_cache(maxsize=_PROFILES_REMEMBERED)
def _profile(texts: tuple[tuple[str, str], ...]) -> Profile:
    counted: Counter[str] = Counter()
    meant: dict[str, float] = {}
    concepts: dict[str, float] = {}
    dictionary = glosses()
    for language, written in texts:
        text = _PERSON_PHRASES.sub("、", in_traditional(written, language))
        counted.update(filter(_tells, tokens(text)))
        for word in dictionary.words(text):
            meanings = dictionary.meanings[word].split()
            for each in filter(_tells, meanings):
                # A word of many meanings has one of them here, and nobody knows which.
                meant[each] = meant.get(each, 0.0) + 1 / math.sqrt(len(meanings))
        for concept in recognise(text):
            concepts[CONCEPT + concept] = CONCEPT_WEIGHT
            for broader in ancestors(concept):
                concepts.setdefault(CONCEPT + broader, BROADER_WEIGHT)
    english = {each: count for each, count in counted.items() if each.isascii()}
    for each, count in english.items():
        meant[each] = meant.get(each, 0.0) + count
    words = {word: _often(count) * dictionary.weight(word) for word, count in meant.items()}
    return Profile(
        _of_length_1({each: _often(count) for each, count in counted.items() if each not in english}),
        _of_length_1({**words, **concepts}),
        _of_length_1(_characters(dictionary, counted)),
    )


def _tells(token: str) -> bool:
    if token.isascii():
        return not (token in _PERSON_WORDS or token in _COMMONPLACE or token.isdigit())
    return BINDING.isdisjoint(token)


def _characters(dictionary: Glosses, counted: Mapping[str, int]) -> dict[str, float]:
    found: dict[str, float] = {}
    for token, count in counted.items():
        if token.isascii():
            often = _often(count)
            for character, weight in written_with(dictionary, token).items():
                found[character] = found.get(character, 0.0) + often * weight
        elif len(token) == 1:
            found[token] = found.get(token, 0.0) + _often(count) * rarity(dictionary, token)
    return found


def likeness(one: Profile, other: Profile) -> float | None:
    """How alike two texts are, 0 to 1; None where they have no kind of feature both.

    The mean of the cosines of each kind of feature that both have, by its share.
    """
    both = [
        (share, _cosine(mine, theirs))
        for (share, mine), (_, theirs) in zip(one.kinds(), other.kinds(), strict=True)
        if mine and theirs
    ]
    if not both:
        return None
    return min(1.0, math.fsum(share * alike for share, alike in both) / math.fsum(share for share, _ in both))


def in_common(one: Mapping[str, str], other: Mapping[str, str], most: int) -> tuple[str, ...]:
    """What speaks most for two texts being alike, the strongest first, in words that they hold.

    Concepts come as their id after `CONCEPT`. A word of one language that a dictionary joins with one of the other is
    told with it: "獨居 / alone". What would persuade nobody is left out: a character alone, two Chinese words that only
    an English word of several senses joins.
    """
    mine, theirs = profile(one), profile(other)
    strength = {
        each: share * weight * against[each]
        for share, with_, against in (
            (OWN_SHARE, mine.own, theirs.own),
            (SHARED_SHARE, mine.shared, theirs.shared),
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
    return not is_joined_by_a_third and not any(len(word) == 1 and not word.isascii() for word in words)


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
    return min(1.0, math.fsum(one[each] * other[each] for each in one.keys() & other.keys()))


def _often(count: float) -> float:
    """A word's weight by how often it stands there: it saturates, as in BM25 (Robertson 1994) with k1 = 1."""
    return 2.0 * count / (count + 1.0)


def _of_length_1(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {each: weight / length for each, weight in weights.items()} if length else {}
