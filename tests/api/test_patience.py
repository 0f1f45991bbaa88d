"""Connections whose requests never arrive do not stay; those that are answered, or converse, do."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import websockets

from api import patience
from api.process import _serve

SOON = 0.2  # seconds
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answers what has arrived whole, and echoes over WebSockets."""
    if scope["type"] == "lifespan":
        for stage in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{stage}.complete"})
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
    else:
        while (message := await receive())["type"] == "http.request" and message.get("more_body"):
            pass
        await asyncio.sleep(3 * SOON)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


@pytest_asyncio.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(patience, "ARRIVES_SECONDS", SOON)
    monkeypatch.setattr("api.process.GRACE_SECONDS", 0)
    listening = socket.create_server(("127.0.0.1", 0))
    started = asyncio.Event()

    async def tell() -> None:
        started.set()

    serving = asyncio.create_task(_serve(application, listening, tell))
    await started.wait()
    yield listening.getsockname()[1]
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def told(port: int, *parts: bytes) -> bytes:
    """What comes back until the connection is closed from the other side."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for each in parts:
        writer.write(each)
        await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 20)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize(
    "parts",
    [(), (b"POST /",), (HEAD,), (HEAD, b"\r\n", b"half a body")],
    ids=["nothing", "half a line", "half a head", "half a body"],
)
async def test_what_never_arrives_is_not_waited_for(port: int, parts: tuple[bytes, ...]) -> None:
    assert await told(port, *parts) == b""


async def test_a_head_without_end_is_not_read_on(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "ARRIVES_SECONDS", 60)
    assert await told(port, b"GET / HTTP/1.1\r\nX: ", b"a" * 300_000) == b""


async def test_an_answer_may_take_its_time(port: int) -> None:
    answered = await told(port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answered.startswith(b"HTTP/1.1 200 OK\r\n")


async def test_a_conversation_goes_on(port: int) -> None:
    async with websockets.connect(f"ws://127.0.0.1:{port}/") as talking:
        await asyncio.sleep(3 * SOON)
        await talking.send("still here")
        assert await talking.recv() == "still here"
