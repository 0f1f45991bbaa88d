"""An entry whose publiccode.yml stays wrong leaves the lists of the catalogue after a stated time, with notice.

What is valid in a file comes in despite its errors; that is a loan to its publisher, not a habit. The entry stays at
its own address, says why it left, and comes back with the first file that has no error.
"""

from datetime import datetime, timedelta

from registry.software import repository
from registry.watches import repository as alerts
from registry.watches.model import AlertKind, NewAlert
from registry.watches.service import ALERTED
from store import audit, outbox
from store.actor import Actor
from store.database import Connection

INVALID_FOR = timedelta(days=180)
"""How long a file may have errors: two rounds of a programme, or a release of most projects, pass meanwhile."""
NOTICE = timedelta(days=30)
"""How long before that its publisher is told, at least: long enough for somebody on holiday to read it."""
EXPIRING, EXPIRED = "software.expiring", "software.expired"
CHANGED = "software.changed"  # the outbox topic that search follows, as in `service`


async def expire_invalid(tx: Connection, now: datetime) -> tuple[int, int]:
    """Give notice of entries that will leave, and let those leave whose notice is old enough.

    Nothing leaves without notice: where the job did not run for long, the notice comes first and its time counts. The
    people of the publisher are told by e-mail, once, where a mail server is set.

    Returns:
        How many were given notice, and how many left.
    """
    noticed = await repository.notice_expiry(tx, now - (INVALID_FOR - NOTICE), now)
    for software_id in noticed:
        await audit.record(tx, Actor.system(), EXPIRING, "software", software_id)
        await outbox.put(tx, EXPIRING, software_id)
        leaving = NewAlert(AlertKind.EXPIRING, after=(now + NOTICE).date().isoformat())
        alert_id = await alerts.insert_alert(tx, software_id, now, leaving)
        if alert_id is not None:
            await outbox.put(tx, ALERTED, alert_id)
    left = await repository.expire(tx, now - INVALID_FOR, now - NOTICE, now)
    for software_id in left:
        await audit.record(tx, Actor.system(), EXPIRED, "software", software_id)
        await outbox.put(tx, EXPIRED, software_id)
        await outbox.put(tx, CHANGED, software_id)
    return len(noticed), len(left)
