"""What is kept about whoever is signed in: take it away, correct it, delete oneself."""

from typing import Final

import orjson
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from api.auth.sessions import ended_cookie
from api.pages import account, acting, forms
from api.pages.errors import Forged
from api.pages.site import NOTICE, Page
from matching.personal import repository
from registry.people import service
from store.refusal import Problem

SURE: Final = "yes"


@get("/account/data")
async def own_data(page: NamedDependency[Page]) -> Response[bytes]:
    """Everything that is kept about oneself, as JSON."""
    if page.reader.person_id is None:
        raise Forged
    async with page.site.database.read() as connection:
        found = await repository.everything_about(connection, page.reader.person_id)
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": 'attachment; filename="commonfield-my-data.json"',
    }
    return Response(
        orjson.dumps(found, default=str, option=orjson.OPT_INDENT_2),
        media_type="application/json",
        headers=headers,
    )


@post("/account/correct")
async def correct(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Correct one's name and language."""
    form = await forms.received(page)
    sent = {name: forms.text(form, name) for name in ("ownName", "ownLanguage")}
    problems = await acting.refusals(
        page, lambda tx: service.correct(tx, page.reader, sent["ownName"], sent["ownLanguage"])
    )
    if problems:
        return await account.shown(page, account.EMPTY, problems, sent)
    return page.go("/account", [(NOTICE, "corrected")])


@post("/account/delete")
async def delete(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Delete oneself, once one has said that one means it."""
    form = await forms.received(page)
    problems = (
        await acting.refusals(page, lambda tx: service.leave(tx, page.reader))
        if forms.text(form, "sure") == SURE
        else [Problem("NOT_SURE", "sure")]
    )
    if problems:
        return await account.shown(page, account.EMPTY, problems, {})
    return page.go("/", cookies=[ended_cookie(secure=page.site.secure)])
