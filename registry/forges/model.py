"""A forge's hour, as it reports it, and what it answered at one endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ForgeAccount:
    """How often one token may still ask one forge; None is what the forge has not said.

    Attributes:
        limit: requests in a whole hour.
        remaining: of them, as last reported in the hour that ends at `reset_at`.
        blocked_until: nothing may be asked before, whatever remains (a secondary limit).
        paced_until: when everything that was given would be through, asked evenly at the pace that the forge allows.
    """

    limit: int | None = None
    remaining: int | None = None
    reset_at: datetime | None = None
    blocked_until: datetime | None = None
    paced_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ForgeAnswer:
    """What one endpoint of one repository answered.

    Attributes:
        etag: the validator to send next time; None where the forge gave none.
        facts: what the answer said, as JSON; never names or addresses of people.
    """

    etag: str | None
    facts: Mapping[str, Any]
