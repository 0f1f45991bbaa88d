"""Chinese as Taiwan writes and says it: texts in simplified characters made traditional by OpenCC; pure."""

from functools import cache

from opencc import OpenCC

_SIMPLIFIED = frozenset({"hans", "cn", "sg", "my"})


def in_traditional(text: str, language: str) -> str:
    """A text in traditional characters: converted if its BCP 47 tag says that it is in simplified ones."""
    parts = language.casefold().replace("_", "-").split("-")
    return taiwanese(text) if parts[0] == "zh" and not _SIMPLIFIED.isdisjoint(parts) else text


def traditional(text: str) -> str:
    """Write Simplified Chinese in Traditional characters; text that is Traditional already stays as it is.

    A text counts as Simplified when a character that would be written differently is not among Taiwan's (Big5): what
    both scripts have would else be mistaken, like 里 of a neighbourhood for 裡, inside.
    """
    if text.isascii():
        return text
    written = str(_converter("s2tw").convert(text))
    return text if all(map(_is_taiwans, set(text) - set(written))) else written


def taiwanese(text: str) -> str:
    """Replace words of other Chinese-speaking places by Taiwan's: 視頻 becomes 視訊."""
    return text if text.isascii() else str(_converter("s2twp").convert(text))


def in_taiwans(text: str) -> str:
    """Read Simplified Chinese as Taiwan writes and says it; what is Traditional stays as it was written."""
    return text if traditional(text) == text else taiwanese(text)


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def _is_taiwans(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True
