"""What the double serves, what it was asked, and what shall go wrong."""

import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from tests.github_double.recording import Recording
from tests.github_double.threads import Thread

ANONYMOUS_LIMIT = 60  # requests an hour, as GitHub gives without a token
AUTHORISED_LIMIT = 5000  # and with one
HOUR_SECONDS = 3600
MINUTE_SECONDS = 60
POINTS_A_MINUTE = 900  # GitHub's secondary limit for REST; a GET is one point

FaultKind = Literal["status", "cut", "garbage", "slow"]


@dataclass(frozen=True)
class Fault:
    """What shall go wrong: for requests whose path contains `path`, after the first `after` of them passed
    well, `times` times (None: until removed).

    `status` answers with `status` and, where given, `Retry-After` and `Location`; `cut` promises a body and
    hangs up in the middle of it; `garbage` answers 200 with something that is no JSON; `slow` says nothing for
    `SLOW_SECONDS` and then answers with `status`.
    """

    kind: FaultKind = "status"
    path: str = ""
    status: int = 502
    retry_after: int | None = None
    location: str | None = None
    message: str | None = None
    after: int = 0
    times: int | None = None


@dataclass(frozen=True)
class App:
    """A GitHub App and its one installation.

    Attributes:
        id: of the App.
        public_key: in PEM; its private half signs for the App.
        installation_id: of the installation.
        limit: requests in the installation's hour.
        token_seconds: how long a token lasts.
    """

    id: str
    public_key: str
    installation_id: int
    limit: int = 12_500
    token_seconds: float = 3600


SLOW_SECONDS = 1.5
MESSAGES = {
    403: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    404: "Not Found",
    429: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    451: "Repository access blocked",
    502: "Server Error",
}


@dataclass
class Asked:
    """One request that came in."""

    path: str
    query: str
    status: int
    conditional: bool


@dataclass
class Double:
    """Everything the double serves and was asked; shared with the test that drives it.

    An hour of requests may be made shorter, so that a test sees the next. The secondary limit holds only where
    `points_a_minute` is set, in any span of `minute_seconds`, and counts answers of 304 too.
    """

    recordings: Iterable[Recording] = ()
    anonymous_limit: int = ANONYMOUS_LIMIT
    authorised_limit: int = AUTHORISED_LIMIT
    faults: list[tuple[Fault, list[int]]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    moved: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    reset_at: int = 0
    hour_seconds: int = HOUR_SECONDS
    points_a_minute: int | None = None
    minute_seconds: float = MINUTE_SECONDS
    hours: list[int] = field(default_factory=list)
    threads: dict[str, tuple[Thread, ...]] = field(default_factory=dict)
    graph_limit: int = AUTHORISED_LIMIT
    app: App | None = None
    issued: dict[str, float] = field(default_factory=dict)
    sent_bytes: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._lately: deque[float] = deque()
        self.recordings = tuple(self.recordings)
        self.restore()

    def restore(self) -> None:
        """Go back to how it was made: nothing renamed, added, broken, asked or spent."""
        with self._lock:
            self._by_name = {each.full_name.casefold(): each for each in self.recordings}
            self._by_id = {int(each.repo["id"]): each for each in self.recordings}
            self.reset_at = int(time.time()) + self.hour_seconds
            self.sent_bytes = 0
            for changed in (
                self.faults,
                self.asked,
                self.moved,
                self.used,
                self.hours,
                self._lately,
                self.issued,
                self.threads,
            ):
                changed.clear()

    def add(self, recording: Recording) -> None:
        """Serve one more repository, or a newer recording of one."""
        self._by_name[recording.full_name.casefold()] = recording
        self._by_id[int(recording.repo["id"])] = recording

    def rename(self, old: str, new: str) -> None:
        """Rename a repository: its old name redirects with 301 to its number, as GitHub does."""
        recording = self._by_name.pop(old.casefold())
        owner, name = new.split("/")
        repo = {**recording.repo, "full_name": new, "owner": owner, "name": name}
        self.moved[old.casefold()] = int(recording.repo["id"])
        self.add(replace(recording, repo=repo))

    def remove(self, full_name: str) -> None:
        """Delete a repository: neither its name nor its number leads anywhere any more."""
        recording = self._by_name.pop(full_name.casefold())
        self._by_id.pop(int(recording.repo["id"]))

    def everything(self) -> list[Recording]:
        """List all repositories as they are now."""
        return list(self._by_id.values())

    def of(self, login: str) -> list[Recording]:
        """List the repositories of an account, by name."""
        prefix = f"{login}/".casefold()
        return [self._by_name[name] for name in sorted(self._by_name) if name.startswith(prefix)]

    def fail(self, fault: Fault) -> None:
        """Let something go wrong from now on."""
        with self._lock:
            self.faults.append((fault, [0]))

    def heal(self) -> None:
        """Remove every fault."""
        with self._lock:
            self.faults.clear()

    def named(self, owner: str, name: str) -> Recording | None:
        return self._by_name.get(f"{owner}/{name}".casefold())

    def numbered(self, number: int) -> Recording | None:
        return self._by_id.get(number)

    def due(self, path: str) -> Fault | None:
        """Take the fault that this request shall meet, if any."""
        with self._lock:
            for fault, seen in self.faults:
                if fault.path not in path:
                    continue
                seen[0] += 1
                if seen[0] > fault.after and (fault.times is None or seen[0] <= fault.after + fault.times):
                    return fault
        return None

    def note(self, path: str, query: str, status: int, *, conditional: bool) -> None:
        with self._lock:
            self.asked.append(Asked(path, query, status, conditional))

    def count(self, sent: int) -> None:
        with self._lock:
            self.sent_bytes += sent

    def spend(self, authorization: str | None, *, free: bool) -> dict[str, str]:
        """Count a request against its caller's hour and give the headers that say so."""
        limit, caller = self._caller(authorization)
        with self._lock:
            self._begin_hour()
            used = self.used.get(caller, 0) + (0 if free else 1)
            self.used[caller] = used
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - used)),
            "X-RateLimit-Reset": str(self.reset_at),
            "X-RateLimit-Used": str(min(used, limit)),
            "X-RateLimit-Resource": "core",
        }

    def is_hurried(self) -> bool:
        """Count a request of this minute, and say whether it is one too many."""
        if self.points_a_minute is None:
            return False
        now = time.monotonic()
        with self._lock:
            while self._lately and self._lately[0] <= now - self.minute_seconds:
                self._lately.popleft()
            self._lately.append(now)
            return len(self._lately) > self.points_a_minute

    def spent_by_hour(self) -> list[int]:
        """Give what the busiest caller spent in each hour that was begun, the last one included."""
        with self._lock:
            return [*self.hours, max(self.used.values(), default=0)]

    def exhausted(self, authorization: str | None) -> bool:
        limit, caller = self._caller(authorization)
        with self._lock:
            self._begin_hour()
            return self.used.get(caller, 0) >= limit

    def _caller(self, authorization: str | None) -> tuple[int, str]:
        """Tell whose hour a request is of: all tokens of an installation share one."""
        if authorization is None:
            return self.anonymous_limit, ""
        if self.app is not None and authorization.rpartition(" ")[2] in self.issued:
            return self.app.limit, f"installation {self.app.installation_id}"
        return self.authorised_limit, authorization

    def issue(self) -> tuple[str, float]:
        """Give the installation another token, and when it ends in seconds since 1970."""
        with self._lock:
            token, ends = f"ghs_{len(self.issued)}", time.time() + (self.app.token_seconds if self.app else 0)
            self.issued[token] = ends
        return token, ends

    def has_ended(self, authorization: str | None) -> bool:
        """Say whether a request comes with a token of the installation that is over."""
        return self.issued.get((authorization or "").rpartition(" ")[2], float("inf")) <= time.time()

    def _begin_hour(self) -> None:
        if time.time() >= self.reset_at:
            self.hours.append(max(self.used.values(), default=0))
            self.used.clear()
            self.reset_at = int(time.time()) + self.hour_seconds
