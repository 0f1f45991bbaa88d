from __future__ import annotations

import json
import subprocess
import sys

from registry.licences import (
    check,
    check_as_json,
    check_as_text,
    identification_as_json,
    identification_as_text,
    identify,
)
from registry.licences.spdx import texts


def test_check_prints_exactly_the_promised_keys() -> None:
    assert list(check_as_json(check("MIT"))) == [
        "input",
        "valid",
        "normalised",
        "osi_approved",
        "fsf_libre",
        "deprecated",
        "errors",
        "suggestion",
    ]


def test_a_valid_expression_as_json() -> None:
    assert check_as_json(check("gpl-3.0 or MIT")) == {
        "input": "gpl-3.0 or MIT",
        "valid": True,
        "normalised": "GPL-3.0 OR MIT",
        "osi_approved": True,
        "fsf_libre": True,
        "deprecated": [{"id": "GPL-3.0", "replacement": "GPL-3.0-only"}],
        "errors": [],
        "suggestion": None,
    }


def test_an_invalid_expression_as_json_says_where_and_what_was_meant() -> None:
    value = json.loads(json.dumps(check_as_json(check("GPL v3"))))
    assert (value["valid"], value["normalised"]) == (False, None)
    [error] = value["errors"]
    assert (error["code"], error["position"], error["length"]) == ("UNKNOWN_LICENCE", 0, 3)
    assert set(error["message"]) == {"en", "zh-Hant"}
    assert value["suggestion"]["expression"] == "GPL-3.0-only"
    assert value["suggestion"]["reason"]["code"] == "ONLY_OR_LATER_OPEN"


def test_identify_prints_exactly_the_promised_keys() -> None:
    value = identification_as_json(identify(texts()["MIT"], "LICENSE"))
    assert value == {
        "path": "LICENSE",
        "expression": "MIT",
        "confidence": 1.0,
        "kind": "exact",
        "parts": [
            {"expression": "MIT", "kind": "exact", "confidence": 1.0, "first_line": 5, "last_line": 18}
        ],
        "differences": [],
    }


def test_a_reader_sees_the_place_of_an_error() -> None:
    assert check_as_text(check("MIT AND BSD-3")).splitlines()[:3] == [
        "“BSD-3” is not an id of the SPDX licence list.",
        "  MIT AND BSD-3",
        "          ^^^^^",
    ]


def test_a_reader_sees_what_a_text_is() -> None:
    assert identification_as_text(identify("", "LICENSE"), "zh-Hant") == "LICENSE: 無法辨識 (unknown, 0%)"


def test_importing_the_package_reads_neither_the_list_nor_numpy() -> None:
    program = (
        "import sys, registry.licences, registry.licences.spdx as spdx;"
        "print('numpy' in sys.modules, spdx._bundle.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    assert done.stdout.split() == ["False", "0"]
