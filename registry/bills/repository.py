"""How bills of materials are stored: the document, its components, and each licence in it with its answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from registry.bills.model import (
    Asked,
    Bill,
    Judged,
    Source,
    compatibility_as_row,
    cut,
    findings_as_rows,
    licence_of,
)
from registry.texts import storable
from store.database import Connection

#: What a publisher handed in stands in the forge's place.
STANDS = """(
    {t}.source = 'UPLOADED' or not exists (
        select from sbom as handed_in
        where handed_in.software_id = {t}.software_id and handed_in.source = 'UPLOADED'
    )
)"""


async def is_stored(connection: Connection, software_id: UUID, bill: Bill) -> bool:
    """Say whether this very document is what is stored from this source."""
    found: bool = await connection.fetchval(
        "select exists (select from sbom where software_id = $1 and source = $2 and sha256 = $3)",
        software_id,
        bill.source,
        bill.sha256,
    )
    return found


async def seen_again(tx: Connection, software_id: UUID, source: Source, at: datetime) -> None:
    """Note that what is stored from a source still stands there."""
    await tx.execute(
        "update sbom set seen_at = $3 where software_id = $1 and source = $2", software_id, source, at
    )


async def save(
    tx: Connection, software_id: UUID, bill: Bill, licences: Sequence[Judged], under: str | None
) -> None:
    """Store a bill in the place of the one from the same source, with the answer for each licence in it."""
    await delete(tx, software_id, bill.source)
    components = bill.components
    sbom_id: UUID = await tx.fetchval(
        """
        insert into sbom (
            software_id, source, format, name, created, sha256, document, seen_at, outbound, component_count,
            finding_count, findings
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        returning id
        """,
        software_id,
        bill.source,
        bill.sbom.format,
        _text(bill.sbom.name),
        _text(bill.sbom.created),
        bill.sha256,
        bill.document,
        bill.seen_at,
        under,
        len(components),
        len(bill.sbom.findings),
        storable(findings_as_rows(bill.sbom)),
    )
    await tx.executemany(
        "insert into sbom_licence (sbom_id, licence, components, rank, compatibility) values ($1, $2, $3, $4, $5)",
        [(sbom_id, each.licence, each.components, each.rank, _row(each)) for each in licences],
    )
    await tx.executemany(
        """
        insert into sbom_component (
            sbom_id, position, reference, name, version, purl, supplier, declared, concluded, licence
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        [
            (
                sbom_id,
                position,
                *map(_text, (each.id, each.name, each.version, each.purl, each.supplier)),
                *map(_text, (each.declared, each.concluded)),
                storable(licence_of(each)),
            )
            for position, each in enumerate(components, 1)
        ],
    )


async def delete(tx: Connection, software_id: UUID, source: Source) -> bool:
    """Delete the bill from a source and say whether there was one."""
    deleted = await tx.fetchval(
        "delete from sbom where software_id = $1 and source = $2 returning id", software_id, source
    )
    return deleted is not None


async def licences_in(connection: Connection, software_id: UUID) -> Mapping[UUID, Mapping[str, int]]:
    """Count the components under each licence, for each bill of a software."""
    rows = await connection.fetch(
        """
        select sbom_id, licence, components
        from sbom_licence join sbom on sbom.id = sbom_licence.sbom_id
        where sbom.software_id = $1
        """,
        software_id,
    )
    found: dict[UUID, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["sbom_id"], {})[row["licence"]] = row["components"]
    return found


async def save_answers(tx: Connection, sbom_id: UUID, licences: Sequence[Judged], under: str | None) -> None:
    """Store other answers for the licences in a bill."""
    await tx.execute("update sbom set outbound = $2 where id = $1", sbom_id, under)
    await tx.executemany(
        "update sbom_licence set rank = $3, compatibility = $4 where sbom_id = $1 and licence = $2",
        [(sbom_id, each.licence, each.rank, _row(each)) for each in licences],
    )


async def answers(connection: Connection, software_id: UUID, source: Source) -> Mapping[str, int]:
    """Count the components of the bill from a source by answer."""
    rows = await connection.fetch(
        """
        select compatibility ->> 'answer' as answer, sum(components)::int as components
        from sbom_licence join sbom on sbom.id = sbom_licence.sbom_id
        where sbom.software_id = $1 and sbom.source = $2
        group by 1
        """,
        software_id,
        source,
    )
    return {row["answer"]: row["components"] for row in rows}


async def document_of(connection: Connection, slug: str) -> tuple[bytes, str] | None:
    """Find the document that stands for a software, with its format; None while there is none."""
    row = await connection.fetchrow(
        f"""
        select t.document, t.format
        from sbom as t join software on software.id = t.software_id
        where software.slug = $1 and {STANDS.replace("{t}", "t")}
        """,  # noqa: S608 - a constant of this module
        slug,
    )
    return None if row is None else (row["document"], row["format"])


async def asked(connection: Connection, repository_id: UUID) -> Asked | None:
    """Find when the forge of a repository was asked for its bill; None when it never was."""
    row = await connection.fetchrow(
        "select asked_at, etag, problem from sbom_request where repository_id = $1", repository_id
    )
    return None if row is None else Asked(*row)


async def save_asked(tx: Connection, repository_id: UUID, asked: Asked) -> None:
    """Note that the forge of a repository was asked for its bill."""
    await tx.execute(
        """
        insert into sbom_request (repository_id, asked_at, etag, problem)
        values ($1, $2, $3, $4)
        on conflict (repository_id) do update
        set asked_at = excluded.asked_at, etag = excluded.etag, problem = excluded.problem
        """,
        repository_id,
        asked.at,
        asked.etag,
        asked.problem,
    )


def _row(judged: Judged) -> object:
    return storable(compatibility_as_row(judged.answer))


def _text(value: str | None) -> str | None:
    return None if value is None else str(storable(cut(value)))
