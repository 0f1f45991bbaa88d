"""Signing in and out with the identity provider that is set: what the browser keeps meanwhile, where it comes back."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from litestar.datastructures import Cookie

from api.auth.provider import Begun, Provider
from api.auth.sessions import cookie_name
from api.settings import Settings
from registry.identities.model import RoleMapping, read_rules

RETURN: Final = "/sign-in/return"  # registered at the provider, so it is the same in every language
SIGNED_OUT: Final = "/sign-out/return"  # the same
COOKIE: Final = "commonfield_sign_in"
SIGN_OUT_COOKIE: Final = "commonfield_sign_out"
LASTS_SECONDS: Final = (
    600  # the longest that a code is to live (RFC 6749, section 4.1.2), and long enough to type
)
_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class SignInService:
    """The identity provider of this installation.

    Attributes:
        provider: how it is asked.
        name: what people call it.
        mapping: how roles are read out of its claims.
        redirect_uri: where browsers come back to signed in.
        signed_out_uri: where they come back to after signing out there.
        secure: whether cookies are sent over https only.
    """

    provider: Provider
    name: str
    mapping: RoleMapping
    redirect_uri: str
    signed_out_uri: str
    secure: bool

    @property
    def cookie_name(self) -> str:
        """The name of the cookie that is kept while a sign-in is under way."""
        return cookie_name(COOKIE, secure=self.secure)

    @property
    def sign_out_cookie_name(self) -> str:
        """The same for signing out."""
        return cookie_name(SIGN_OUT_COOKIE, secure=self.secure)

    def kept(self, begun: Begun, language: str) -> Cookie:
        """The cookie that ties a sign-in to the browser that began it; `lax`, as it comes back from another site."""
        value = f"{begun.state}.{begun.nonce}.{begun.verifier}.{language}"
        return self._cookie(self.cookie_name, value, LASTS_SECONDS)

    def forgotten(self) -> Cookie:
        """The cookie that makes the browser forget it; a sign-in is finished once."""
        return self._cookie(self.cookie_name, "", 0)

    def kept_to_sign_out(self, state: str, language: str) -> Cookie:
        """The cookie by which a browser that comes back from signing out is known to have gone there."""
        return self._cookie(self.sign_out_cookie_name, f"{state}.{language}", LASTS_SECONDS)

    def signed_out(self) -> Cookie:
        """The cookie that makes the browser forget that."""
        return self._cookie(self.sign_out_cookie_name, "", 0)

    def _cookie(self, name: str, value: str, lasts_seconds: int) -> Cookie:
        return Cookie(
            key=name,
            value=value,
            max_age=lasts_seconds,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.secure,
        )


def read_kept(value: str | None) -> tuple[Begun, str] | None:
    """The sign-in and the language in a cookie; None when there is none, or it is not ours."""
    parts = (value or "").split(".")
    if len(parts) != _PARTS or not all(parts):
        return None
    return Begun(*parts[:3]), parts[3]


def sign_in_service(settings: Settings) -> SignInService | None:
    """The provider that is set; None when people get in by invitation only."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    secret = settings.oidc_client_secret
    return SignInService(
        provider=Provider(
            settings.oidc_issuer,
            settings.oidc_client_id,
            secret.get_secret_value() if secret else None,
            verifies_emails=settings.oidc_emails_are_verified,
        ),
        name=settings.oidc_name or urlsplit(settings.oidc_issuer).hostname or "",
        mapping=RoleMapping(
            read_rules(settings.oidc_roles), settings.oidc_roles_claim, settings.oidc_organisation_claim
        ),
        redirect_uri=settings.public_url + RETURN,
        signed_out_uri=settings.public_url + SIGNED_OUT,
        secure=settings.is_https,
    )
