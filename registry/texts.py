"""Texts in several languages, and what may be stored: PostgreSQL and JSON know fewer characters than Python."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL has no NUL in text; a lone surrogate is no UTF-8


def is_plain(text: str) -> bool:
    """Say whether a person could have meant to write it: no control characters but line ends and tabs."""
    return all(each in "\n\r\t" or unicodedata.category(each) not in {"Cc", "Cs"} for each in text)


def best(text: Mapping[str, str] | None, tag: str) -> tuple[str, str] | None:
    """The best text for a reader of a language and the tag it is in; None when there is no text at all.

    Order: the reader's own tag, another tag of the same language, English, whatever there is.
    """
    written = {each: words for each, words in (text or {}).items() if words and words.strip()}
    primary = tag.split("-", maxsplit=1)[0].casefold()
    order = [
        tag,
        *(each for each in sorted(written) if each.casefold().split("-")[0] == primary),
        *(each for each in sorted(written) if each.casefold().split("-")[0] == "en"),
        *sorted(written),
    ]
    return next(((written[each], each) for each in order if each in written), None)


def storable(value: Any) -> Any:
    """Make what came from outside storable: in every text of it, NUL and lone surrogates become U+FFFD."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {storable(key): storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable(each) for each in value]
    return value
