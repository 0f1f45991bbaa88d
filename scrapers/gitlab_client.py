"""One bounded conversation with the REST API of a GitLab, wherever it runs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qsl, urlsplit

import httpx

from scrapers.budget import Budget, Pace
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
    TOO_LARGE,
    Unreachable,
)
from scrapers.gitlab_addresses import API_PATH
from scrapers.public_addresses import Pinned

MOST_REQUESTS: Final = (
    60  # of one look: lists 12, small files 11, answers to threads 16, and room for redirects
)
MOST_ANSWER_BYTES: Final = (
    4 * 1024 * 1024
)  # GitLab sends files of any size whole; the largest list seen has 1 MB
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

# gitlab.com, "Rate limits": 500 requests a minute without a token, 400 for projects by themselves. Other GitLabs say.
GITLAB_PACE: Final = Pace(300, 60)

_MOVED_TO: Final = re.compile(rf"{API_PATH}/projects/(\d+)(?:[/?]|$)")
_NEXT: Final = re.compile(r'<([^>]+)>;\s*rel="next"')
_NAMES_OF_PAGES: Final = frozenset({"page", "page_token", "cursor"})
_HEADERS: Final = {  # GitLab's names of what GitHub calls X-RateLimit-*
    "ratelimit-limit": "x-ratelimit-limit",
    "ratelimit-remaining": "x-ratelimit-remaining",
    "ratelimit-reset": "x-ratelimit-reset",
}


@dataclass(frozen=True, slots=True)
class GitLabAccess:
    """How one GitLab is reached.

    Attributes:
        host: as addresses of its repositories name it.
        api_url: of its REST API, with `/api/v4`.
        token: one that may read public projects (`read_api`); without, GitLab tells less.
        pinned: the machine that a host which a stranger named was looked up to; None for hosts from the settings.
        timeout: seconds for one answer to begin.
        budget, pace: belong to the token.
    """

    host: str
    api_url: str
    token: str | None = field(default=None, repr=False)
    pinned: Pinned | None = None
    timeout: float = TIMEOUT_SECONDS
    budget: Budget = field(default_factory=Budget, compare=False, repr=False)
    pace: Pace = GITLAB_PACE

    @property
    def credential(self) -> str | None:
        """Tell by what GitLab knows who asks; None for anybody."""
        return self.token

    def with_budget(self, budget: Budget) -> "GitLabAccess":
        """Give the same access with another budget."""
        return replace(self, budget=budget)


class Moved(Unreachable):
    """The project has another path now; `number` is its own. Whoever does not expect that got a bad answer."""

    def __init__(self, number: int) -> None:
        super().__init__(BAD_ANSWER)
        self.number = number


class GitLabClient:
    """A client for one look in one thread; no redirect is followed, and every answer is bounded."""

    def __init__(self, access: GitLabAccess, transport: httpx.BaseTransport | None = None) -> None:
        self._access = access
        self._client = httpx.Client(
            transport=transport, timeout=access.timeout, follow_redirects=False, trust_env=False
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
        self._client.close()

    def get(
        self, path: str, parameters: Mapping[str, str | int] | None = None, etag: str | None = None
    ) -> Answer:
        """Ask for one address below the API's.

        Args:
            path: starts with a slash; its parts are already quoted.
            parameters: of the query.
            etag: validator of an earlier answer; then 304 may come back.

        Raises:
            Moved: the project has another path now.
            Gone: 404, 410 or 451.
            Unreachable: everything else that is not 200 or 304, and our own bounds.
        """
        self._bounds.check()
        self._access.budget.take()
        self._bounds.requests += 1
        try:
            status, headers, body = self._sent(self._request(path, parameters or {}, etag))
        except httpx.HTTPError as failure:
            raise self._bounds.cut() from failure
        data = decoded(body)
        said = {_HEADERS.get(name, name): value for name, value in headers.items()}
        # A 304 counts like any other answer here, so it is never free.
        self._access.budget.learn(status, said, is_authorised=False)
        if status in REDIRECTS and (moved := _MOVED_TO.search(headers.get("location", ""))):
            raise Moved(int(moved.group(1)))
        if status == OK and data is None:
            raise Unreachable(BAD_ANSWER)
        if status not in {OK, NOT_MODIFIED, CONFLICT}:
            raise refusal(status)
        return Answer(status, headers, data)

    def _request(self, path: str, parameters: Mapping[str, str | int], etag: str | None) -> httpx.Request:
        access = self._access
        headers = {"Accept": "application/json", "User-Agent": "commonfield", "Accept-Encoding": "identity"}
        if access.token is not None:
            headers["PRIVATE-TOKEN"] = access.token
        if etag is not None:
            headers["If-None-Match"] = etag
        base, extensions = access.api_url, {}
        if access.pinned is not None:
            base, extensions = access.pinned.url, {"sni_hostname": access.pinned.name}
            headers["Host"] = access.pinned.host
        return self._client.build_request(
            "GET",
            f"{base.rstrip('/')}{path}",
            params=dict(parameters),
            headers=headers,
            extensions=extensions,
        )

    def _sent(self, request: httpx.Request) -> tuple[int, Mapping[str, str], bytes]:
        response = self._client.send(request, stream=True)
        try:
            content = bytearray()
            for part in response.iter_bytes():
                content += part
                if len(content) > MOST_ANSWER_BYTES:
                    raise Unreachable(TOO_LARGE)
                self._bounds.check_time()
            headers = {name.lower(): value for name, value in response.headers.items()}
            return response.status_code, headers, bytes(content)
        finally:
            response.close()


def next_page(answer: Answer) -> dict[str, str] | None:
    """Tell what names a list's next page in its query, a key or a number; None at the end.

    Where the link leads to, and what else it asks for, is not believed.
    """
    found = _NEXT.search(answer.headers.get("link", ""))
    if found is None:
        return None
    query = parse_qsl(urlsplit(found.group(1)).query)
    return {name: value for name, value in query if name in _NAMES_OF_PAGES} or None
