"""How a request that cannot be answered is answered: a page for browsers, JSON for programs, and never our insides."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from litestar import Request, Response
from litestar.datastructures import Headers, State
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from api import open_catalog
from api.auth.sessions import REQUEST_ID, UnknownToken
from api.graphql.negotiation import JSON, accepted, answered_in
from api.pages.errors import RETRY_AFTER_SECONDS, error_page
from api.pages.site import Site
from store.database import Unavailable

AnyRequest = Request[Any, Any, State]

GRAPHQL = "/graphql"
#: Paths whose readers are programs, whatever they say they accept.
FOR_PROGRAMS = (GRAPHQL, "/healthz", "/assets/", "/api/")

CODES: Mapping[int, str] = {
    400: "BAD_REQUEST",
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    429: "RATE_LIMITED",
    503: "UNAVAILABLE",
}

log = structlog.get_logger()


def problem_headers(path: str, headers: Headers) -> Mapping[str, str]:
    """What goes with the JSON of a problem: its type, which at the API's address is the one that is taken."""
    if path != GRAPHQL and not path.startswith(f"{GRAPHQL}/"):
        return {"Content-Type": JSON, "Cache-Control": "no-store"}
    media_type = f"{answered_in(accepted(headers)) or JSON}; charset=utf-8"
    return {"Content-Type": media_type, "Vary": "Accept", "Cache-Control": "no-store"}


def problem_body(code: str, message: str, request_id: str | None) -> bytes:
    """The JSON of a problem, in GraphQL's shape, so that clients of the API need to know one only."""
    extensions = {"code": code, "requestId": request_id}
    return orjson.dumps({"errors": [{"message": message, "extensions": extensions}]})


def handlers(site: Site) -> ExceptionHandlersMap:
    """The handlers for whatever the pages and the API do not answer in their own way."""

    def refused(request: AnyRequest, error: HTTPException) -> Response[Any]:
        if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return failed(request, error)
        return _answer(site, request, error.status_code, error.detail, error.headers)

    def unavailable(request: AnyRequest, error: Unavailable) -> Response[Any]:
        log.warning("database unavailable", reason=str(error))
        message = "The database cannot be reached now; try again in a few seconds."
        return _answer(site, request, HTTPStatus.SERVICE_UNAVAILABLE, message)

    def failed(request: AnyRequest, error: Exception) -> Response[Any]:
        log.error("fault", path=request.scope["path"], exc_info=error)
        message = f"Something went wrong on our side. Tell us this number: {_request_id(request)}"
        return _answer(site, request, HTTPStatus.INTERNAL_SERVER_ERROR, message)

    return {UnknownToken: refused, HTTPException: refused, Unavailable: unavailable, Exception: failed}


def _answer(
    site: Site, request: AnyRequest, status: int, message: str, headers: Mapping[str, str] | None = None
) -> Response[Any]:
    if status != HTTPStatus.UNAUTHORIZED and _reads_pages(request):
        page = error_page(site, request, status)
        page.headers.update(headers or {})
        return page
    if request.scope["path"].startswith(open_catalog.BELOW):
        return open_catalog.problem(status, message, headers)
    answer = Response(
        problem_body(CODES.get(status, HTTPStatus(status).name), message, _request_id(request)),
        status_code=status,
        headers={**problem_headers(request.scope["path"], request.headers), **(headers or {})},
    )
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _reads_pages(request: AnyRequest) -> bool:
    path: str = request.scope["path"]
    return not path.startswith(FOR_PROGRAMS) and "text/html" in request.headers.get("accept", "")


def _request_id(request: AnyRequest) -> str | None:
    request_id: str | None = request.scope["state"].get(REQUEST_ID)
    return request_id
