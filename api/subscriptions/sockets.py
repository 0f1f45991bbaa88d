"""Subscriptions over WebSockets, as the protocol graphql-transport-ws has it.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md. Codes of closing from 4400 to 4500 are the protocol's.
Strawberry's own handler speaks it too, but writes results with the standard library's JSON, which cannot pass on what
the database wrote, and has no bound for readers who take nothing.
"""

import asyncio
from contextlib import aclosing, suppress
from typing import Any, Final

import orjson
import structlog
from litestar import WebSocket
from litestar.datastructures import State
from litestar.exceptions import HTTPException, WebSocketDisconnect

from api.auth.origin import is_planted
from api.auth.sessions import SESSION_COOKIE
from api.graphql.request import MAX_BODY_BYTES, Operation
from api.subscriptions.events import refusal
from api.subscriptions.running import AnyConnection, Streams, with_authorization
from store.database import Unavailable

log = structlog.get_logger()

AnySocket = WebSocket[Any, Any, State]

PROTOCOL: Final = "graphql-transport-ws"
INIT_SECONDS: Final = 10.0  # for the first message
SEND_SECONDS: Final = 10.0  # a reader that takes nothing for so long is dropped
MOST_OPERATIONS: Final = 10  # at one time on one connection; a dashboard follows a handful

BAD_MESSAGE, UNAUTHORISED, FORBIDDEN = 4400, 4401, 4403
NO_SUBPROTOCOL, INIT_TOO_LATE, TAKEN, INIT_TWICE = 4406, 4408, 4409, 4429
TOO_LARGE, COME_AGAIN = 1009, 1013  # RFC 6455, section 7.4, and its registry


class Closed(Exception):  # noqa: N818 - how the conversation ends, not a fault of the program
    """The connection is to be closed with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


async def serve(streams: Streams, socket: AnySocket, *, is_room: bool) -> None:
    """Hold one conversation, from its handshake to its end, or say that there is no room for it."""
    if _is_planted(streams, socket):
        await socket.close(FORBIDDEN, "this connection was opened by another site")
        return
    if PROTOCOL not in socket.scope["subprotocols"]:
        await socket.accept()
        await socket.close(NO_SUBPROTOCOL, f"speak {PROTOCOL}")
        return
    await socket.accept(subprotocols=PROTOCOL)
    if not is_room:
        await socket.close(COME_AGAIN, "too many are connected; come again")
        return
    await _Connection(streams, socket).talk()


def _is_planted(streams: Streams, socket: AnySocket) -> bool:
    """Whether another site's page opened this in its reader's name, with their session."""
    if SESSION_COOKIE not in socket.headers.get("cookie", ""):
        return False
    return is_planted("POST", socket.headers, streams.public_url)


class _Connection:
    """One conversation: its reader, and the operations that run."""

    def __init__(self, streams: Streams, socket: AnySocket) -> None:
        self._streams = streams
        self._socket = socket
        self._reader: AnyConnection | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._sending = asyncio.Lock()
        self._ended = asyncio.get_running_loop().create_future()

    async def talk(self) -> None:
        """Answer messages until one side ends it."""
        hearing = asyncio.create_task(self._hear())
        try:
            await asyncio.wait((hearing, self._ended), return_when=asyncio.FIRST_COMPLETED)
            closed = self._ended if self._ended.done() else hearing
            closed.result()
        except Closed as closed:
            log.info("socket.closed", code=closed.code, reason=str(closed))
            with suppress(Exception):  # whoever is gone need not be told
                await asyncio.wait_for(self._socket.close(closed.code, str(closed)), 1)
        except WebSocketDisconnect:
            pass
        finally:
            tasks = [hearing, *self._running.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear(self) -> None:
        try:
            message = await asyncio.wait_for(self._next(), INIT_SECONDS)
        except TimeoutError:
            raise Closed(INIT_TOO_LATE, "connection initialisation timeout") from None
        while True:
            await self._answer(message)
            message = await self._next()

    async def _next(self) -> dict[str, Any]:
        text = await self._socket.receive_data("text")
        if len(text) > MAX_BODY_BYTES:
            raise Closed(TOO_LARGE, f"at most {MAX_BODY_BYTES} bytes are taken")
        try:
            message = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise Closed(BAD_MESSAGE, "this is no JSON") from None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise Closed(BAD_MESSAGE, "a message is an object with a type")
        return message

    async def _answer(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "connection_init":
                await self._begin(message.get("payload"))
            case "ping":
                await self._send({"type": "pong"})
            case "pong":
                pass
            case "subscribe":
                self._subscribe(message.get("id"), message.get("payload"))
            case "complete":
                self._stop(message.get("id"))
            case other:
                raise Closed(BAD_MESSAGE, f"there is no message of type {other[:40]!r}")

    async def _begin(self, payload: object) -> None:
        if self._reader is not None:
            raise Closed(INIT_TWICE, "too many initialisation requests")
        if payload is not None and not isinstance(payload, dict):
            raise Closed(BAD_MESSAGE, "the payload of connection_init is an object")
        given = (payload or {}).get("authorization", (payload or {}).get("Authorization"))
        self._reader = with_authorization(self._socket, given) if isinstance(given, str) else self._socket
        await self._send({"type": "connection_ack"})

    def _subscribe(self, key: object, payload: object) -> None:
        if self._reader is None:
            raise Closed(UNAUTHORISED, "unauthorised: send connection_init first")
        if not isinstance(key, str) or not key or not isinstance(payload, dict):
            raise Closed(BAD_MESSAGE, "subscribe has an id and a payload")
        query, variables, name = payload.get("query"), payload.get("variables"), payload.get("operationName")
        is_well_formed = (
            isinstance(query, str) and isinstance(variables, dict | None) and isinstance(name, str | None)
        )
        if not is_well_formed:
            raise Closed(BAD_MESSAGE, "the payload has query, and may have variables and operationName")
        if key in self._running:
            raise Closed(TAKEN, f"subscriber for {key[:40]} already exists")
        run = self._run(self._reader, key, Operation(query, variables, name), len(self._running))
        self._running[key] = asyncio.create_task(run)

    def _stop(self, key: object) -> None:
        task = self._running.pop(key, None) if isinstance(key, str) else None
        if task is not None:
            task.cancel()

    async def _run(self, reader: AnyConnection, key: str, operation: Operation, others: int) -> None:
        try:
            if others >= MOST_OPERATIONS:
                message = f"at most {MOST_OPERATIONS} operations run on one connection"
                await self._refuse(key, refusal(message, "TOO_MANY_SUBSCRIPTIONS"))
                return
            async with aclosing(self._streams.results(reader, operation)) as results:
                async for each in results:
                    if each.is_refusal:
                        await self._refuse(key, each.body)
                        return
                    await self._send({"id": key, "type": "next", "payload": orjson.Fragment(each.body)})
            self._running.pop(key, None)
            await self._send({"id": key, "type": "complete"})
        except HTTPException as refused:
            await self._refuse(key, refusal(refused.detail, "UNAUTHENTICATED"))
        except Unavailable:
            await self._refuse(key, refusal("The database cannot be reached now; come again.", "UNAVAILABLE"))
        except Closed as closed:
            if not self._ended.done():
                self._ended.set_exception(closed)
        finally:
            if self._running.get(key) is asyncio.current_task():
                del self._running[key]

    async def _refuse(self, key: str, body: bytes) -> None:
        self._running.pop(key, None)
        errors = orjson.loads(body)["errors"]
        await self._send({"id": key, "type": "error", "payload": errors})

    async def _send(self, message: dict[str, Any]) -> None:
        """Send a message, one at a time.

        Raises:
            Closed: the reader takes nothing.
        """
        try:
            async with asyncio.timeout(SEND_SECONDS), self._sending:
                await self._socket.send_data(orjson.dumps(message).decode(), "text")
        except TimeoutError:
            raise Closed(COME_AGAIN, "the reader is too slow") from None
