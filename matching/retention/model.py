"""The rules of `docs/privacy.md` that need a clock: what goes by itself, and after how long.

What is not named here goes with the person: every table that points at one says `on delete cascade` or `set null`.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

DAY: Final = timedelta(days=1)
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that ends.

    Attributes:
        code: how the log and the privacy page call it.
        table: where it is kept.
        kept_for: since what the page says.
    """

    code: str
    table: str
    kept_for: timedelta


#: Five years is how long damage done by an authority can be claimed (State Compensation Act of Taiwan, article 8):
#: until then it can be asked who decided what. The other times are choices, as short as the work allows.
RULES: Final = (
    Rule("sessions", "session", timedelta(0)),
    Rule("invitations", "invitation", timedelta(0)),
    Rule("tokens", "api_token", YEAR),
    Rule("write-keys", "idempotency_key", DAY),
    Rule("ballot-voters", "ballot", timedelta(0)),
    Rule("alert-letters", "alert_letter", 90 * DAY),
    Rule("barriers", "member_barrier", YEAR),
    Rule("consents", "consent", YEAR),
    Rule("reminders", "reminder", 90 * DAY),
    Rule("messages", "match_message", 2 * YEAR),
    Rule("role-interests", "role_interest", YEAR),
    Rule("profiles", "profile", YEAR),
    Rule("review-tasks", "review_task", YEAR),
    Rule("review-conflicts", "review_conflict", YEAR),
    Rule("review-names", "review", 2 * YEAR),
    Rule("audit-names", "audit_event", 5 * YEAR),
    Rule("accounts", "person", 3 * YEAR),
)
