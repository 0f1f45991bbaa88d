"""Whatever waits for somebody is a link, and behind each link is a page."""

import re

import pytest

from api.pages.routes import PAGES
from matching.steps.repository import _PARTS

ANYTHING = "*"


def pages() -> set[str]:
    """The addresses of all pages, with one mark for whatever stands in them."""
    return {
        re.sub(r"\{[^}]+\}", ANYTHING, path)
        for handler in PAGES
        for path in handler.paths  # type: ignore[union-attr]  # each of them is a route handler
        if "GET" in handler.http_methods  # type: ignore[union-attr]
    }


@pytest.mark.parametrize(("kind", "columns"), [(kind, columns) for kind, columns, _ in _PARTS])
def test_a_step_leads_to_a_page(kind: str, columns: str) -> None:
    written = columns[columns.index("'/") :]
    address = re.sub(r"' \|\| [a-z.]+_?[a-z]*( \|\| ')?", ANYTHING, written).strip("'").partition("#")[0]
    assert address in pages(), kind
