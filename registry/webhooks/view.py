"""How webhooks and the log of their deliveries are read through the API; secrets are not."""

from registry.webhooks.repository import VISIBLE, VISIBLE_DELIVERY
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
    columns={"event": "upper(replace({t}.event, '.', '_'))"},
    joins={"webhook": "{o}.id = {t}.webhook_id"},
    orders={"NEWEST": NEWEST},
)
