"""Leaky buckets: what is asked for fills them, time empties them, and what would make one run over is refused."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from store.actor import Actor
from store.buckets import Used

MAX_BUCKETS = 50_000  # a few hundred bytes each; the one unused for longest is forgotten first
MINUTE = 60.0
KEY_BYTES = 16

#: Points that one operation may cost; a page of 100 rows with ten below each is 1,200.
MOST_ANONYMOUS = 1_000
MOST_SIGNED_IN = 10_000  # officers' own pages come to 8,000


@dataclass(slots=True)
class Bucket:
    """What one caller has used.

    Attributes:
        capacity: points; one minute's worth.
        points: how full it was at `at`.
        at: seconds, of the clock that it is read with.
        unsettled: points that the other processes do not know of yet.
    """

    capacity: float
    points: float = 0.0
    at: float = 0.0
    unsettled: float = 0.0

    @property
    def leaks_per_second(self) -> float:
        """How fast it runs empty."""
        return self.capacity / MINUTE

    def level(self, now: float) -> float:
        """How full it is."""
        return max(0.0, self.points - (now - self.at) * self.leaks_per_second)

    def wait(self, points: float, now: float) -> float | None:
        """The seconds until it has room for so much; None when it has."""
        over = self.level(now) + points - self.capacity
        return over / self.leaks_per_second if over > 0 else None

    def pay(self, points: float, now: float) -> float | None:
        """Fill it; the seconds to wait when it would run over, and then it is left as it was."""
        wait = self.wait(points, now)
        if wait is None:
            self.points, self.at = self.level(now) + points, now
            self.unsettled += points
        return wait

    def spill(self, points: float, now: float) -> None:
        """Take what was used already; it gets no fuller than full."""
        points = min(points, self.capacity - self.level(now))
        if points > 0:
            self.pay(points, now)


@dataclass(frozen=True, slots=True)
class BucketPurse:
    """A caller's bucket, and how much one operation may cost."""

    bucket: Bucket
    limit: int
    clock: Callable[[], float]

    def wait(self, points: float) -> float | None:
        """The seconds until so much can be paid; None when it can."""
        return self.bucket.wait(points, self.clock())

    def pay(self, points: float) -> float | None:
        """Pay; the seconds to wait before there is enough, or None when it is paid."""
        return self.bucket.pay(points, self.clock())

    def spill(self, points: float) -> None:
        """Pay for what was done already."""
        self.bucket.spill(points, self.clock())

    def shown(self) -> dict[str, int]:
        """The bucket as `extensions.cost` shows it."""
        left = self.bucket.capacity - self.bucket.level(self.clock())
        return {
            "capacity": int(self.bucket.capacity),
            "remaining": int(left),
            "restoredPerSecond": int(self.bucket.leaks_per_second),
        }


@dataclass(slots=True)
class Buckets:
    """The buckets of this process, the least used forgotten first.

    Attributes:
        anonymous: points a minute for each address.
        signed_in: points a minute for each person who is signed in, and for each token.
        clock: seconds, only ever forward.
    """

    anonymous: float
    signed_in: float
    clock: Callable[[], float] = time.monotonic
    _held: "OrderedDict[bytes, Bucket]" = field(default_factory=OrderedDict)
    _changed: set[bytes] = field(default_factory=set)

    def purse(self, actor: Actor, address: str) -> BucketPurse:
        """What pays for a caller: a token's bucket, a person's, or else an address's."""
        who = actor.token_id or actor.service_account_id or actor.person_id
        if who is not None:
            return BucketPurse(self._bucket(who.bytes, self.signed_in), MOST_SIGNED_IN, self.clock)
        key = blake2b(address.encode(), digest_size=KEY_BYTES).digest()
        return BucketPurse(self._bucket(key, self.anonymous), MOST_ANONYMOUS, self.clock)

    def _bucket(self, key: bytes, capacity: float) -> Bucket:
        self._changed.add(key)
        bucket = self._held.get(key)
        if bucket is None:
            bucket = self._held[key] = Bucket(capacity, at=self.clock())
            if len(self._held) > MAX_BUCKETS:
                oldest, _ = self._held.popitem(last=False)
                self._changed.discard(oldest)
        else:
            self._held.move_to_end(key)
        return bucket

    def unsettled(self) -> Sequence[Used]:
        """Take what was used since the last time this was asked."""
        used = []
        for key in self._changed:
            bucket = self._held[key]
            if bucket.unsettled:
                used.append(Used(key, bucket.unsettled, bucket.leaks_per_second))
                bucket.unsettled = 0.0
        self._changed.clear()
        return used

    def give_back(self, used: Sequence[Used]) -> None:
        """Keep for the next time what could not be settled."""
        for each in used:
            bucket = self._held.get(each.key)
            if bucket is not None:
                bucket.unsettled += each.points
                self._changed.add(each.key)

    def settled(self, points: dict[bytes, float]) -> None:
        """Take over how full buckets are, counted over all processes."""
        now = self.clock()
        for key, level in points.items():
            bucket = self._held.get(key)
            if bucket is not None:
                bucket.points, bucket.at = level + bucket.unsettled, now
