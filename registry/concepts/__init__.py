"""The bilingual vocabulary and the tokeniser that fit and search share; pure, data in, data out."""

from registry.concepts.vocabulary import (
    CONCEPTS,
    LANGUAGES,
    Concept,
    ConceptKind,
    alternatives,
    ancestors,
    expansions,
    label,
    max_level,
    recognise,
)
from registry.concepts.words import fold, stem, tokens

__all__ = [
    "CONCEPTS",
    "LANGUAGES",
    "Concept",
    "ConceptKind",
    "alternatives",
    "ancestors",
    "expansions",
    "fold",
    "label",
    "max_level",
    "recognise",
    "stem",
    "tokens",
]
