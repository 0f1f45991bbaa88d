"""Getting in and out: the demo's people, one-time invitations, signing out."""

from collections.abc import Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from api.auth.sessions import session_cookie, session_token, sign_in_example, sign_out
from api.pages import addresses, forms, provider, signing_out
from api.pages.site import Page
from registry.people import service as people
from registry.sessions import service as sessions
from store.refusal import Problem, Refused


@get("/sign-in")
async def sign_in(page: NamedDependency[Page]) -> Response[str]:
    """The ways in: the identity provider, and the demo's people while the demo is there and this is a demonstration."""
    reason = addresses.first(page.query, provider.REFUSED)
    return await _sign_in(page, [Problem(reason)] if reason in provider.REASONS else [])


@post("/sign-in")
async def signed_in(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Go on as one of the demo's people."""
    form = await forms.received(page)
    try:
        person = UUID(forms.text(form, "person"))
        token = await sign_in_example(
            page.site.database, person, page.site.demo_gate, instead_of=session_token(page.request)
        )
    except ValueError:
        return await _sign_in(page, [Problem("UNKNOWN_PERSON")])
    except Refused as refused:
        return await _sign_in(page, refused.problems)
    return page.go("/", cookies=[session_cookie(token, secure=page.site.secure)])


@post("/sign-out")
async def signed_out(page: NamedDependency[Page]) -> Redirect:
    """End the session; whoever came from the identity provider is led on to where they can sign out there, too."""
    await forms.received(page)
    issuer = await sign_out(page.site.database, page.request)
    return signing_out.onward(page, {issuer})


@get("/invitation/{token:str}")
async def invitation(page: NamedDependency[Page], token: FromPath[str]) -> Response[str]:
    """The page that an invitation's link leads to; opening it uses nothing up, and one that is used up says so."""
    async with page.site.database.read() as connection:
        ended = await people.why_invitation_ended(connection, token)
    return _invitation(page, token, "", [ended] if ended else [])


@post("/invitation/{token:str}")
async def accepted(page: NamedDependency[Page], token: FromPath[str]) -> Response[str] | Redirect:
    """Take up an invitation and go on signed in."""
    form = await forms.received(page)
    name = forms.text(form, "name")
    try:
        async with page.site.database.transaction() as tx:
            person = await people.accept_invitation(tx, token, name, page.language.tag)
            session = await sessions.sign_in(tx, person.id, instead_of=session_token(page.request))
    except Refused as refused:
        return _invitation(page, token, name, refused.problems)
    return page.go("/", cookies=[session_cookie(session, secure=page.site.secure)])


async def _sign_in(page: Page, problems: Sequence[Problem]) -> Response[str]:
    found = []
    if await page.site.demo_open():
        async with page.site.database.read() as connection:
            found = list(await people.example_people(connection))
    return page.show(
        "session/sign_in.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if problems else 200,
        people=found,
        provider=page.site.provider.name if page.site.provider else "",
        problems=forms.shown(problems, page.language, lambda _field: None),
    )


def _invitation(page: Page, token: str, name: str, problems: Sequence[Problem]) -> Response[str]:
    shown = page.show(
        "session/invitation.html",
        is_open=not any(each.field == "token" for each in problems),
        status=HTTP_422_UNPROCESSABLE_ENTITY if problems else 200,
        token=token,
        name=name,
        problems=forms.shown(problems, page.language, lambda field: field if field == "name" else None),
    )
    shown.headers["Referrer-Policy"] = "no-referrer"  # the address holds the token
    return shown
