"""Files of several licences: each is found with its lines, whatever stands between, and choices are told from sums."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.licences import IdentificationKind, identify, spdx

TEXTS = {
    identifier: spdx.texts()[identifier]
    for identifier in (
        "MIT",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "Apache-2.0",
        "MPL-2.0",
        "Zlib",
        "BSL-1.0",
        "GPL-2.0-only",
        "LGPL-2.1-only",
        "Unlicense",
        "CC0-1.0",
        "EPL-2.0",
        "OFL-1.1",
        "CC-BY-4.0",
        "PSF-2.0",
        "MS-PL",
        "EUPL-1.2",
        "OGDL-Taiwan-1.0",
        "ICU",
        "OpenSSL",
        "PostgreSQL",
    )
}
HEADINGS = (
    "=== LICENSE for {} ===",
    "{}\n=======",
    "-----\n\n{} 4.17.1\n",
    "## {}\n\nhttps://example.org/x\n",
    "The following license applies to {}:\n",
    "This product bundles {}, which is available under the following license:\n",
    "This product includes software developed by Example City ({}). The license text follows.\n",
    "The files in src/ are from {} and are distributed under the license below.\n",
    "Portions of this software are derived from {}, covered by the following notice:\n",
    "Name: {}\nVersion: 1.2.3\nHomepage: https://example.org\nLicense text:\n",
    "* {} (vendored in third_party/) ships with the following copyright and permission notice:\n",
    "THIRD-PARTY SOFTWARE NOTICES\n\nThe notices and the licenses of the components are set forth below.\n\n{}\n",
    "int main(void) {{ return 0; }}\n/* {} */\n",
    "def run(paths):\n    for path in paths:\n        print(path)\n\n# {}\n",
)
NAMES = ("libfoo", "lodash.template", "Example Parser", "open-city")


@settings(max_examples=40, deadline=None)  # the first example compiles the index
@given(st.data())
def test_every_licence_of_a_file_is_found_where_it_stands(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(sorted(TEXTS)), min_size=2, max_size=4, unique=True))
    written, begins = [], []
    for identifier in chosen:
        heading = data.draw(st.sampled_from(HEADINGS)).format(data.draw(st.sampled_from(NAMES)))
        written.append(f"{heading}\n{TEXTS[identifier].strip()}\n")
        begins.append("\n".join(written).count("\n") + 1)
    found = identify("\n".join(written))
    assert found.kind is IdentificationKind.COMPOSITE
    assert found.expression is not None
    bare = [re.sub(r"-only$", "", identifier) for identifier in chosen]
    assert found.expression.split(" AND ") == bare
    assert [part.expression for part in found.parts] == bare
    ends = [0, *begins]
    for part, start, end in zip(found.parts, ends, ends[1:], strict=False):
        assert start < part.first_line <= part.last_line <= end


APACHE, MIT = TEXTS["Apache-2.0"], TEXTS["MIT"]


@pytest.mark.parametrize(
    ("said", "texts", "expected"),
    [
        (
            "Licensed under either of\n * Apache License, Version 2.0, (COPYING)\n * MIT license\nat your option.",
            (),
            "Apache-2.0 OR MIT",
        ),
        (
            "Licensed under either of Apache License, Version 2.0 or MIT license at your option.",
            ("MIT",),
            "Apache-2.0 OR MIT",
        ),
        (
            (
                "For open-source and commercial environments, Foo is dual-licensed. You may choose to use it under"
                " either the Apache License, Version 2.0, or the Microsoft Public License (Ms-PL)."
            ),
            ("Apache-2.0", "MS-PL"),
            "Apache-2.0 OR MS-PL",
        ),
        (
            "Foo is available under your choice of the MIT license, the Apache License 2.0 or the GPL v2 or later.",
            ("MIT", "Apache-2.0", "GPL-2.0-only"),
            "MIT OR Apache-2.0 OR GPL-2.0-or-later",
        ),
        (
            ("You can redistribute it under either the terms of the 2-clause BSDL, or the conditions below:"),
            ("Zlib",),
            "BSD-2-Clause OR Zlib",
        ),
        (
            "This is licensed under the MIT license and the Apache License, Version 2.0.",
            (),
            "MIT AND Apache-2.0",
        ),
        (
            "It bundles foo, which is available under a 3-clause BSD license.",
            ("MIT",),
            "BSD-3-Clause AND MIT",
        ),
        ("Free for personal and commercial use is not permitted.", ("MIT",), None),
        ("Commercial use requires a fee.", ("MIT", "Apache-2.0"), None),
        ("This software may not be used by governments.", ("MIT",), None),
        ("Do not use this in nuclear plants.", ("MIT",), None),
        ("Not for use in aircraft.", ("MIT",), None),
        ("Redistribution requires written permission from Foo.", ("MIT",), None),
        ("The fonts in this folder are under OFL-1.1.", ("MIT",), "OFL-1.1 AND MIT"),
        ("All of it is under MIT.", ("MIT",), "MIT"),
    ],
    ids=range(15),
)
def test_a_choice_is_told_from_a_sum(said: str, texts: tuple[str, ...], expected: str | None) -> None:
    answer = identify("\n\n----------\n\n".join([said, *(TEXTS[each] for each in texts)]))
    assert answer.expression == expected


@pytest.mark.parametrize(
    "added",
    [
        "This software may not be used by governments.",
        "You must send us a postcard.",
        "The Software shall be used for peace.",
        "It may be used only by schools.",
        "Redistribution requires written permission from Foo.",
        "The fonts are under OFL-1.1.",
    ],
)
def test_a_condition_behind_a_licence_keeps_the_file_from_its_name(added: str) -> None:
    answer = identify(f"{TEXTS['MIT']}\n\n{added}\n")
    assert (answer.expression, answer.kind.value) == (None, "composite")
