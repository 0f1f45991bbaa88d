"""OpenID Connect: sending a browser to the identity provider, and making sure of what comes back.

The code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9700). Authlib makes the
requests and judges the claims, joserfc the signature; what is sent goes through our own client, because Authlib's is
built on a library that it deprecates.
"""

import secrets
import time
from base64 import b64encode
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus

import httpx
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import (
    prepare_grant_uri,
    prepare_token_request,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from registry.identities.model import Identity

DISCOVERY: Final = "/.well-known/openid-configuration"  # OpenID Connect Discovery 1.0, section 4
SCOPE: Final = "openid profile email"
TIMEOUT_SECONDS: Final = 10.0
KNOWN_FOR_SECONDS: Final = 3_600.0  # what a provider says of itself, and its keys, change in months
LEEWAY_SECONDS: Final = 60  # between its clock and ours
_END_SESSION: Final = "end_session_endpoint"  # OpenID Connect RP-Initiated Logout 1.0, section 2.1
BASIC: Final = (
    "client_secret_basic"  # how a client proves itself where nothing is said (Discovery 1.0, section 3)
)

#: Signatures with a key that only the provider has; `none` and shared secrets are not among them.
ALGORITHMS: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA",
)  # fmt: skip


class ProviderFailed(Exception):  # noqa: N818 - the state of another service
    """The provider cannot be reached, or what it answered is not to be believed; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that is under way; the browser that began it keeps it, and nobody else.

    Attributes:
        state: comes back with the code, so that nobody can finish what another browser began.
        nonce: comes back within the token, so that no other token will do.
        verifier: without which the code is worth nothing (PKCE).
    """

    state: str
    nonce: str
    verifier: str

    @classmethod
    def now(cls) -> "Begun":
        """Draw the three, 256 bits each."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a provider says of itself, with its keys, and until when that is believed."""

    metadata: Mapping[str, Any]
    keys: KeySet
    until: float


class Provider:
    """One identity provider, as this installation is known to it.

    Args:
        issuer: its address, as it calls itself; also an attribute.
        client_id: what it calls us.
        client_secret: ours; None for a client that has none, which PKCE makes safe enough.
        verifies_emails: whether it vouches for every address where it does not say; what it says goes before.
    """

    def __init__(
        self, issuer: str, client_id: str, client_secret: str | None, *, verifies_emails: bool = False
    ) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._verifies_emails = verifies_emails
        self._known: _Known | None = None

    async def begin(self, begun: Begun, redirect_uri: str) -> str:
        """Say where the browser has to go.

        Raises:
            ProviderFailed: the provider does not say where.
        """
        async with _client() as client:
            known = await self._discovered(client)
        address: str = prepare_grant_uri(
            known.metadata["authorization_endpoint"],
            client_id=self._client_id,
            response_type="code",
            redirect_uri=redirect_uri,
            scope=SCOPE,
            state=begun.state,
            nonce=begun.nonce,
            code_challenge=create_s256_code_challenge(begun.verifier),
            code_challenge_method="S256",
        )
        return address

    async def signs_out(self) -> bool:
        """Whether people can sign out there from here.

        Raises:
            ProviderFailed: it does not say.
        """
        return await self._end_session() is not None

    async def sign_out_address(self, back: str, state: str) -> str | None:
        """Say where the browser has to go to sign out there, too (OpenID Connect RP-Initiated Logout 1.0, section 2).

        We say which client we are, and send no ID token as a hint who is meant: it would have to be kept as long as
        the session, and would stand in an address with everything that it says of the person. Without one the
        provider asks people whether they want to sign out, which they can say no to: other sites use it, too.

        Args:
            back: where the provider is to send the browser afterwards; it has to be registered there.
            state: comes back with it.

        Returns:
            The address; None when the provider has no such way.

        Raises:
            ProviderFailed: it does not say.
        """
        endpoint = await self._end_session()
        if endpoint is None:
            return None
        asked = {"client_id": self._client_id, "post_logout_redirect_uri": back, "state": state}
        address: str = add_params_to_uri(endpoint, list(asked.items()))
        return address

    async def finish(self, begun: Begun, code: str, redirect_uri: str) -> Identity:
        """Exchange a code for who it is.

        Raises:
            ProviderFailed: it is not exchanged, or the token is not for us, not of this sign-in or not the provider's.
        """
        async with _client() as client:
            known = await self._discovered(client)
            tokens = await self._exchanged(client, known, begun, code, redirect_uri)
            claims = await self._verified(client, known, tokens, begun.nonce)
            more = await _told(client, known.metadata.get("userinfo_endpoint"), tokens.get("access_token"))
        if more.get("sub", claims["sub"]) != claims["sub"]:
            raise ProviderFailed("userinfo is about somebody else")
        return _identity(self.issuer, {"email_verified": self._verifies_emails, **more, **claims})

    async def _end_session(self) -> str | None:
        async with _client() as client:
            told = (await self._discovered(client)).metadata.get(_END_SESSION)
        return told if isinstance(told, str) else None

    async def _exchanged(
        self, client: httpx.AsyncClient, known: _Known, begun: Begun, code: str, redirect_uri: str
    ) -> Mapping[str, Any]:
        endpoint = known.metadata["token_endpoint"]
        fields = {"code": code, "redirect_uri": redirect_uri, "code_verifier": begun.verifier}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if self._client_secret is None:
            fields["client_id"] = self._client_id
        elif BASIC in known.metadata.get("token_endpoint_auth_methods_supported", (BASIC,)):
            headers["Authorization"] = _basic(self._client_id, self._client_secret)
        else:
            fields |= {"client_id": self._client_id, "client_secret": self._client_secret}
        body = prepare_token_request("authorization_code", **fields)
        return await _json(client.post(endpoint, content=body, headers=headers))

    async def _verified(
        self, client: httpx.AsyncClient, known: _Known, tokens: Mapping[str, Any], nonce: str
    ) -> dict[str, Any]:
        """The claims of the ID token (OpenID Connect Core 1.0, section 3.1.3.7)."""
        text = tokens.get("id_token")
        if not isinstance(text, str):
            raise ProviderFailed("no ID token was sent")
        try:
            try:
                token = jwt.decode(text, known.keys, algorithms=ALGORITHMS)
            except InvalidKeyIdError:  # the provider has new keys
                token = jwt.decode(text, (await self._discovered(client, anew=True)).keys, ALGORITHMS)
            claims = CodeIDToken(
                token.claims,
                token.header,
                {
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._client_id},
                },
                {"nonce": nonce, "client_id": self._client_id, "access_token": tokens.get("access_token")},
            )
            claims.validate(leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError) as error:
            raise ProviderFailed(f"the ID token is not to be believed: {error}") from error
        return dict(claims)

    async def _discovered(self, client: httpx.AsyncClient, *, anew: bool = False) -> _Known:
        if self._known is None or anew or time.monotonic() > self._known.until:
            metadata = await _json(client.get(self.issuer.rstrip("/") + DISCOVERY))
            if metadata.get("issuer") != self.issuer:
                raise ProviderFailed(f"it calls itself {metadata.get('issuer')!r}, not {self.issuer!r}")
            missing = {"authorization_endpoint", "token_endpoint", "jwks_uri"} - metadata.keys()
            if missing:
                raise ProviderFailed(f"it does not tell its {', '.join(sorted(missing))}")
            try:
                keys = KeySet.import_key_set(await _json(client.get(metadata["jwks_uri"])))  # type: ignore[arg-type]  # judged as it is read
            except (JoseError, ValueError, KeyError) as error:
                raise ProviderFailed(f"its keys cannot be read: {error}") from error
            self._known = _Known(metadata, keys, time.monotonic() + KNOWN_FOR_SECONDS)
        return self._known


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False)


def _basic(client_id: str, client_secret: str) -> str:
    """RFC 6749, section 2.3.1: both are form-encoded first."""
    pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
    return f"Basic {b64encode(pair.encode()).decode()}"


async def _json(asked: Awaitable[httpx.Response]) -> dict[str, Any]:
    """What the provider answered, when it is an object.

    Raises:
        ProviderFailed: it is not.
    """
    try:
        answer = await asked
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ProviderFailed(f"{type(error).__name__}: {_said(error)}") from error
    if not isinstance(found, dict):
        raise ProviderFailed("it answered with something else than an object")
    return found


def _said(error: Exception) -> str:
    """What went wrong, without the address, which may hold what is not for the log."""
    return str(error.response.status_code) if isinstance(error, httpx.HTTPStatusError) else str(error)


async def _told(client: httpx.AsyncClient, endpoint: str | None, access_token: object) -> Mapping[str, Any]:
    """What the provider tells beside the ID token, as some tell groups and addresses only there."""
    if endpoint is None or not isinstance(access_token, str):
        return {}
    return await _json(client.get(endpoint, headers={"Authorization": f"Bearer {access_token}"}))


def _identity(issuer: str, claims: Mapping[str, Any]) -> Identity:
    email = claims.get("email")
    name = claims.get("name") or claims.get("preferred_username")
    return Identity(
        issuer=issuer,
        subject=str(claims["sub"]),
        email=email.strip().lower() if isinstance(email, str) else None,
        is_email_verified=claims.get("email_verified") is True,
        name=name if isinstance(name, str) else "",
        claims=claims,
    )
