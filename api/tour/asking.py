"""How the people of the tour ask the API: over HTTP, each with their own token."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from api.tour.answers import Answer, Unmet

SECONDS = 30.0  # the longest single answer: pairing a round may take that long on a busy machine
MUCH = 4_000  # characters of an answer that is no JSON; the rest of an error page tells nothing more


class NotThere(Exception):  # noqa: N818 - the state of the network
    """The server cannot be reached; the message says which, and why."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks: with a token as who they are, without one as anybody.

    Attributes:
        client: the connection; its address is the server's.
        language: BCP 47 tag that answers are asked for in.
        token: what signing in gave; None for anybody.
    """

    client: httpx.Client
    language: str
    token: str | None = field(default=None, repr=False)

    def ask(self, document: str, **variables: Any) -> Answer:
        """Send one operation and return what it answers: its only root field, or all of them.

        Raises:
            Unmet: the answer is an error, no JSON, or says no in words that a reader does not understand.
            NotThere: there is no answer.
        """
        body = self._send(document, variables)
        data = body.get("data")
        if body.get("errors") or not isinstance(data, dict):
            raise Unmet("answers", "/graphql", "data", body.get("errors"), body)
        if len(data) != 1:
            return Answer(body, "", data)
        ((name, value),) = data.items()
        answer = Answer(body, name, value)
        if isinstance(value, dict):
            for error in value.get("userErrors") or ():
                Answer(body, f"{name}.userErrors.message", error["message"]).must_be_sentence(self.language)
        return answer

    def _send(self, document: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        headers = {"Accept-Language": self.language}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            answer = self.client.post(
                "/graphql", json={"query": document, "variables": variables}, headers=headers
            )
        except httpx.HTTPError as error:
            raise NotThere(f"{self.client.base_url} does not answer: {error}") from error
        try:
            body = answer.json()
        except ValueError as error:
            raise Unmet("answers", "/graphql", "JSON", answer.status_code, answer.text[:MUCH]) from error
        if answer.status_code != httpx.codes.OK or not isinstance(body, dict):
            raise Unmet("answers", "/graphql", httpx.codes.OK, answer.status_code, body)
        return body


def connect(url: str) -> httpx.Client:
    """Make a connection to a server; nothing is sent yet. A proxy that is set for the world is not for this."""
    return httpx.Client(base_url=url, timeout=SECONDS, trust_env=False)
