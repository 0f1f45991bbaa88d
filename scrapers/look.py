"""A look in progress: whom to ask, what is remembered, and what could not be learned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from scrapers.conversation import CONFLICT, NOT_MODIFIED, Answer
from scrapers.failures import BAD_ANSWER, RATE_LIMITED, Gone, Unreachable
from scrapers.memory import Memory

EMPTY: Final = "empty"  # the fact that an endpoint says 409: the repository has no commits

T = TypeVar("T")
Facts = Mapping[str, Any]


class Asks(Protocol):
    """A bounded conversation with a forge."""

    def get(
        self, path: str, parameters: Mapping[str, str | int] | None = None, etag: str | None = None
    ) -> Answer:
        """Ask for one address below the API's; 304 may come back where a validator is sent."""


@dataclass(slots=True)
class Look:
    """The look in progress.

    Attributes:
        path: of the repository below the API's address.
        branch: the default one.
        since: commits are read from then on.
        is_same_content: whether nothing was pushed since the remembered look, so that what git holds need not be
            asked for again.
        missing: name of an attribute of the observation -> why it is unknown or incomplete.
    """

    client: Asks
    memory: Memory
    path: str
    branch: str
    since: datetime
    is_same_content: bool = False
    missing: dict[str, str] = field(default_factory=dict)

    def attempt(self, attribute: str, read: Callable[[], T]) -> T | None:
        """Read one part; a failure is noted and costs only that part.

        Raises:
            Unreachable: RATE_LIMITED: the whole look is put off, what was answered so far is remembered.
        """
        try:
            return read()
        except (Unreachable, Gone) as failure:
            if failure.reason == RATE_LIMITED:
                raise
            self.missing[attribute] = failure.reason
            return None

    def content(self, below: str, read: Callable[[Answer], Facts], **parameters: str | int) -> Facts:
        """Give what an endpoint about git's content says, from memory where nothing was pushed."""
        known = self.memory.recall(endpoint_of(below, parameters)) if self.is_same_content else None
        return self.asked(below, read, **parameters) if known is None else known

    def asked(self, below: str, read: Callable[[Answer], Facts], **parameters: str | int) -> Facts:
        """Ask an endpoint, with the validator of what is remembered of it.

        Raises:
            Unreachable, Gone: as `Client.get`; or the answer is not shaped as documented.
        """
        address = f"{self.path}/{below}"
        return conditional(
            self.client, self.memory, endpoint_of(below, parameters), address, read, parameters
        )


def conditional(
    client: Asks,
    memory: Memory,
    endpoint: str,
    address: str,
    read: Callable[[Answer], Facts],
    parameters: Mapping[str, str | int] | None = None,
) -> Facts:
    """Ask for an address unless it is as remembered, and remember what it says."""
    answer = client.get(address, parameters, etag=memory.etag(endpoint))
    if answer.status == NOT_MODIFIED:
        known = memory.recall(endpoint)
        if known is None:
            raise Unreachable(BAD_ANSWER)  # nobody asked for that
        return known
    facts = {EMPTY: True} if answer.status == CONFLICT else read(answer)
    return memory.learn(endpoint, answer.etag, facts)


def endpoint_of(below: str, parameters: Mapping[str, str | int]) -> str:
    """Name an endpoint in memory: the same for the same question, in whatever order it is put."""
    query = "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    return f"{below}?{query}" if query else below
