"""Headers of source files: the usual wordings are understood in any comment, what does not say enough is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.licences import identify


def framed(begin: str, line: str, end: str, code: str) -> Callable[[str], str]:
    """A way to write a text as a comment above some code."""
    return lambda text: (
        f"{begin}{chr(10).join((line + each).rstrip() for each in text.splitlines())}{end}{code}"
    )


def boxed(text: str) -> str:
    lines = "\n".join(f"* {line:<76} *" for line in text.splitlines())
    return f"/{'*' * 79}\n{lines}\n{'*' * 79}/\nint sold_only_here;\n"


STYLES = {
    "block": framed("/*\n", " * ", "\n */\n", "int restricted(void) { return 0; }\n"),
    "slashes": framed("", "// ", "\n", "fn main() {}\n"),
    "hashes": framed("#!/bin/sh\n", "# ", "\n", 'echo "only if needed"\n'),
    "docstring": framed('"""A thing.\n\n', "", '\n"""\n', "import sys\n"),
    "page": framed("<!--\n", "", "\n-->\n", "<p>Only here</p>\n"),
    "dashes": framed("", "-- ", "\n", "local x = 1\n"),
    "semicolons": framed("", ";; ", "\n", "(defun a () nil)\n"),
    "m4": framed("", "dnl ", "\n", "AC_INIT\n"),
    "batch": framed("@echo off\n", "REM ", "\n", "exit\n"),
    "percent": framed("", "% ", "\n", "\\begin{document}\n"),
    "braces": framed("{-\n", "", "\n-}\n", "main = pure ()\n"),
    "box": boxed,
}


def gnu(name: str, version: str, program: str = "This program") -> str:
    """The notice that the GNU licences recommend for source files."""
    return f"""{program} is free software; you can redistribute it and/or modify it
under the terms of the {name} as published by
the Free Software Foundation; {version}

{program} is distributed in the hope that it will be useful,
but WITHOUT ANY WARRANTY; without even the implied warranty of
MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
{name} for more details."""


def later(version: str) -> str:
    return f"either version {version} of the License, or (at your option)\nany later version."


APACHE = """Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied."""
MPL = """The contents of this file are subject to the Mozilla Public License Version
1.1 (the "License"); you may not use this file except in compliance with
the License."""
TRIPLE = f"""{MPL}

Alternatively, the contents of this file may be used under the terms of
either the GNU General Public License Version 2 or later (the "GPL"), or
the GNU Lesser General Public License Version 2.1 or later (the "LGPL")."""
EUPL = """Licensed under the EUPL, Version 1.2 or – as soon they will be approved by
the European Commission - subsequent versions of the EUPL (the "Licence");
You may not use this work except in compliance with the Licence."""
EITHER = """Licensed under the Apache License, Version 2.0 <LICENSE-APACHE or
https://www.apache.org/licenses/LICENSE-2.0> or the MIT license
<LICENSE-MIT or https://opensource.org/licenses/MIT>, at your
option. This file may not be copied, modified, or distributed
except according to those terms."""
GPL_IN_FULL = "GNU General Public License"
SAID = [
    (APACHE, "Apache-2.0"),
    ("Licensed under the Apache 2.0 License.", "Apache-2.0"),
    (MPL, "MPL-1.1"),
    (TRIPLE, "MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later"),
    ("This Source Code Form is subject to the terms of the Mozilla Public\nLicense, v. 2.0.", "MPL-2.0"),
    (EUPL, "EUPL-1.2"),
    ("Licensed under the European Union Public Licence (EUPL), Version 1.2 only", "EUPL-1.2"),
    (EITHER, "Apache-2.0 OR MIT"),
    (gnu(GPL_IN_FULL, later("2")), "GPL-2.0-or-later"),
    (gnu(GPL_IN_FULL, "version 2 of the License."), "GPL-2.0-only"),
    (gnu("GNU Lesser General Public License", later("2.1"), "This library"), "LGPL-2.1-or-later"),
    (gnu("Lesser GNU General Public License", later("3")), "LGPL-3.0-or-later"),
    (gnu("GNU Affero General Public License", later("3")), "AGPL-3.0-or-later"),
    ("You can use it under the terms of version 2.1 of the GNU Lesser General Public License.", "LGPL-2.1"),
    ("Released under the GPL v2 only.", "GPL-2.0-only"),
    ("License: GPLv3+", "GPL-3.0-or-later"),
    ("License: BSD 3 clause", "BSD-3-Clause"),
    ("@license MIT", "MIT"),
    ("This code is released under the simplified BSD license.", "BSD-2-Clause"),
    ("This source code is licensed under the MIT license found in the\nLICENSE file.", "MIT"),
    ("All rights reserved. This is made available under the\nEclipse Public License v1.0", "EPL-1.0"),
    (
        "Supplied under the terms of the\nCommon Development and Distribution License, version 1.0.",
        "CDDL-1.0",
    ),
    (
        "Part of a project, under the Apache License v2.0 with LLVM Exceptions.",
        "Apache-2.0 WITH LLVM-exception",
    ),
    ("SPDX-License-Identifier: EUPL-1.2 OR GPL-3.0-or-later", "EUPL-1.2 OR GPL-3.0-or-later"),
    ("本程式以 MIT 授權條款釋出，詳見 LICENSE。", "MIT"),
    ("This is not warranted.\nIt is released under the MIT license.", "MIT"),
    (
        'Licensed under a <a rel="license" href="https://example.org/by/4.0/">Creative Commons\nBY 4.0 License</a>.',
        "CC-BY-4.0",
    ),
    ("本程式為自由軟體，採用 GNU GPL 第 3 版或更新版本授權。", "GPL-3.0-or-later"),
]
UNSAID = [
    "Use of this source code is governed by a BSD-style license that can be\nfound in the LICENSE file.",
    "Licensed under both the BSD-style license (in LICENSE) and the GPLv2 (in\nCOPYING). You may select one.",
    "Licensed under the MIT license for non-commercial use only.",
    "Licensed under the MIT license with the following restriction.",
    "This file is subject to the GNU General Public License; see COPYING.",
    "Unlike code under the GPL version 2, you may do what you like.",
    "Developed by MIT, 2019.",
    "License: see LICENSE",
    "本檔案未採用 MIT 授權。",
    "本專案不再採用 MIT 授權。",
    "本專案沒有採用 MIT 授權。",
    "This software is not licensed under the MIT License.",
    "This is no longer available under the terms of the Apache License, Version 2.0.",
    "It isn't released under the MIT license.",
    "This file has never been published under the MIT License.",
]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("text", "expected"), SAID, ids=[str(number) for number in range(len(SAID))])
def test_a_usual_wording_is_understood_in_every_comment(text: str, expected: str, style: str) -> None:
    found = identify(STYLES[style](text))
    assert (found.expression, found.kind.value) == (expected, "header")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", UNSAID, ids=[str(number) for number in range(len(UNSAID))])
def test_what_does_not_say_enough_is_left_open_in_every_comment(text: str, style: str) -> None:
    found = identify(STYLES[style](text))
    assert found.expression is None
