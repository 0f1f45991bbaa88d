"""Licence texts, expressions and bills of materials are bent at random, and are still answered, and in time.

`make test` bends for a second; `make fuzz-licences` goes on for `COMMONFIELD_FUZZ_SECONDS`.
"""

from __future__ import annotations

import json
import os
import random
import time

from registry.licences import check, identify, spdx
from registry.sbom import read
from tests.bench.licences.sboms import document

SECONDS = float(os.environ.get("COMMONFIELD_FUZZ_SECONDS", "1"))
SLOWEST = 3.0  # seconds of processor for one text on a busy machine
BENT = (
    *(
        "\n",
        "\t",
        "/*",
        "*/",
        "//",
        "#",
        "<p>",
        "&quot;",
        "“",
        "©",
        "(c)",
        "Copyright 2024 X",
        "or",
        " and ",
        "(",
        ")",
    ),
    *(
        "SPDX-License-Identifier: ",
        "MIT",
        "GPL-2.0+",
        " WITH ",
        "授權",
        "\x00",
        "\ufeff",
        "ß",
        "é",
        "x" * 300,
    ),
    *(
        "not ",
        "commercial ",
        "either version 2 of the License, or any later version",
        '"',
        "{",
        "]",
        ":",
        "1e999",
    ),
)


def bent(text: str, chance: random.Random) -> str:
    """Change a text in a few places: words put in, passages taken out or doubled."""
    for _ in range(chance.randint(1, 8)):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + chance.choice((1, 8, 80, 800)))
        middle = chance.choice(("", chance.choice(BENT), text[at:to] * chance.randint(2, 3)))
        text = text[:at] + middle + text[to:]
    return text


def test_bent_texts_are_answered_in_time() -> None:
    seed = int(os.environ.get("COMMONFIELD_FUZZ_SEED", "20261121"))
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    texts = list(spdx.texts().values())
    sbom = json.dumps(document(5))
    identify(texts[0])
    until, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        number += 1
        text = bent("\n\n".join(chance.sample(texts, chance.randint(1, 2))), chance)
        started = time.process_time()
        answer = identify(text)
        assert answer.expression is None or check(answer.expression).valid, text
        check(bent("MIT OR (Apache-2.0 WITH LLVM-exception AND LicenseRef-x)", chance))
        read(bent(sbom, chance).encode())
        assert time.process_time() - started < SLOWEST, text
    assert number > SECONDS
