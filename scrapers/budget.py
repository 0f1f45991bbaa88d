"""How much may still be asked of a forge: refuse before it has to, and never sleep inside.

All workers that use one token share its hour. What is known of it stands in the database (`registry/forges`); here
is decided, without I/O, how many requests a look is given and what an answer says of the hour. A look spends what it
was given through a `Budget`, which its threads share.
"""

import hashlib
import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from registry.forges.model import ForgeAccount
from scrapers.failures import RATE_LIMITED, Unreachable

# GitHub, "Rate limits for the REST API": without Retry-After wait at least one minute after a secondary limit.
SECONDARY_WAIT_SECONDS: Final = 60.0
LONGEST_WAIT_SECONDS: Final = (
    3600.0  # its primary window is one hour; a longer wait is a mistake of the header
)
LARGEST: Final = 1e11  # seconds since 1970 or requests; beyond is a mistake of the header
LEAST_WAIT_SECONDS: Final = (
    1.0  # a forge that refuses and says "now" would be asked without a pause, for ever
)
CLOCKS_DIFFER_SECONDS: Final = 30.0  # an answer may be ten on its way, more on a machine that is busy
GIVEN_BACK_AFTER_SECONDS: Final = 0.5  # most looks spend little of what they were given, and end soon
HTTP_NOT_MODIFIED, HTTP_FORBIDDEN, HTTP_TOO_MANY = 304, 403, 429
NOTHING_SAID: Final = ForgeAccount()


@dataclass(frozen=True, slots=True)
class Pace:
    """How evenly all workers together ask one forge.

    Attributes:
        requests: within `seconds`, for as long as there is work.
        burst: requests that may be ahead of that, so that a few looks need not wait at all.
        seconds: the span that the forge counts in.
    """

    requests: int
    burst: int
    seconds: float = 60.0

    def lasts(self, requests: int) -> timedelta:
        """Give the time that so many requests take."""
        return timedelta(seconds=requests * self.seconds / self.requests)


# The same page: at most 900 points a minute, one for each GET; only of the hour does it say that a 304 is free. 700
# and a burst of 100 leave 100 for what nobody expected: eight looks of two workers that find a push (12 requests more).
GITHUB_PACE: Final = Pace(700, 100)


def account_name(api_url: str, credential: str | None) -> str:
    """Name the account of a token at a forge, without telling the token."""
    digest = hashlib.sha256((credential or "").encode()).hexdigest()[:16]
    return f"{api_url.rstrip('/')} {digest if credential else 'anonymous'}"


def granted(account: ForgeAccount, leased: int, wanted: int, now: datetime) -> int:
    """Decide how many requests a look gets: all it wants, or none, so that no look stops half-way.

    Args:
        account: what the forge last reported.
        leased: requests given to looks that have not accounted for them.
        wanted: the most that the look may need.
        now: the time.

    Raises:
        Unreachable: RATE_LIMITED, with the seconds until it makes sense to ask again.
    """
    if account.blocked_until is not None and now < account.blocked_until:
        raise Unreachable(RATE_LIMITED, (account.blocked_until - now).total_seconds())
    is_new_hour = account.reset_at is None or now >= account.reset_at
    left = account.limit if is_new_hour else account.remaining
    if left is None or leased + wanted <= left:
        return wanted
    if account.limit is not None and account.limit < wanted and leased == 0 and left == account.limit:
        return left  # an hour that is smaller than a look is given whole, or nothing would ever be seen
    if wanted <= left or account.reset_at is None:
        raise Unreachable(RATE_LIMITED, GIVEN_BACK_AFTER_SECONDS)
    raise Unreachable(RATE_LIMITED, max(1.0, (account.reset_at - now).total_seconds()))


def paced(account: ForgeAccount, pace: Pace, expected: int, now: datetime) -> tuple[ForgeAccount, float]:
    """Give a look its place in the even row of requests, and the seconds until it may begin."""
    begins = max(now, account.paced_until or now)
    wait = (begins - pace.lasts(pace.burst) - now).total_seconds()
    return replace(account, paced_until=begins + pace.lasts(expected)), max(0.0, wait)


def repaced(account: ForgeAccount, pace: Pace, expected: int, sent: int) -> ForgeAccount:
    """Correct the row of requests, once a look is over, by what it sent in fact."""
    if account.paced_until is None:
        return account
    return replace(account, paced_until=account.paced_until + pace.lasts(sent) - pace.lasts(expected))


def united(stored: ForgeAccount, reported: ForgeAccount) -> ForgeAccount:
    """Join what is stored with what a look was told: the later hour, and in the same hour the smaller rest."""
    blocked = max(filter(None, (stored.blocked_until, reported.blocked_until)), default=None)
    if reported.reset_at is None:
        return replace(stored, blocked_until=blocked)
    newer = replace(
        reported, blocked_until=blocked, limit=reported.limit or stored.limit, paced_until=stored.paced_until
    )
    if stored.reset_at is None or reported.reset_at > stored.reset_at + timedelta(seconds=1):
        return newer
    if reported.reset_at < stored.reset_at - timedelta(seconds=1):
        return replace(stored, blocked_until=blocked)
    rests = [each.remaining for each in (stored, reported) if each.remaining is not None]
    return replace(newer, remaining=min(rests, default=None))


class Budget:
    """What one token may still ask, counted by all threads that share it.

    It learns from the headers of every answer. Requests in flight are counted before they are sent, so that
    threads together do not overdraw what one answer reported.

    Args:
        clock: seconds since 1970.
        allowance: requests that were given from the hour shared with others; None for all that the forge allows.
    """

    def __init__(self, clock: Callable[[], float] = time.time, allowance: int | None = None) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._allowance = allowance
        self._limit: int | None = None
        self._remaining: int | None = None
        self._reset_at = 0.0
        self._blocked_until = 0.0
        self._sent = 0

    @property
    def sent(self) -> int:
        """Requests sent, whatever they were answered."""
        with self._lock:
            return self._sent

    @property
    def remaining(self) -> int | None:
        """Requests left before the reset; None when not known."""
        with self._lock:
            return self._remaining

    @property
    def reported(self) -> ForgeAccount:
        """What the forge said of its hour, for those who share it."""
        with self._lock:
            blocked = datetime.fromtimestamp(self._blocked_until, UTC) if self._blocked_until else None
            if self._remaining is None:
                return ForgeAccount(blocked_until=blocked)
            return ForgeAccount(
                self._limit, self._remaining, datetime.fromtimestamp(self._reset_at, UTC), blocked
            )

    def take(self, *, of_hour: bool = True) -> None:
        """Count one request about to be sent.

        Args:
            of_hour: whether it counts in this hour; GraphQL's requests have another.

        Raises:
            Unreachable: RATE_LIMITED, with the seconds until it makes sense to ask again; nothing was counted.
        """
        with self._lock:
            now = self._clock()
            if now < self._blocked_until:
                raise Unreachable(RATE_LIMITED, self._blocked_until - now)
            if self._allowance is not None and self._allowance <= 0:
                raise Unreachable(RATE_LIMITED, max(1.0, self._reset_at - now))
            if of_hour:
                self._take_of_hour(now)
            self._sent += 1
            if self._allowance is not None:
                self._allowance -= 1

    def _take_of_hour(self, now: float) -> None:
        if self._remaining is None:
            return
        if now >= self._reset_at:
            self._remaining = None  # a new hour: the next answer will say how much it holds
            return
        if self._remaining <= 0:
            raise Unreachable(RATE_LIMITED, self._reset_at - now)
        self._remaining -= 1

    def learn(
        self, status: int, headers: Mapping[str, str], message: str = "", *, is_authorised: bool = False
    ) -> None:
        """Take note of an answer.

        Args:
            status: of HTTP.
            headers: with lower-case names.
            message: GitHub's `message` of a refusal.
            is_authorised: whether a token was sent; only then is a 304 free (GitHub, "Best practices").

        Raises:
            Unreachable: RATE_LIMITED, when the answer refuses for a primary or secondary limit.
        """
        remaining = _number(headers.get("x-ratelimit-remaining"))
        limit = _number(headers.get("x-ratelimit-limit"))
        is_free = status == HTTP_NOT_MODIFIED and is_authorised
        with self._lock:
            now = self._clock()
            reset_at = _reset_at(headers, now)
            if is_free and self._allowance is not None:
                self._allowance += 1
            if is_free and self._remaining is not None:
                self._remaining += 1
            if limit is not None:
                self._limit = int(limit)
            if remaining is not None and reset_at is not None:
                self._remember(int(remaining), reset_at, now)
            if not is_rate_limit(status, headers, message):
                return
            wait = _number(headers.get("retry-after"))
            if wait is None and remaining == 0 and reset_at is not None and reset_at > now:
                wait = reset_at - now
            wait = SECONDARY_WAIT_SECONDS if wait is None else max(LEAST_WAIT_SECONDS, wait)
            wait = min(wait, LONGEST_WAIT_SECONDS)
            self._blocked_until = max(self._blocked_until, now + wait)
        raise Unreachable(RATE_LIMITED, wait)

    def _remember(self, remaining: int, reset_at: float, now: float) -> None:
        reset_at = min(reset_at, now + LONGEST_WAIT_SECONDS)
        same_hour = abs(reset_at - self._reset_at) < 1 and self._remaining is not None
        if same_hour and self._remaining is not None:
            self._remaining = min(self._remaining, remaining)
        else:
            self._remaining = remaining
        self._reset_at = reset_at


def is_rate_limit(status: int, headers: Mapping[str, str], message: str) -> bool:
    """Say whether a refusal is about how often was asked, not about what."""
    if status == HTTP_TOO_MANY:
        return True
    if status != HTTP_FORBIDDEN:
        return False
    return (
        "retry-after" in headers
        or headers.get("x-ratelimit-remaining") == "0"
        or "rate limit" in message.casefold()
    )


def seconds_until_reset(headers: Mapping[str, str], now: float) -> float:
    """Give how long to wait for the end of the hour that an answer names; a minute where it names none."""
    reset_at = _reset_at(headers, now)
    if reset_at is None or reset_at <= now:
        return SECONDARY_WAIT_SECONDS
    return min(reset_at - now, LONGEST_WAIT_SECONDS)


def _reset_at(headers: Mapping[str, str], now: float) -> float | None:
    """Read when the hour ends, by our own clock: the forge says it by its own, and what that shows stands in `Date`."""
    reset_at = _number(headers.get("x-ratelimit-reset"))
    try:
        ahead = parsedate_to_datetime(headers.get("date", "")).timestamp() - now
    except (ValueError, OverflowError):
        return reset_at
    differ = abs(ahead) >= CLOCKS_DIFFER_SECONDS
    return reset_at - ahead if differ and reset_at is not None else reset_at


def _number(written: str | None) -> float | None:
    try:
        number = None if written is None else float(written)
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) and abs(number) < LARGEST else None
