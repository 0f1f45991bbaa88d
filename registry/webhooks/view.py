"""How webhooks and the log of their deliveries are read through the API; secrets are not."""

from registry.webhooks.repository import VISIBLE, VISIBLE_DELIVERY
from registry.webhooks.service import DELIVER
from store.read import NEWEST, OLDEST, ReadView

WEBHOOKS = ReadView(
    source="webhook",
    visible=VISIBLE,
    columns={
        "events": "(select json_agg(upper(replace(e, '.', '_')) order by e) from unnest({t}.events) as e)"
    },
    joins={"organisation": "{o}.id = {t}.organisation_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

DELIVERIES = ReadView(
    source="webhook_delivery",
    visible=VISIBLE_DELIVERY,
    columns={
        "event": "upper(replace({t}.event, '.', '_'))",
        "next_attempt_at": (
            f"(select run_after from job where queue = '{DELIVER}' and subject_id = {{t}}.id and state = 'queued')"  # noqa: S608 - our own words
        ),
    },
    joins={"webhook": "{o}.id = {t}.webhook_id"},
    orders={"NEWEST": NEWEST},
)
