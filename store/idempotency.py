"""A write that is sent again is one write: its key is kept with the transaction that did it.

The header is that of draft-ietf-httpapi-idempotency-key-header. Only what was written is kept: whoever was refused
mends what was wrong and sends the same key again.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from store.database import Connection, Occupied
from store.refusal import refuse_unless

KEPT_FOR = timedelta(hours=24)  # longer than any client tries again by itself
_VISIBLE = re.compile(r"[!-~]{1,255}")


class InProgress(Exception):  # noqa: N818 - the state of another write, not a fault
    """The same write is being done at this moment; whoever sends it again later is answered with what it made."""


@dataclass(frozen=True, slots=True)
class Key:
    """One write that must happen once.

    Attributes:
        owner: whose key it is; two callers may send the same.
        key: as it was sent.
        place: which of a request's writes.
        digest: of what was sent, so that the key cannot stand for anything else.
    """

    owner: str
    key: str
    place: str
    digest: bytes


def read_key(sent: str) -> str:
    """The key in a header, with or without the quotation marks that the draft asks for.

    Raises:
        Refused: IDEMPOTENCY_KEY_MALFORMED.
    """
    text = sent.strip()
    text = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    refuse_unless(_VISIBLE.fullmatch(text), "IDEMPOTENCY_KEY_MALFORMED")
    return text


async def claim(tx: Connection, key: Key) -> bool:
    """Take a key for this transaction; False when the write was done before.

    Another transaction that has the same key at this moment is waited for, as long as for any lock.

    Raises:
        Refused: IDEMPOTENCY_KEY_REUSED: it stood for something else.
        InProgress: the other is not done.
    """
    try:
        is_new = await _take(tx, key)
    except Occupied as error:
        raise InProgress from error
    if is_new:
        return True
    digest: bytes | None = await tx.fetchval(
        "select digest from idempotency_key where owner = $1 and key = $2 and place = $3",
        key.owner,
        key.key,
        key.place,
    )
    refuse_unless(digest == key.digest, "IDEMPOTENCY_KEY_REUSED")
    return False


async def _take(tx: Connection, key: Key) -> bool:
    is_new: bool | None = await tx.fetchval(
        """
        insert into idempotency_key (owner, key, place, digest) values ($1, $2, $3, $4)
        on conflict (owner, key, place) do update
            set digest = excluded.digest, row_id = null, created_at = now()
            where idempotency_key.created_at <= now() - $5::interval
        returning true
        """,
        key.owner,
        key.key,
        key.place,
        key.digest,
        KEPT_FOR,
    )
    return is_new is True


async def keep(tx: Connection, key: Key, row_id: UUID | None) -> None:
    """Keep which record a write made."""
    await tx.execute(
        "update idempotency_key set row_id = $4 where owner = $1 and key = $2 and place = $3",
        key.owner,
        key.key,
        key.place,
        row_id,
    )


async def kept(tx: Connection, key: Key) -> UUID | None:
    """Which record the write made; None when it made none that can be shown."""
    row_id: UUID | None = await tx.fetchval(
        "select row_id from idempotency_key where owner = $1 and key = $2 and place = $3",
        key.owner,
        key.key,
        key.place,
    )
    return row_id


async def forget_old(tx: Connection) -> int:
    """Forget keys that nobody sends again, and say how many."""
    forgotten: int = await tx.fetchval(
        """
        with gone as (delete from idempotency_key where created_at < now() - $1::interval returning key)
        select count(*) from gone
        """,
        KEPT_FOR,
    )
    return forgotten
