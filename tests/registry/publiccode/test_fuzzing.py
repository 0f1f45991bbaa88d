"""Files are bent at random, and are still read or refused in time, corrected to rest, and written back.

`make test` bends a few hundred; `make fuzz-publiccode` goes on for `COMMONFIELD_FUZZ_SECONDS`.
"""

import os
import random
import time

from registry.publiccode import Unreadable, correct, read, summarise, write

SECONDS = float(os.environ.get("COMMONFIELD_FUZZ_SECONDS", "2"))
SLOWEST = 2.0  # seconds for one file on a busy machine; measured 0.8 for the worst that was found
BENT = (
    *("\n", "  ", "\t", ": ", "- ", "#", "'", '"', "[", "]", "{", "}", "&a ", "*a", "<<: *a", "|\n", ">\n", "? "),
    *("yes", "null", "~", "0.7", "1e9", "2026-13-45", "é", "潮汐", "\ufeff", "\x00", "\u2028", "!!str ", "---\n", "%"),
    *("https://", "alias:", "urn:", "zh_Hant", "GPL v3", "MIT OR", "standalone/", "@", "../", "x" * 200),
)  # fmt: skip


def bent(text: str, chance: random.Random) -> str:
    """Change a text in a few places: words put in, passages taken out, doubled or moved."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + chance.choice((1, 5, 40, 400)))
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:at] + chance.choice(BENT) + text[at:]
        elif kind == 1:
            text = text[:at] + text[to:]
        elif kind == 2:
            text = text[:to] + text[at:to] * chance.randint(1, 3) + text[to:]
        else:
            text = text[:at] + chance.choice(BENT) + text[to:]
    return text


def test_bent_files_are_handled_in_time(valid: str) -> None:
    seed = int(os.environ.get("COMMONFIELD_FUZZ_SEED", "20261121"))
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    until, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        number += 1
        data = bent(valid, chance).encode()
        started = time.process_time()
        try:
            reading = read(data)
        except Unreadable:
            continue
        summarise(reading)
        correction = correct(data)
        assert correct(correction.data).data == correction.data, data
        assert read(write(reading.document, version=None)).document == reading.document, data
        assert time.process_time() - started < SLOWEST, data
    assert number > SECONDS * 10
