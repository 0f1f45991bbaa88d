"""How long a call takes at its best, so that neither a busy machine nor the collector's pauses fail a test."""

import gc
import time
from collections.abc import Callable

TRIES = 5


def best_seconds(call: Callable[[], object], tries: int = TRIES) -> float:
    """Processor seconds of the quickest of several calls, while no garbage is collected.

    A test's process holds the objects of hundreds of tests; one pass of the collector over them
    costs more than most of what is timed here, and says nothing about it.
    """
    collecting = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        return min(_seconds(call) for _ in range(tries))
    finally:
        if collecting:
            gc.enable()


def _seconds(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began
