"""Synchronous clients in threads that nobody waits for when the process ends."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


async def in_thread(function: Callable[[], T], name: str) -> T:
    """Run a synchronous client in a thread that nobody waits for when the process ends.

    `asyncio.to_thread` would keep a stopped process alive until a slow server answers.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(settled: Callable[[], None]) -> None:
        if not answer.done():
            settled()

    def run() -> None:
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to who waits
            settled = _setter(answer.set_exception, error)
        else:
            settled = _setter(answer.set_result, result)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, settled)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await answer


def _setter(give: Callable[[Any], None], value: object) -> Callable[[], None]:
    return lambda: give(value)
