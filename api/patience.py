"""How long a request may take to arrive, and how long its head may be: whoever dawdles or never ends is hung up on.

uvicorn waits for ever for what was begun, and keeps a head however long it gets: some hundred connections that send a
byte now and then would keep everybody else out, and one that never ends its head would fill the memory.
"""

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

ARRIVES_SECONDS: Final = 60.0  # head and body; the largest that is taken, 25 MB of GitHub's, at 3.5 Mbit/s
MOST_HEAD_BYTES: Final = 64 * 1024  # h11's bound; browsers send a few kilobytes


class Patience(HttpToolsProtocol):
    """One connection; a request that comes in one piece costs no timer."""

    _deadline: asyncio.TimerHandle | None = None
    _is_arriving = False
    _head_bytes: int | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for the first request."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(ARRIVES_SECONDS, self._hang_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        self._is_arriving, self._head_bytes = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is here."""
        self._head_bytes = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is here."""
        self._is_arriving = False
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        """Take what came; the clock runs only while something is missing."""
        super().data_received(data)
        if not self._is_arriving:
            self._wait_no_longer()
            return
        if self._head_bytes is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self._hang_up()
                return
        if self._deadline is None:
            self._deadline = self.loop.call_later(ARRIVES_SECONDS, self._hang_up)

    def _wait_no_longer(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hang_up(self) -> None:
        self._wait_no_longer()
        self.transport.close()
