"""Files of several licences: each is found with its lines, whatever stands between, and choices are told from sums."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

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


COMPOSED = {
    "two licences under headings": (
        "# MIT License\n\n{MIT}\n\n# Apache License 2.0\n\n{Apache-2.0}\n",
        "MIT AND Apache-2.0",
        ("MIT", "Apache-2.0"),
    ),
    "a choice with both texts": (
        (
            "Lights is dual licensed under the MIT License or the Apache License, Version 2.0, at your option.\n\n"
            "## MIT\n\n{MIT}\n\n## Apache-2.0\n\n{Apache-2.0}\n"
        ),
        "MIT OR Apache-2.0",
        ("MIT", "Apache-2.0"),
    ),
    "a choice of three": (
        (
            "You may use this under the terms of any one of the following licenses: MIT, BSD-2-Clause or Apache-2.0."
            "\n\n{MIT}\n\n{BSD-2-Clause}\n\n{Apache-2.0}"
        ),
        "MIT OR BSD-2-Clause OR Apache-2.0",
        ("MIT", "BSD-2-Clause", "Apache-2.0"),
    ),
    "a choice that opens later versions": (
        (
            "This is available under the Mozilla Public License 2.0 or, at your choice, the GNU General Public License"
            " version 2 or later.\n\n{MPL-2.0}\n\n{GPL-2.0-only}"
        ),
        "MPL-2.0 OR GPL-2.0-or-later",
        ("MPL-2.0", "GPL-2.0"),
    ),
    "a choice in Chinese": (
        "本專案採 MIT 與 Apache-2.0 雙授權，使用者可擇一適用。\n\n{MIT}\n\n{Apache-2.0}",
        "MIT OR Apache-2.0",
        ("MIT", "Apache-2.0"),
    ),
    "notices of third parties": (
        (
            "{BSD-3-Clause}\n\nThird-party notices\n===================\n\nThis software contains parts of libfoo:\n\n"
            "{MIT}\n\nand of libbar:\n\n{Zlib}\n"
        ),
        "BSD-3-Clause AND MIT AND Zlib",
        ("BSD-3-Clause", "MIT", "Zlib"),
    ),
    "content and code": (
        (
            "The documentation is licensed under CC BY 4.0:\n\n{CC-BY-4.0}\n\n"
            "The source code is licensed under the MIT License:\n\n{MIT}"
        ),
        "CC-BY-4.0 AND MIT",
        ("CC-BY-4.0", "MIT"),
    ),
    "code and fonts": (
        "Code: MIT\n\n{MIT}\n\nFonts: OFL 1.1\n\n{OFL-1.1}",
        "MIT AND OFL-1.1",
        ("MIT", "OFL-1.1"),
    ),
    "a list of bundled parts without texts": (
        (
            "{BSD-3-Clause}\n\n----\n\nThis package bundles several libraries that are compatibly licensed.\n\n"
            "Name: lights\nFiles: src/lights/*\nLicense: MIT\n  For details, see src/lights/LICENSE\n\n"
            "Name: runtime\nFiles: vendor/runtime\nLicense: GPL-3.0-or-later WITH GCC-exception-3.1\n"
        ),
        "BSD-3-Clause AND MIT AND GPL-3.0-or-later WITH GCC-exception-3.1",
        ("BSD-3-Clause", "MIT", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ),
    "a list of bundled parts with texts": (
        (
            "{BSD-3-Clause}\n\nThis package bundles the following libraries:\n\nName: lights\nFiles: src/lights/*\n"
            "License: MIT\n\n{MIT}\n\nName: fft\nFiles: vendor/fft/*\nLicense: BSD-2-Clause\n\n{BSD-2-Clause}\n"
        ),
        "BSD-3-Clause AND MIT AND BSD-2-Clause",
        ("BSD-3-Clause", "MIT", "BSD-2-Clause"),
    ),
    "components of an Apache project": (
        (
            "{Apache-2.0}\n\n=====\nLights includes components with separate copyright notices and license terms. Your"
            " use of these components is subject to the terms and conditions of the following licenses.\n\n"
            "For the parser:\n\n{MIT}\n\nFor the writer:\n\n{BSD-3-Clause}\n"
        ),
        "Apache-2.0 AND MIT AND BSD-3-Clause",
        ("Apache-2.0", "MIT", "BSD-3-Clause"),
    ),
    "data beside code": (
        "{EUPL-1.2}\n\n資料部分：\n\n{OGDL-Taiwan-1.0}",
        "EUPL-1.2 AND OGDL-Taiwan-1.0",
        ("EUPL-1.2", "OGDL-Taiwan-1.0"),
    ),
    "a notice above another's text": (
        (
            "This program is free software: you can redistribute it and/or modify it under the terms of the GNU General"
            " Public License as published by the Free Software Foundation, either version 3 of the License, or (at your"
            " option) any later version.\n\nThis file incorporates work covered by the following copyright and"
            " permission notice:\n\n{MIT}"
        ),
        "GPL-3.0-or-later AND MIT",
        ("GPL-3.0-or-later", "MIT"),
    ),
    "libraries in quotation marks": (
        (
            'Lights is licensed for use as follows:\n\n"""\n{MIT}\n"""\n\nThe externally maintained libraries used by'
            ' Lights are:\n\n- Acorn, located at deps/acorn, is licensed as follows:\n  """\n{ISC}\n  """\n'
        ),
        "MIT AND ISC",
        ("MIT", "ISC"),
    ),
    "terms that are no licence": (
        "{MIT}\n\n-----\n\nThe sensors are proprietary. You may use them only with devices of Example Ltd.\n",
        None,
        ("MIT", None),
    ),
}


@pytest.mark.parametrize("name", COMPOSED)
def test_a_composite_is_split_into_its_parts(name: str) -> None:
    written, expression, parts = COMPOSED[name]
    for identifier, text in TEXTS.items():
        written = written.replace("{" + identifier + "}", text.strip())
    found = identify(written)
    assert found.kind is IdentificationKind.COMPOSITE
    assert found.expression == expression
    one = [part.expression for part in found.parts if " OR " not in (part.expression or "")]
    assert tuple(dict.fromkeys(one)) == parts
    assert [part.first_line for part in found.parts] == sorted(part.first_line for part in found.parts)


@pytest.mark.parametrize(
    ("written", "expression", "kind"),
    [
        ("{Apache-2.0}\n\nNOTICE\n\nLights\nCopyright 2020 Example City\n", "Apache-2.0", "exact"),
        (
            (
                "{Apache-2.0}\n\nNOTE: This software depends on other packages that may be licensed under different"
                " open source licenses.\n"
            ),
            "Apache-2.0",
            "exact",
        ),
        (
            "This is free software, under the same terms as Perl itself.",
            "Artistic-1.0-Perl OR GPL-1.0-or-later",
            "header",
        ),
        ("Derived from the re module, licensed under CNRI's Python 1.6 license.", "CNRI-Python", "header"),
    ],
    ids=range(4),
)
def test_a_file_of_one_licence_is_no_composite(written: str, expression: str, kind: str) -> None:
    found = identify(written.replace("{Apache-2.0}", TEXTS["Apache-2.0"]))
    assert (found.expression, found.kind.value) == (expression, kind)


def test_the_licence_of_python_itself_is_known_behind_its_history() -> None:
    file = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if not file.exists():
        pytest.skip("this Python was installed without its licence")
    found = identify(file.read_text("utf-8"))
    assert [part.expression for part in found.parts] == ["Python-2.0.1", "0BSD"]
    assert found.expression == "Python-2.0.1 AND 0BSD"


def test_a_choice_for_examples_alone_is_none_for_the_software() -> None:
    text = f"{TEXTS['MIT']}\n\nThe examples in the documentation are dual licensed: MIT and Zlib.\n\n{TEXTS['Zlib']}"
    assert identify(text).expression == "MIT AND Zlib"
