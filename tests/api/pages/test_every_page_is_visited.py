"""Every address that shows a page stands in a list that axe visits in the browser, or says why not."""

import re

from litestar.handlers import HTTPRouteHandler

from api.pages.routes import PAGES
from tests.browser import visited

SHOWN = {
    path
    for handler in PAGES
    if isinstance(handler, HTTPRouteHandler) and "GET" in handler.http_methods
    for path in handler.paths
}
VISITED = [
    address.partition("?")[0] or "/"
    for address in (
        *visited.PAGES,
        *(path for _, paths in visited.WORK for path in paths),
        *(f"/matches/{{match}}{part}" for part in visited.PAIR),
    )
]


def visits(route: str) -> list[str]:
    """The addresses in the lists that a route answers; one that names no part in braces goes before."""
    pattern = re.compile(re.sub(r"\\\{[^}]*\}", "[^/]+", re.escape(route)))
    return [each for each in VISITED if pattern.fullmatch(each) and (each not in SHOWN or each == route)]


def test_every_page_is_visited_or_says_why_not() -> None:
    assert {route for route in SHOWN if not visits(route)} == set(visited.ELSEWHERE)


def test_every_address_that_is_visited_is_a_page() -> None:
    assert {each for each in VISITED if not any(each in visits(route) for route in SHOWN)} == set()
