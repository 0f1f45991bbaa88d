"""Signs credentials, so that anybody can check them without asking us: who signs, with which keys, and the download.

Signatures are RS256 because the standard asks that of every issuer (Open Badges 3.0, "Create the JOSE Header"); one of
that kind is the same each time.
"""

from typing import Final
from uuid import UUID

import orjson
import structlog
from joserfc import jws
from joserfc.jwk import RSAKey
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from api.problems import problem_body
from api.signing import ALGORITHM, KeyMissing, Signer
from matching.credentials import repository
from matching.credentials.model import Json, credential, issuer
from store.actor import Actor
from store.database import Database

log = structlog.get_logger()

A_DAY: Final = "public, max-age=86400"
AN_HOUR: Final = "public, max-age=3600"  # a new key is found by then
CANNOT_SIGN: Final = "SIGNING_KEY_MISSING"
TOKEN: Final = "application/vc+jwt"  # noqa: S105 - the media type of VC-JOSE-COSE
JSON_LD: Final = "application/ld+json"
KEYS: Final = "application/jwk-set+json"
KEY: Final = "application/jwk+json"


def signed(payload: Json, key: RSAKey, public_url: str) -> str:
    """A credential as a compact JWS; its header names the key by address and holds its public half."""
    header = {
        "alg": ALGORITHM,
        "typ": "JWT",
        "kid": f"{public_url}/credentials/keys/{key.thumbprint()}",
        "jwk": key.as_dict(private=False),
    }
    return jws.serialize_compact(header, orjson.dumps(payload), key, algorithms=[ALGORITHM])


def handlers(database: Database, signer: Signer, public_url: str) -> list[ControllerRouterHandler]:
    """The issuer's profile, its keys, and each person's own credentials.

    Args:
        database: where credentials are.
        signer: has the key.
        public_url: of this installation, without a slash at its end.
    """

    @get("/credentials/issuer", sync_to_thread=False)
    def profile() -> Response[bytes]:
        """Who signs."""
        return _public(issuer(public_url), JSON_LD)

    @get("/credentials/keys")
    async def keys() -> Response[bytes]:
        """Every key that signs or ever signed here, as a JWK set (RFC 7517); none before the first credential."""
        async with database.read() as connection:
            found = await repository.keys(connection)
        return _public({"keys": list(found.values())}, KEYS, AN_HOUR)

    @get("/credentials/keys/{thumbprint:str}")
    async def one_key(thumbprint: FromPath[str]) -> Response[bytes]:
        """The key of that thumbprint (RFC 7638), which the header of a credential names."""
        async with database.read() as connection:
            found = (await repository.keys(connection)).get(thumbprint)
        if found is None:
            raise NotFoundException
        return _public(found, KEY)

    @get("/credentials/{credential_id:uuid}")
    async def download(
        credential_id: FromPath[UUID], actor: NamedDependency[Actor]
    ) -> Response[str] | Response[bytes]:
        """One's own credential, signed."""
        earned = None
        if actor.person_id is not None:
            async with database.read() as connection:
                earned = await repository.find(connection, credential_id, actor.person_id)
        if earned is None:
            raise NotFoundException
        try:
            key = await signer.key()
        except KeyMissing as missing:
            log.error("credentials cannot be signed", reason=str(missing))  # noqa: TRY400 - the reason is all there is to know
            return _not_now()
        token = signed(credential(earned, public_url), key, public_url)
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'attachment; filename="{earned.challenge_slug}.jwt"',
        }
        return Response(token, media_type=TOKEN, headers=headers)

    return [profile, keys, one_key, download]


def _public(content: Json, media_type: str, kept: str = A_DAY) -> Response[bytes]:
    return Response(orjson.dumps(content), media_type=media_type, headers={"Cache-Control": kept})


def _not_now() -> Response[bytes]:
    """What whoever downloads is told when this machine lacks the key; what to do is for the log."""
    body = problem_body(
        CANNOT_SIGN, "Credentials cannot be signed now. Those who run this site have been told.", None
    )
    headers = {"Cache-Control": "no-store"}
    return Response(body, status_code=503, media_type="application/json", headers=headers)
