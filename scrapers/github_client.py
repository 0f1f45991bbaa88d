"""One bounded conversation with GitHub's REST API, on PyGithub's requester."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Final, Self

from github import Auth, Consts, Github

from scrapers.budget import GITHUB_PACE, Budget, Pace, seconds_until_reset
from scrapers.conversation import (
    CONFLICT,
    NOT_MODIFIED,
    OK,
    TIMEOUT_SECONDS,
    Answer,
    Bounds,
    decoded,
    refusal,
)
from scrapers.failures import (
    BAD_ANSWER,
    BLOCKED,
    RATE_LIMITED,
    Gone,
    Unreachable,
)
from scrapers.github_app import Installation

MOST_REQUESTS: Final = 17  # of one look; with the redirect of a rename, which PyGithub follows itself, 18

GRAPH_RATE_LIMITED: Final = (
    "RATE_LIMITED"  # GitHub, "Rate limits and query limits for the GraphQL API": type of an error in 200
)


@dataclass(frozen=True, slots=True)
class GitHubAccess:
    """How GitHub is reached: with a token, as an installation of an App, or as anybody.

    `api_url` comes from the settings and is trusted; budget and pace belong to whoever asks.
    """

    api_url: str = Consts.DEFAULT_BASE_URL
    token: str | None = field(default=None, repr=False)
    installation: Installation | None = None
    timeout: int = TIMEOUT_SECONDS
    budget: Budget = field(default_factory=Budget, compare=False, repr=False)
    pace: Pace = GITHUB_PACE

    @property
    def credential(self) -> str | None:
        """Tell by what GitHub knows who asks; None for anybody."""
        return self.token if self.installation is None else self.installation.name

    def with_budget(self, budget: Budget) -> "GitHubAccess":
        """Give the same access with another budget."""
        return replace(self, budget=budget)


class Client:
    """A PyGithub client for one look in one thread: PyGithub's clients must not be shared between threads.

    Retries and PyGithub's own pauses are off: the budget refuses early, and the job tries again later. The
    requester is used below PyGithub's objects because those cannot send `If-None-Match` for lists, drop the
    query on a redirect, and turn some answers into surprises (a 429 without Retry-After).
    """

    def __init__(self, access: GitHubAccess) -> None:
        self._budget = access.budget
        token = access.token if access.installation is None else access.installation.token()
        self._is_authorised = token is not None
        self._github = Github(
            auth=Auth.Token(token) if token else None,
            base_url=access.api_url.rstrip("/"),
            timeout=access.timeout,
            user_agent="commonfield",
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
            lazy=True,
            api_version=Consts.API_VERSION_2022_11_28,
        )
        self._bounds = Bounds(MOST_REQUESTS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._github.close()

    def get(
        self, path: str, parameters: Mapping[str, str | int] | None = None, etag: str | None = None
    ) -> Answer:
        """Ask for one address below the API's.

        Args:
            path: starts with a slash; its parts are already quoted.
            parameters: of the query.
            etag: validator of an earlier answer; then 304 may come back.

        Raises:
            Gone: 404, 410, 451 or blocked.
            Unreachable: everything else that is not 200, 304 or 409, and our own bounds.
        """
        self._bounds.check()
        self._budget.take()
        headers = {"Accept": "application/vnd.github+json"}
        if etag is not None:
            headers["If-None-Match"] = etag
        self._bounds.requests += 1
        try:
            status, answered, text = self._github.requester.requestJson(
                "GET", path, parameters=dict(parameters or {}), headers=headers
            )
        except (OSError, RuntimeError, ValueError) as failure:
            # requests' exceptions are OSErrors; PyGithub adds RuntimeError for redirects to other hosts.
            raise self._bounds.cut() from failure
        data = decoded(text)
        message = str(data.get("message", "")) if isinstance(data, dict) else ""
        self._budget.learn(status, answered, message, is_authorised=self._is_authorised)
        if status == OK and data is None:
            raise Unreachable(BAD_ANSWER)
        if status not in {OK, NOT_MODIFIED, CONFLICT}:
            raise _refusal(status, data)
        return Answer(status, answered, data)

    @property
    def is_authorised(self) -> bool:
        """Say whether GitHub knows who asks; its GraphQL API answers nobody else."""
        return self._is_authorised

    def ask_graph(self, document: str, variables: Mapping[str, str]) -> Mapping[str, Any]:
        """Ask GitHub's GraphQL API, which has an hour of its own: 5,000 points, of which a look takes two.

        Raises:
            Unreachable: RATE_LIMITED, also where it is said inside an answer of 200; or no data came.
        """
        self._bounds.check()
        self._budget.take(of_hour=False)
        self._bounds.requests += 1
        try:
            status, answered, text = self._github.requester.requestJson(
                "POST", self._github.requester.graphql_url, input={"query": document, "variables": variables}
            )
        except (OSError, RuntimeError, ValueError) as failure:
            raise self._bounds.cut() from failure
        data = decoded(text)
        message = str(data.get("message", "")) if isinstance(data, dict) else ""
        # What is left is said of another hour than REST's, so only the wait is learned.
        waits = {name: value for name, value in answered.items() if not name.startswith("x-ratelimit-")}
        self._budget.learn(status, waits, message)
        if status != OK:
            raise _refusal(status, data)
        if any(each.get("type") == GRAPH_RATE_LIMITED for each in _errors(data)):
            raise Unreachable(RATE_LIMITED, seconds_until_reset(answered, time.time()))
        found = data.get("data") if isinstance(data, dict) else None
        if not isinstance(found, dict) or _errors(data):
            raise Unreachable(BAD_ANSWER)
        return found


def _errors(data: Any) -> list[Mapping[str, Any]]:
    listed = data.get("errors") if isinstance(data, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _refusal(status: int, data: Any) -> Exception:
    if isinstance(data, dict) and "block" in data:  # GitHub's word for a takedown that is sent as 403
        return Gone(BLOCKED)
    return refusal(status)
