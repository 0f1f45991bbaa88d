"""What else people call what they look for: names of one thing, and products with their open alternatives; pure."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from registry.concepts import fold, tokens

Group = tuple[str, ...]
"""The tokens of one name; a text has the name when it has them all."""


@cache
def same() -> Mapping[str, tuple[str, ...]]:
    """Give for every name, folded, the other names of the same thing."""
    found: dict[str, dict[str, None]] = {}
    for names in (*_read()["same"], *_read()["everyday"]):
        folded = [fold(name) for name in names]
        for name in folded:
            found.setdefault(name, {}).update((other, None) for other in folded if other != name)
    return MappingProxyType({name: tuple(others) for name, others in found.items()})


@cache
def everyday() -> frozenset[Group]:
    """List the names, as groups of tokens, of what says little by itself."""
    read = _read()
    listed, topics = (
        {meaning(name) for names in read[section] for name in names} for section in ("everyday", "same")
    )
    return frozenset(listed - topics)


@cache
def products() -> Mapping[str, tuple[str, ...]]:
    """Give for every proprietary product, folded, what its open alternatives call themselves."""
    return MappingProxyType(
        {
            fold(product): tuple(
                dict.fromkeys(name for said in kinds for name in (fold(said), *same().get(fold(said), ())))
            )
            for product, kinds in _read()["products"].items()
        }
    )


@cache
def names() -> Mapping[str, tuple[Group, ...]]:
    """Give for every name and product the other names as groups of tokens."""
    merged = {**same(), **products()}
    return MappingProxyType(
        {name: tuple(dict.fromkeys(meaning(other) for other in others)) for name, others in merged.items()}
    )


def meaning(text: str) -> Group:
    """Give the tokens of a name, without single Chinese characters where pairs say more."""
    found = tokens(text)
    return tuple(token for token in found if token.isascii() or len(token) > 1) or found


@cache
def _read() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((files(__package__) / "thesaurus.toml").read_text(encoding="utf-8"))
