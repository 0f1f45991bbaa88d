"""Signs credentials, so that anybody can check them without asking us: the key, its public half, and the download.

The key is made when it is first needed and lies in the data folder, for its owner only. It is RSA because the standard
asks every issuer for RS256 (Open Badges 3.0, "Create the JOSE Header"); a signature of that kind is the same each time.
"""

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

import orjson
from joserfc import jws
from joserfc.jwk import RSAKey
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from matching.credentials import repository
from matching.credentials.model import Json, credential, issuer
from store.actor import Actor
from store.database import Database

KEY_FILE: Final = "credentials.pem"
KEY_BITS: Final = 3072  # NIST SP 800-57: enough beyond 2030; people show credentials for decades
ALGORITHM: Final = "RS256"
A_DAY: Final = "public, max-age=86400"
TOKEN: Final = "application/vc+jwt"  # noqa: S105 - the media type of VC-JOSE-COSE
JSON_LD: Final = "application/ld+json"
KEYS: Final = "application/jwk-set+json"
KEY: Final = "application/jwk+json"


@cache
def signing_key(folder: Path) -> RSAKey:
    """The key of this installation, made when there is none; two processes that make it at once agree on one."""
    file = folder / KEY_FILE
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{KEY_FILE}.{os.getpid()}"
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as written:
            written.write(RSAKey.generate_key(KEY_BITS).as_pem(private=True))
        with suppress(FileExistsError):
            os.link(draft, file)  # whole or not at all, and never over another's
        draft.unlink()
    return RSAKey.import_key(file.read_bytes())


def signed(payload: Json, key: RSAKey, public_url: str) -> str:
    """A credential as a compact JWS; its header names the key by address and holds its public half."""
    header = {
        "alg": ALGORITHM,
        "typ": "JWT",
        "kid": f"{public_url}/credentials/keys/{key.thumbprint()}",
        "jwk": key.as_dict(private=False),
    }
    return jws.serialize_compact(header, orjson.dumps(payload), key, algorithms=[ALGORITHM])


def handlers(database: Database, folder: Path, public_url: str) -> list[ControllerRouterHandler]:
    """The issuer's profile, its keys, and each person's own credentials.

    Args:
        database: where credentials are.
        folder: of the key.
        public_url: of this installation, without a slash at its end.
    """

    @get("/credentials/issuer", sync_to_thread=False)
    def profile() -> Response[bytes]:
        """Who signs."""
        return _public(issuer(public_url), JSON_LD)

    @get("/credentials/keys", sync_to_thread=True)
    def keys() -> Response[bytes]:
        """Every key that we sign with, as a JWK set (RFC 7517)."""
        return _public({"keys": [_shown(signing_key(folder))]}, KEYS)

    @get("/credentials/keys/{thumbprint:str}", sync_to_thread=True)
    def one_key(thumbprint: FromPath[str]) -> Response[bytes]:
        """The key of that thumbprint (RFC 7638), which the header of a credential names."""
        key = signing_key(folder)
        if thumbprint != key.thumbprint():
            raise NotFoundException
        return _public(_shown(key), KEY)

    @get("/credentials/{credential_id:uuid}")
    async def download(credential_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Response[str]:
        """One's own credential, signed."""
        earned = None
        if actor.person_id is not None:
            async with database.read() as connection:
                earned = await repository.find(connection, credential_id, actor.person_id)
        if earned is None:
            raise NotFoundException
        token = signed(credential(earned, public_url), signing_key(folder), public_url)
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'attachment; filename="{earned.challenge_slug}.jwt"',
        }
        return Response(token, media_type=TOKEN, headers=headers)

    return [profile, keys, one_key, download]


def _shown(key: RSAKey) -> Json:
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "alg": ALGORITHM, "use": "sig"}


def _public(content: Json, media_type: str) -> Response[bytes]:
    return Response(orjson.dumps(content), media_type=media_type, headers={"Cache-Control": A_DAY})
