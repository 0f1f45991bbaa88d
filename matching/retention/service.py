"""The nightly end of what has had its time."""

from collections.abc import Mapping

from matching.retention import repository
from matching.retention.model import RULES
from registry.people import repository as people_rows
from registry.people import service as people
from registry.tokens import repository as tokens
from store import idempotency
from store.actor import Actor
from store.database import Connection


async def apply(tx: Connection) -> Mapping[str, int]:
    """End everything whose time is over, and say how many rows by the code of the rule; the same is kept as a log."""
    sessions, invitations = await people_rows.delete_expired(tx)
    counts = {
        "sessions": sessions,
        "invitations": invitations,
        "tokens": await tokens.delete_ended(tx),
        "write-keys": await idempotency.forget_old(tx),
    }
    kept_for = {rule.code: rule.kept_for for rule in RULES}
    for code in repository.ENDINGS:
        counts[code] = await repository.end(tx, code, kept_for[code])
    unused = await repository.unused_accounts(tx, kept_for["accounts"])
    for person_id in unused:
        await people.forget(tx, Actor.system(), person_id)
    counts["accounts"] = len(unused)
    await repository.insert_counts(tx, counts)
    return counts
