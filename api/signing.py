"""The key that signs credentials, which all machines of an installation share, and the keys that signed before.

The key is made when the first credential is signed, and lies in the data folder, for its owner only. Its public half
goes to the database, where each machine finds it, and where it stays when the key changes. A machine that lacks the
key never makes up a second one: a credential that was downloaded twice would be signed by two.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

import structlog
from joserfc.jwk import RSAKey

from matching.credentials import repository
from matching.credentials.model import Json
from store.database import Database, Unavailable

KEY_FILE: Final = "credentials.pem"
KEY_BITS: Final = 3072  # NIST SP 800-57: enough beyond 2030; people show credentials for decades
ALGORITHM: Final = "RS256"

log = structlog.get_logger()


class KeyMissing(Exception):  # noqa: N818 - what an operator has to mend, not a fault of the program
    """Credentials were signed here before, and this machine lacks the key; the message says what to do."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder / KEY_FILE} is missing, and credentials were signed here before: copy the file from a machine "
            "that has it, or from its copy, and start again. To sign with another key from now on, put that there."
        )


class Signer:
    """The key of this installation, as this machine has it.

    Args:
        database: where all keys are known.
        folder: where the key is.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._key: RSAKey | None = None

    async def key(self) -> RSAKey:
        """The key to sign with; it is read once, or made if nothing was ever signed.

        Raises:
            KeyMissing: another one signed before.
        """
        if self._key is None:
            self._key = await self._known()
        return self._key

    async def check(self) -> None:
        """Say so in the log when this machine could not sign; nothing is made."""
        async with self._database.read() as connection:
            has_signed = bool(await repository.keys(connection))
        if self._is_there():
            await self.key()
        elif has_signed:
            log.error("credentials cannot be signed", reason=str(KeyMissing(self._folder)))

    async def _known(self) -> RSAKey:
        async with self._database.transaction() as tx:
            await repository.lock_keys(tx)
            if not self._is_there() and await repository.keys(tx):
                raise KeyMissing(self._folder)
            key = await asyncio.to_thread(key_in, self._folder)
            await repository.note_key(tx, key.thumbprint(), shown(key))
        return key

    def _is_there(self) -> bool:
        return (self._folder / KEY_FILE).is_file()


@asynccontextmanager
async def checked(signer: Signer, _app: Any = None) -> AsyncIterator[None]:
    """Check once at the start, which does not wait for it: the database may be down then."""

    async def check() -> None:
        try:
            await signer.check()
        except Unavailable:
            log.debug("keys of credentials not checked")
        except Exception:  # the rest of the site works without
            log.exception("keys of credentials not checked")

    checking = asyncio.create_task(check())
    try:
        yield
    finally:
        checking.cancel()
        with suppress(asyncio.CancelledError):
            await checking


def key_in(folder: Path) -> RSAKey:
    """The key in a folder, made when there is none; two processes that make it at once agree on one."""
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


def shown(key: RSAKey) -> Json:
    """The public half of a key, as JWK sets have it (RFC 7517)."""
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "alg": ALGORITHM, "use": "sig"}
