"""Identifies the files named on standard input, as a process of its own, so that it alone is measured.

Prints one JSON object: seconds for imports and for loading the index, and for each file the answer and its
milliseconds, the least of `ROUNDS` rounds: what else the machine does only adds.
"""

import json
import sys
import time
from pathlib import Path

ROUNDS = 5


def main() -> None:
    """Do what the module says."""
    paths = [Path(line) for line in sys.stdin.read().splitlines()]
    began = time.perf_counter()
    from api.licence_index import ready  # noqa: PLC0415 - what is measured
    from registry.licences import identify, index, spdx  # noqa: PLC0415 - what is measured

    imported = time.perf_counter()
    ready()
    index.current()
    spdx.licence("MIT")
    loaded = time.perf_counter()
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in paths}
    answers = {}
    for path, text in texts.items():
        taken = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            answer = identify(text)
            taken.append((time.perf_counter() - start) * 1000)
        answers[str(path)] = (answer.expression, min(taken))
    told = {"imports": imported - began, "index": loaded - imported, "answers": answers}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
