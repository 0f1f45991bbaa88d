"""Days and moments as RFC 3339 writes them, and nothing else that looks like one; pure.

https://www.rfc-editor.org/rfc/rfc3339#section-5.6. Python reads all of ISO 8601, weeks and times without a zone too:
what a caller writes so is another day for whoever reads it by the letter of our contract.
"""

import re
from datetime import UTC, date, datetime
from typing import Final

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def read_day(written: str) -> date:
    """Read a day such as 2026-01-31.

    Raises:
        ValueError: it is written in another way, or there is no such day.
    """
    if _DAY.fullmatch(written) is None:
        raise ValueError("write a day as 2026-01-31")
    return date.fromisoformat(written)


def read_moment(written: str) -> datetime:
    """Read a moment with its offset from UTC, such as 2026-01-31T09:00:00+08:00; to microseconds.

    Raises:
        ValueError: it is written in another way, or there is no such moment in UTC.
    """
    if _MOMENT.fullmatch(written) is None:
        raise ValueError("write a moment with its offset from UTC, as 2026-01-31T09:00:00Z")
    moment = datetime.fromisoformat(written.upper())
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{written} lies beyond the years that are counted") from None
    return moment


def read_moment_of_address(written: str) -> datetime:
    """Read a moment of an address, where the `+` of an offset that was not escaped came out as a space.

    Raises:
        ValueError: as for `read_moment`.
    """
    return read_moment(written.strip().replace(" ", "+"))
