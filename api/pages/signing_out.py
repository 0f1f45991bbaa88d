"""Out of here, and out at the identity provider too, for whoever came from there and wants to."""

import secrets
from collections.abc import Set as AbstractSet

import structlog
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from litestar.types import ControllerRouterHandler

from api.auth.provider import ProviderFailed
from api.auth.sessions import ended_cookie
from api.auth.signing_in import SIGNED_OUT, SignInService
from api.pages import addresses
from api.pages.languages import LANGUAGES, preferred
from api.pages.site import NOTICE, Page, PageRequest, Site

log = structlog.get_logger()

PAGE = "/signed-out"
THERE_TOO = "there-too"  # the notice of who comes back


def onward(page: Page, issuers: AbstractSet[str | None]) -> Redirect:
    """Where a browser goes whose session was ended: on to the question about the provider, if it came from there."""
    service = page.site.provider
    came_from_there = service is not None and service.provider.issuer in issuers
    return page.go(PAGE if came_from_there else "/", cookies=[ended_cookie(secure=page.site.secure)])


@get(PAGE)
async def signed_out(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Say that the session here has ended, and what that leaves at the provider."""
    service = page.site.provider
    if service is None or page.reader.is_signed_in:
        return page.go("/")
    is_out_there = page.request.query_params.get(NOTICE) == THERE_TOO
    return page.show(
        "session/signed_out.html",
        provider=service.name,
        is_out_there=is_out_there,
        can_sign_out=not is_out_there and await _can_sign_out(service),
    )


@get("/sign-out/provider")
async def out_there(page: NamedDependency[Page]) -> Redirect:
    """On to the provider, to sign out there. A link, as browsers let no form lead to another site."""
    service = page.site.provider
    if service is None:
        return page.go("/")
    state = secrets.token_urlsafe(32)
    try:
        address = await service.provider.sign_out_address(service.signed_out_uri, state)
    except ProviderFailed as failure:
        log.warning("identity provider failed", reason=str(failure))
        address = None
    if address is None:
        return page.go(PAGE)
    kept = service.kept_to_sign_out(state, page.language.tag)
    headers = {"Cache-Control": "no-store"}
    return Redirect(address, status_code=HTTP_303_SEE_OTHER, cookies=[kept], headers=headers)


def returned(site: Site) -> ControllerRouterHandler:
    """What answers where the provider sends browsers back to that have signed out."""

    @get(SIGNED_OUT)
    async def come_back(request: PageRequest) -> Redirect:
        """Tell of it those who went there from here; others are led to the front page."""
        service = site.provider
        kept = request.cookies.get(service.sign_out_cookie_name, "") if service else ""
        state, _, tag = kept.partition(".")
        language = LANGUAGES.get(tag) or preferred(request.headers.get("accept-language", ""))
        sent = request.query_params.get("state", "")
        if service is None or not state or not secrets.compare_digest(sent.encode(), state.encode()):
            return Redirect(addresses.page(language, "/"), status_code=HTTP_303_SEE_OTHER)
        address = addresses.page(language, PAGE, [(NOTICE, THERE_TOO)])
        return Redirect(address, status_code=HTTP_303_SEE_OTHER, cookies=[service.signed_out()])

    return come_back


async def _can_sign_out(service: SignInService) -> bool:
    """Whether the provider lets people sign out from here; not while it does not answer."""
    try:
        return await service.provider.signs_out()
    except ProviderFailed as failure:
        log.warning("identity provider failed", reason=str(failure))
        return False
