"""Reminding people once of what waits for them."""

from typing import Final

from matching.steps import repository
from matching.steps.model import REMINDED_BEFORE
from store import jobs
from store.database import Connection

REMINDERS: Final = "reminder-letters"  # the queue whose worker sends them


async def remind(tx: Connection) -> int:
    """Queue a letter for each step whose day is near, and say how many; called again it queues none twice."""
    begun = await repository.insert_reminders(tx, REMINDED_BEFORE)
    for reminder_id in begun:
        await jobs.enqueue(tx, REMINDERS, {"reminder_id": str(reminder_id)}, subject_id=reminder_id)
    return len(begun)
