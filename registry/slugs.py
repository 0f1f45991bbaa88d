"""How a record's place in an address is made from its name."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

LONGEST = 80  # an address stays readable, and fits a printed line


def slug(text: str, otherwise: str) -> str:
    """Make lower-case words joined by hyphens; a name without Latin letters or digits gives `otherwise`."""
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:LONGEST].rstrip("-") or otherwise


def variants(wanted: str) -> Iterator[str]:
    """Give the wanted slug, then the same with 2, 3 and so on behind it, until one is free."""
    yield wanted
    for number in count(2):
        yield f"{wanted}-{number}"
