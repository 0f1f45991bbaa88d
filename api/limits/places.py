"""How many streams may be open at once, in all and from one address: each keeps a file, a task and some kilobytes."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

MOST = 500  # of a process: half of the 1,024 files that Linux lets one open if nothing else is set
MOST_OF_ADDRESS = 100  # an office behind one address, with a dashboard on every desk
COME_AGAIN_SECONDS = 30


class Places:
    """Who has how many streams open in this process."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    @contextmanager
    def place(self, address: str) -> Iterator[bool]:
        """Hold a place while the block runs; False when there is none, in all or for this address."""
        if self._taken.total() >= MOST or self._taken[address] >= MOST_OF_ADDRESS:
            yield False
            return
        self._taken[address] += 1
        try:
            yield True
        finally:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]
