"""Whether a team that refuses some licences can still release under what an owner requires."""

import re

_WORDS = re.compile(r"[()]|[^\s()]+")


def can_release(expression: str, refused: tuple[str, ...]) -> bool:
    """Whether the SPDX expression leaves a way that uses none of the refused licences.

    OR leaves a choice, AND asks for both, and WITH belongs to its licence; the names of licences and
    operators are compared without regard to case. Source of the operators and their precedence: SPDX
    specification 2.3, annex D. An expression that does not parse is not for this gate to judge: it is
    refused only where it names a refused licence.
    """
    unwanted = {name.casefold() for name in refused}
    words = _WORDS.findall(expression)
    allowed, rest = _any_of(words, unwanted)
    if rest:
        return not any(word.casefold() in unwanted for word in words)
    return allowed


def _any_of(words: list[str], unwanted: set[str]) -> tuple[bool, list[str]]:
    allowed, rest = _all_of(words, unwanted)
    while rest and rest[0].upper() == "OR":
        other, rest = _all_of(rest[1:], unwanted)
        allowed = allowed or other
    return allowed, rest


def _all_of(words: list[str], unwanted: set[str]) -> tuple[bool, list[str]]:
    allowed, rest = _one(words, unwanted)
    while rest and rest[0].upper() == "AND":
        other, rest = _one(rest[1:], unwanted)
        allowed = allowed and other
    return allowed, rest


def _one(words: list[str], unwanted: set[str]) -> tuple[bool, list[str]]:
    if not words:
        return True, []
    if words[0] == "(":
        allowed, rest = _any_of(words[1:], unwanted)
        return allowed, rest[1:] if rest[:1] == [")"] else [*rest, "("]
    name, rest = words[0].casefold(), words[1:]
    if len(rest) > 1 and rest[0].upper() == "WITH":
        whole = f"{name} with {rest[1].casefold()}"
        return name not in unwanted and whole not in unwanted, rest[2:]
    return name not in unwanted, rest
