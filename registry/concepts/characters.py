"""The Chinese characters that English words are written with by the dictionary: where both languages meet."""

import math
from collections import Counter
from collections.abc import Mapping

from registry.concepts.glosses import Glosses

BINDING = frozenset(
    "的了在是有和與及或不也就都而之以於被把讓給要會可能到上下個這那每又還才只很更我他她它們為所其等從對並但"
)
"""Characters that bind a sentence and say nothing of what it is about."""

_CHARACTERS_A_WORD = 12  # 8 and 16 found as many of the judged pairs (docs/matching.md)


def rarity(dictionary: Glosses, character: str) -> float:
    """How much a character tells: its inverse document frequency over the dictionary's words, as in BM25."""
    within = dictionary.words_with.get(character, 0)
    return math.log(1 + (len(dictionary.meanings) - within + 0.5) / (within + 0.5))


def written_with(dictionary: Glosses, word: str) -> Mapping[str, float]:
    """The characters that stand most in Chinese words meaning an English stem, a vector as long as the stem tells.

    A Chinese word with many meanings gives each of them less of its characters. Words of one meaning share characters
    ("refuse" and "garbage" both 垃), so that synonyms of either language meet here.
    """
    if word not in dictionary.written_with:
        dictionary.written_with[word] = _written_with(dictionary, word)
    return dictionary.written_with[word]


def _written_with(dictionary: Glosses, word: str) -> dict[str, float]:
    given: Counter[str] = Counter()
    for chinese in dictionary.words_meaning.get(word, ()):
        characters = dict.fromkeys(chinese)
        share = 1 / len(dictionary.meanings[chinese].split()) / len(characters)
        for character in characters:
            if character in dictionary.words_with and character not in BINDING:
                given[character] += share  # type: ignore[assignment]  # typeshed counts in whole numbers only
    weights = {each: share * rarity(dictionary, each) for each, share in given.items()}
    strongest = sorted(weights, key=lambda each: (-weights[each], each))[:_CHARACTERS_A_WORD]
    length = math.sqrt(math.fsum(weights[each] ** 2 for each in strongest))
    told = dictionary.weight(word)
    return {each: told * weights[each] / length for each in strongest}
