"""Subscriptions as server-sent events, in the distinct connections mode of the protocol graphql-sse.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md: each result is an event `next`, the end is an event
`complete`, and what is refused is told as a result, so that a browser's EventSource can read it.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Final

import orjson
from litestar.exceptions import HTTPException
from litestar.types import Receive, Send

from api.graphql.negotiation import EVENTS
from api.graphql.request import AnyRequest, Operation, Refusal
from api.subscriptions.running import Streams
from store.database import Unavailable

KEEP_ALIVE_SECONDS: Final = 15.0  # proxies cut what is silent for a minute, some for half of one
SEND_SECONDS: Final = 10.0  # a reader that takes nothing for so long is cut off
KEEP_ALIVE: Final = b":\n\n"
COMPLETE: Final = b"event: complete\ndata:\n\n"


async def serve(
    streams: Streams, request: AnyRequest, operation: Operation, receive: Receive, send: Send
) -> None:
    """Answer with a stream until it ends, or until its reader goes or is too slow."""
    headers = [
        (b"content-type", f"{EVENTS}; charset=utf-8".encode()),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # or nginx holds back what it gets until there is enough of it
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    going = asyncio.create_task(_gone(receive))
    sending = asyncio.create_task(_send(streams, request, operation, send))
    try:
        await asyncio.wait((going, sending), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (going, sending):
            task.cancel()
            with suppress(asyncio.CancelledError, TimeoutError, OSError):
                await task


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(streams: Streams, request: AnyRequest, operation: Operation, send: Send) -> None:
    async def put(chunk: bytes, *, more: bool = True) -> None:
        async with asyncio.timeout(SEND_SECONDS):
            await send({"type": "http.response.body", "body": chunk, "more_body": more})

    async with aclosing(_events(streams, request, operation)) as events:
        waiting = asyncio.ensure_future(anext(events, None))
        try:
            while True:
                done, _ = await asyncio.wait((waiting,), timeout=KEEP_ALIVE_SECONDS)
                if not done:
                    await put(KEEP_ALIVE)
                    continue
                body = waiting.result()
                if body is None:
                    break
                await put(b"event: next\ndata: " + body + b"\n\n")
                waiting = asyncio.ensure_future(anext(events, None))
        finally:
            waiting.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await waiting
    await put(COMPLETE, more=False)


async def _events(streams: Streams, request: AnyRequest, operation: Operation) -> AsyncGenerator[bytes, None]:
    try:
        async with aclosing(streams.results(request, operation)) as results:
            async for each in results:
                yield each.body
    except (HTTPException, Refusal) as refused:
        yield refusal(getattr(refused, "detail", str(refused)), "UNAUTHENTICATED")
    except Unavailable:
        yield refusal("The database cannot be reached now; come again in a few seconds.", "UNAVAILABLE")


def refusal(message: str, code: str) -> bytes:
    """A result that says why there is none."""
    return orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
