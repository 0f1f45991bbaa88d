"""When a page cannot be shown: what happened and what to do, in the reader's language."""

from http import HTTPStatus

from litestar import Response
from litestar.exceptions import HTTPException

from api.pages.languages import Language, of_path, preferred
from api.pages.site import AnyConnection, Page, PageRequest, Site
from store.actor import Actor

RETRY_AFTER_SECONDS = 10  # the pool finds a returned server at once; this is for the reader's patience


class NotFound(HTTPException):
    """There is no such page, or this reader may not know that there is one."""

    status_code = HTTPStatus.NOT_FOUND


class Forged(HTTPException):
    """A form came in that was not shown to this browser."""

    status_code = HTTPStatus.FORBIDDEN


def language_of(connection: AnyConnection) -> Language:
    """The language of the address, or else the one the browser asks for."""
    return of_path(connection.url.path) or preferred(connection.headers.get("accept-language", ""))


def error_page(site: Site, request: PageRequest, status: int) -> Response[str]:
    """The page for a status; it asks nothing of the database, which may be what is missing."""
    page = Page(site, request, language_of(request), Actor.anonymous(), demo=False)
    known = {403: "403", 404: "404", 429: "429", 503: "503"}
    template = f"errors/{known.get(status, '400' if status < 500 else '500')}.html"  # noqa: PLR2004 - from here on it is our fault
    shown = page.show(template, status=status, request_id=request.scope["state"].get("request_id"))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        shown.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return shown
