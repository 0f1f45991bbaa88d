"""What every page needs: who reads, in which language, what the API answers, and how an answer is shown."""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from graphql import GraphQLError
from litestar import MediaType, Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.exceptions import ClientException
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER
from markupsafe import Markup

from api.assets import Assets
from api.auth.sessions import cookie_name
from api.auth.signing_in import SignInService
from api.pages import addresses
from api.pages.environment import environment, text_of
from api.pages.languages import Language
from schema.context import Gate
from store.actor import Actor
from store.database import Database

PageRequest = Request[Any, Any, State]
AnyConnection = ASGIConnection[Any, Any, Any, State]

FORM_COOKIE = "commonfield_form"  # ties the forms of somebody who has not signed in to their browser
FORM_FIELD = "form_token"
NOTICE = "done"  # query name that says which notice a page opens with, after a form was accepted

#: Nothing is loaded from anywhere else, nothing runs that stands inside a page, nobody may frame one.
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-cache",
}


class Query(Protocol):
    """Runs one GraphQL document inside the process and returns its data."""

    async def __call__(
        self, document: str, variables: Mapping[str, Any], actor: Actor, language: str
    ) -> dict[str, Any]:
        """Give the `data` of the answer; errors are raised, never returned."""


@dataclass(frozen=True, slots=True)
class Site:
    """The parts of the process that pages use.

    Attributes:
        assets: style sheet and script.
        database: for the forms, which call the services.
        query: for everything that is read.
        reader: who is behind a request.
        demo_loaded: whether the demo is there, which every page says.
        demo_open: whether the example people may be signed in as.
        demo_gate: refuses whoever wants to be one of them where that is not offered.
        session_cookie: name of the cookie that holds a session's token.
        public_url: the address that people and programs reach this site at, without a slash at its end.
        secure: whether cookies are sent over https only.
        provider: the identity provider that people sign in with; None where there is none.
    """

    assets: Assets
    database: Database
    query: Query
    reader: Callable[[AnyConnection], Awaitable[Actor]]
    demo_loaded: Callable[[], Awaitable[bool]]
    demo_open: Callable[[], Awaitable[bool]]
    demo_gate: Gate
    session_cookie: str
    public_url: str
    secure: bool = False
    provider: SignInService | None = None


@dataclass(slots=True)
class Page:
    """One request for one page.

    Attributes:
        demo: whether the demo is loaded, which every page says.
        reader: who reads it.
    """

    site: Site
    request: PageRequest
    language: Language
    reader: Actor
    demo: bool
    seed: str | None = None

    async def read(self, document: str, **variables: Any) -> dict[str, Any]:
        """What the API answers to this reader in this language.

        Raises:
            ClientException: the address asks for what cannot be, such as a cursor of another list.
        """
        try:
            return await self.site.query(document, variables, self.reader, self.language.tag)
        except GraphQLError as error:
            if (error.extensions or {}).get("code") == "INTERNAL":
                raise
            raise ClientException(error.message) from error

    @property
    def query(self) -> addresses.Pairs:
        """The choices in the address."""
        return addresses.pairs(self.request.url.query)

    def text(self, message: str) -> str:
        """One message in the reader's language."""
        return text_of(self.language, message)

    def href(self, path: str, query: addresses.Pairs = ()) -> str:
        """The address of another page in the same language."""
        return addresses.page(self.language, path, query)

    def show(self, template: str, status: int = HTTP_200_OK, at: str = "", **values: Any) -> Response[str]:
        """The page itself.

        Args:
            template: which.
            status: of the answer.
            at: the page's own address, where a form that came back was sent to another one.
            values: what the template shows.
        """
        here = at or "/" + "/".join(self.request.url.path.split("/")[2:])
        request_query = self.request.url.query if self.request.method == "GET" else ""
        words = (
            environment(self.language)
            .get_template(template)
            .render(
                asset=self.site.assets.url,
                complete=self.site.assets.complete,
                demo=self.demo,
                public_url=self.site.public_url,
                reader=self.reader,
                here=here,
                place="/" + here.split("/")[1],
                query=self.query,
                page_number=addresses.page_number(self.query),
                translated=status == HTTP_200_OK,
                here_in=partial(
                    addresses.in_language, self.href(here) if at else self.request.url.path, request_query
                ),
                forgery_field=self._forgery_field,
                **values,
            )
        )
        cookies: Sequence[Cookie] = [self._cookie(self._form_cookie, self.seed)] if self.seed else []
        return Response(
            words,
            status_code=status,
            media_type=MediaType.HTML,
            headers={**SECURITY_HEADERS, "Content-Language": self.language.tag},
            cookies=cookies,
        )

    def go(self, path: str, query: addresses.Pairs = (), cookies: Sequence[Cookie] = ()) -> Redirect:
        """On to another page, after a form was accepted."""
        return Redirect(self.href(path, query), status_code=HTTP_303_SEE_OTHER, cookies=list(cookies))

    def is_own_form(self, given: str) -> bool:
        """Whether a form that came in was shown to this very browser, and not planted by another site."""
        seeds = [self.request.cookies.get(name) for name in (self.site.session_cookie, self._form_cookie)]
        return any(
            hmac.compare_digest(_token(seed).encode(), given.encode(errors="replace"))
            for seed in seeds
            if seed
        )

    @property
    def _form_cookie(self) -> str:
        return cookie_name(FORM_COOKIE, secure=self.site.secure)

    def _forgery_field(self) -> Markup:
        seed = self.request.cookies.get(self.site.session_cookie) if self.reader.is_signed_in else None
        seed = seed or self.request.cookies.get(self._form_cookie) or self.seed
        if seed is None:
            seed = self.seed = secrets.token_urlsafe(24)
        return Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, _token(seed))

    def _cookie(self, name: str, value: str) -> Cookie:
        return Cookie(
            key=name,
            value=value,
            httponly=True,
            samesite="lax",
            secure=self.site.secure,
            path="/",
        )


def _token(seed: str) -> str:
    """What a form carries: made of the cookie, but not leading back to it, so that a page never shows a session."""
    return hmac.new(seed.encode(), b"form", hashlib.sha256).hexdigest()
