"""Chinese as Taiwan writes it: texts that say they are in simplified characters, made traditional by OpenCC."""

from functools import cache

from opencc import OpenCC

_SIMPLIFIED = frozenset({"hans", "cn", "sg", "my"})


def in_traditional(text: str, language: str) -> str:
    """A text in traditional characters: converted if its BCP 47 tag says that it is in simplified ones."""
    parts = language.casefold().replace("_", "-").split("-")
    return _converter().convert(text) if parts[0] == "zh" and not _SIMPLIFIED.isdisjoint(parts) else text


@cache
def _converter() -> OpenCC:
    return OpenCC("s2twp")
