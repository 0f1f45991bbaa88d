"""The licences in the bills of a software are held against its own again, when that has changed."""

import asyncio
from uuid import UUID

from registry.bills import repository
from registry.bills.model import judge
from store.database import Connection


async def judge_again(tx: Connection, software_id: UUID, under: str | None) -> None:
    """Hold every licence in the bills of a software against another licence of the whole."""
    for sbom_id, counts in (await repository.licences_in(tx, software_id)).items():
        licences = await asyncio.to_thread(judge, counts, under)
        await repository.save_answers(tx, sbom_id, licences, under)
