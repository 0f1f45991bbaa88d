"""How consents are stored, and who may see them."""

from uuid import UUID

from matching.consents.model import Consent, Purpose
from store.database import Connection

#: What somebody agreed to is between them and the record that rests on it.
VISIBLE = "{t}.person_id = :person_id"

_COLUMNS = "id, person_id, purpose, subject_id, text_version, given_at, withdrawn_at"


async def insert(
    tx: Connection, person_id: UUID, purpose: Purpose, subject_id: UUID, text_version: int
) -> Consent | None:
    """Store a consent; None where one to the same stands already."""
    row = await tx.fetchrow(
        f"""
        insert into consent (person_id, purpose, subject_id, text_version)
        values ($1, $2, $3, $4)
        on conflict (person_id, purpose, subject_id) where withdrawn_at is null do nothing
        returning {_COLUMNS}
        """,  # noqa: S608 - our own columns
        person_id,
        purpose,
        subject_id,
        text_version,
    )
    return None if row is None else _consent(*row)


async def find(connection: Connection, consent_id: UUID) -> Consent | None:
    """A consent by id, withdrawn or not."""
    row = await connection.fetchrow(f"select {_COLUMNS} from consent where id = $1", consent_id)  # noqa: S608 - our own columns
    return None if row is None else _consent(*row)


async def standing(
    connection: Connection, person_id: UUID, purpose: Purpose, subject_id: UUID
) -> Consent | None:
    """What somebody agreed to and did not take back."""
    row = await connection.fetchrow(
        f"""
        select {_COLUMNS} from consent
        where person_id = $1 and purpose = $2 and subject_id = $3 and withdrawn_at is null
        """,  # noqa: S608 - our own columns
        person_id,
        purpose,
        subject_id,
    )
    return None if row is None else _consent(*row)


async def withdraw(tx: Connection, consent_id: UUID) -> None:
    """Store that a consent was taken back; one that was stays as it is."""
    await tx.execute(
        "update consent set withdrawn_at = now() where id = $1 and withdrawn_at is null", consent_id
    )


async def withdraw_all(tx: Connection, person_id: UUID, subject_id: UUID) -> None:
    """Take back everything that somebody agreed to about a team that they leave."""
    await tx.execute(
        """
        update consent set withdrawn_at = now()
        where person_id = $1 and subject_id = $2 and withdrawn_at is null
        """,
        person_id,
        subject_id,
    )


def _consent(
    consent_id: UUID, person_id: UUID, purpose: str, subject_id: UUID, text_version: int, *times: object
) -> Consent:
    return Consent(consent_id, person_id, Purpose(purpose), subject_id, text_version, *times)  # type: ignore[arg-type]  # two times, as the columns say
