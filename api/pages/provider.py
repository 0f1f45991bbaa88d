"""Getting in by the identity provider: out to it, and back from it."""

import secrets

import structlog
from litestar import get
from litestar.di import NamedDependency
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from litestar.types import ControllerRouterHandler

from api.auth.provider import Begun, ProviderFailed
from api.auth.sessions import session_cookie, session_token
from api.auth.signing_in import RETURN, SignInService, read_kept
from api.pages import addresses
from api.pages.languages import LANGUAGES, Language, preferred
from api.pages.site import Page, PageRequest, Site
from registry.identities import service as identities
from store.refusal import Refused

log = structlog.get_logger()

REFUSED = "refused"  # query name that says why a sign-in came to nothing

#: Why a sign-in may come to nothing; nothing else that stands in an address is shown.
REASONS = frozenset(
    {
        "EMAIL_NOT_TOLD",
        "EMAIL_NOT_VERIFIED",
        "IDENTITY_TAKEN",
        "NO_PROVIDER",
        "PROVIDER_FAILED",
        "PROVIDER_REFUSED",
        "SIGN_IN_INTERRUPTED",
    }
)


@get("/sign-in/provider")
async def begun(page: NamedDependency[Page]) -> Redirect:
    """On to the provider. A link and no form: browsers do not let a form lead to another site."""
    service = page.site.provider
    if service is None:
        return _refused(page.language, "NO_PROVIDER")
    begun = Begun.now()
    try:
        address = await service.provider.begin(begun, service.redirect_uri)
    except ProviderFailed as failure:
        log.error("identity provider failed", reason=str(failure))  # noqa: TRY400 - the reason is all there is to know
        return _refused(page.language, "PROVIDER_FAILED")
    kept = service.kept(begun, page.language.tag)
    return Redirect(
        address, status_code=HTTP_303_SEE_OTHER, cookies=[kept], headers={"Cache-Control": "no-store"}
    )


def returned(site: Site) -> ControllerRouterHandler:
    """What answers where the provider sends browsers back to."""

    @get(RETURN)
    async def come_back(request: PageRequest) -> Redirect:
        """Go on signed in, or back to the sign-in page with the reason."""
        service = site.provider
        kept = read_kept(request.cookies.get(service.cookie_name)) if service else None
        language = LANGUAGES.get(kept[1] if kept else "")
        language = language or preferred(request.headers.get("accept-language", ""))
        if service is None:
            return _refused(language, "NO_PROVIDER")
        reason = _wrong(request, kept[0]) if kept else "SIGN_IN_INTERRUPTED"
        if reason is not None or kept is None:
            return _refused(language, reason or "SIGN_IN_INTERRUPTED", service)
        return await _signed_in(site, service, request, kept[0], language)

    return come_back


def _wrong(request: PageRequest, begun: Begun) -> str | None:
    """Why what came back cannot be gone on with; None when it can."""
    sent = request.query_params
    if not secrets.compare_digest(sent.get("state", "").encode(), begun.state.encode()):
        return "SIGN_IN_INTERRUPTED"
    if "error" in sent or not sent.get("code"):
        return "PROVIDER_REFUSED"
    return None


async def _signed_in(
    site: Site, service: SignInService, request: PageRequest, begun: Begun, language: Language
) -> Redirect:
    try:
        identity = await service.provider.finish(begun, request.query_params["code"], service.redirect_uri)
        async with site.database.transaction() as tx:
            token = await identities.sign_in(
                tx, identity, service.mapping, language.tag, instead_of=session_token(request)
            )
    except ProviderFailed as failure:
        log.error("identity provider failed", reason=str(failure))  # noqa: TRY400 - the reason is all there is to know
        return _refused(language, "PROVIDER_FAILED", service)
    except Refused as refused:
        return _refused(language, refused.problems[0].code, service)
    cookies = [session_cookie(token, secure=site.secure), service.forgotten()]
    return Redirect(addresses.page(language, "/"), status_code=HTTP_303_SEE_OTHER, cookies=cookies)


def _refused(language: Language, reason: str, service: SignInService | None = None) -> Redirect:
    address = addresses.page(language, "/sign-in", [(REFUSED, reason)])
    cookies = [service.forgotten()] if service else []
    return Redirect(address, status_code=HTTP_303_SEE_OTHER, cookies=cookies)
