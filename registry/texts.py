"""What may be stored as text: PostgreSQL and JSON know fewer characters than Python."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL has no NUL in text; a lone surrogate is no UTF-8


def is_plain(text: str) -> bool:
    """Say whether a person could have meant to write it: no control characters but line ends and tabs."""
    return all(each in "\n\r\t" or unicodedata.category(each) not in {"Cc", "Cs"} for each in text)


def storable(value: Any) -> Any:
    """Make what came from outside storable: in every text of it, NUL and lone surrogates become U+FFFD."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {storable(key): storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable(each) for each in value]
    return value
