"""What a forge answered before, so that it need not send again what has not changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.forges.model import ForgeAnswer


@dataclass(slots=True)
class Memory:
    """The answers of one repository, by endpoint: those known before a look, and those that it learned.

    What was learned is worth storing even when the look fails later: the next one asks for the rest only.

    Attributes:
        known: stored by earlier looks.
        learned: new or changed in this one.
        used: endpoints that this look rests on; all others are of no more use.
    """

    known: Mapping[str, ForgeAnswer] = field(default_factory=dict)
    learned: dict[str, ForgeAnswer] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def is_unchanged(self) -> bool:
        """Say whether the look found everything as it was known."""
        return not self.learned and bool(self.used)

    def etag(self, endpoint: str) -> str | None:
        """Give the validator of what is known of an endpoint; None where nothing is."""
        known = self.known.get(endpoint)
        return None if known is None else known.etag

    def recall(self, endpoint: str) -> Mapping[str, Any] | None:
        """Rest on what is known of an endpoint; None where nothing is."""
        known = self.known.get(endpoint)
        if known is None:
            return None
        self.used.add(endpoint)
        return known.facts

    def learn(self, endpoint: str, etag: str | None, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Keep what an endpoint answered; the same as before is nothing new but its validator."""
        self.used.add(endpoint)
        answer = ForgeAnswer(etag, facts)
        if self.known.get(endpoint) != answer:
            self.learned[endpoint] = answer
        return facts

    def forget(self, endpoint: str) -> None:
        """Rest on nothing that an endpoint answered."""
        self.learned.pop(endpoint, None)
        self.used.discard(endpoint)
