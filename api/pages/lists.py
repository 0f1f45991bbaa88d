"""Lists: which page of them an address asks for, and the choices it shows as removable chips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages import addresses
from api.pages.site import Page

ROWS = 20  # fills two screens; more is slower to read than to narrow down


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice, and the address of the same list without it."""

    words: str
    href: str


def cursor(query: addresses.Pairs) -> Mapping[str, Any]:
    """The paging arguments of an address: forward from the start unless it names a cursor."""
    before = addresses.first(query, "before")
    if before:
        return {"last": ROWS, "before": before}
    return {"first": ROWS, "after": addresses.first(query, "after")}


def chips(page: Page, path: str, words: Mapping[str, Mapping[str, str]]) -> Sequence[Chip]:
    """The choices in the address that the list knows, by name and value, each with its words."""
    return [
        Chip(words[name][value], page.href(path, addresses.without(page.query, name, value)))
        for name, value in dict.fromkeys(page.query)
        if value in words.get(name, {})
    ]
