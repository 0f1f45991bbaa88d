"""Bills of materials from programs: larger than an operation of the API may be, under the same rules as `storeSbom`."""

from typing import Any, Final

import orjson
from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, HTTPException, NotAuthorizedException, NotFoundException
from litestar.params import FromPath

from api.auth import sessions
from api.limits.http import PRICE
from registry.bills import repository as stored
from registry.bills import service as bills
from registry.bills.model import MOST_BYTES, Source
from registry.software import repository as software
from schema.errors import user_errors
from schema.writes import OCCUPIED
from store.database import Database, Occupied
from store.refusal import Problem, Refused

AnyRequest = Request[Any, Any, State]

PATH: Final = "/api/software/{slug:str}/sbom"
POINTS: Final = 200  # as an export costs: reading a file of 8 MB takes about as long as writing one
READING: Final = "Send an API token that may write, as `Authorization: Bearer TOKEN`."


class TooLarge(HTTPException):
    """The file is larger than any that is kept."""

    status_code = 413


@post(PATH, status_code=200, opt={PRICE: POINTS}, request_max_body_size=None)
async def sbom_upload(
    request: AnyRequest,
    slug: FromPath[str],
    database: NamedDependency[Database],
    language: NamedDependency[str],
) -> Response[bytes]:
    """Store the file in the body: 200 with how its components fit, 422 with `userErrors` when it was not stored.

    A cookie is not enough, so that no page of another site can write here in its reader's name.
    """
    if sessions.bearer_token(request) is None:
        raise NotAuthorizedException(READING)
    sessions.forget_holder(request, database)
    actor = await sessions.reader(request, database)
    document = await _body(request)
    try:
        async with database.transaction() as tx:
            found = await software.find_by_slug(tx, slug)
            if found is None:
                raise NotFoundException("There is no software with this slug.")
            await bills.hand_in(tx, actor, found.id, document)
            answers = await stored.answers(tx, found.id, Source.UPLOADED)
    except Refused as refused:
        return _refused(refused.problems, language)
    except Occupied:
        return _refused((OCCUPIED,), language)
    return _said(200, {"userErrors": [], "components": sum(answers.values()), "answers": answers})


async def _body(request: AnyRequest) -> bytes:
    """The whole body, read no further than a file may be long.

    Raises:
        TooLarge: it is longer.
        ClientException: the caller hung up.
    """
    chunks: list[bytes] = []
    length = 0
    while True:
        message = await request.receive()
        if message["type"] != "http.request":
            raise ClientException("The request ended early.")
        length += len(message["body"])
        if length > MOST_BYTES:
            raise TooLarge(f"At most {MOST_BYTES // 1024 // 1024} MB are taken.")
        chunks.append(message["body"])
        if not message.get("more_body", False):
            return b"".join(chunks)


def _refused(problems: tuple[Problem, ...], language: str) -> Response[bytes]:
    errors = [
        {"code": each.code, "field": each.field, "message": each.message}
        for each in user_errors(problems, language)
    ]
    return _said(422, {"userErrors": errors})


def _said(status: int, answer: dict[str, Any]) -> Response[bytes]:
    return Response(
        orjson.dumps(answer),
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
