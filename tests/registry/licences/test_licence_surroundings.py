"""What stands beside a licence: sentences that limit it keep the file from its name, harmless ones do not."""

from __future__ import annotations

import pytest

from registry.licences import DifferenceKind, IdentificationKind, identify, spdx
from tests.timing import best_seconds

MIT = spdx.texts()["MIT"]
APACHE = spdx.texts()["Apache-2.0"]

LIMITING = (
    "Except for governments.",
    "This licence does not apply to commercial use.",
    "For non-commercial use only.",
    "Noncommercial.",
    "“Commons Clause” License Condition v1.0",
    "Provided that you do not compete with us.",
    "MIT, but not for armies.",
    "Companies with more than 50 employees need a paid license.",
    "Hate groups may not use this.",
    "You may not host this as a service.",
    "This license expires on 31 December 2026.",
    "Governments are excluded.",
    "A link back to our site is mandatory.",
    "Valid until 2027.",
    "Trial version: 30 days.",
    "Subject to approval by the ministry.",
    "Kommerzielle Nutzung ist untersagt.",
    "Usage commercial interdit.",
    "不得用於商業用途",
    "请勿用于商业用途",
    "政府機關除外。",
    "商業使用須另行取得授權。",
    "本授權不適用於政府機關。",
    "使用者應註明出處",
    "授權期間三年",
)
HARMLESS = (
    "https://example.org/open-city",
    "Contact: info@example.org",
    "If you have any questions, please contact us at info@example.org.",
    "Please see the AUTHORS file for a list of contributors.",
    "Thanks to everyone who contributed.",
    "Maintained by the Example City IT department.",
    "Copyright (c) 2011-2024 The Example Authors (see AUTHORS)",
    "Last updated 2026-01-01",
    "You can find the source at https://example.org.",
    "專案維護：範例市政府資訊局",
    "如有問題請聯絡 info@example.org",
    "請參閱 README",
    "著作權所有 © 2024 範例市政府",
)


@pytest.mark.parametrize("limit", LIMITING)
def test_a_sentence_that_limits_a_licence_keeps_the_file_from_its_name(limit: str) -> None:
    for text in (
        f"{MIT}\n\n{limit}\n",
        f"{limit}\n\n{MIT}",
        f"{MIT.rstrip()} {limit}",
        f"{APACHE}\n\n{limit}\n",
    ):
        found = identify(text)
        assert (found.expression, found.kind) == (None, IdentificationKind.COMPOSITE)
        assert [each.kind for each in found.differences] == [DifferenceKind.ADDED]


def test_the_words_that_limit_are_shown_with_their_line() -> None:
    [difference] = identify(f"{MIT.rstrip()}\n\nExcept for governments.\n").differences
    assert (difference.found, difference.line) == ("except for governments", MIT.rstrip().count("\n") + 3)


@pytest.mark.parametrize("trailer", HARMLESS)
def test_a_harmless_trailer_leaves_the_licence_exact(trailer: str) -> None:
    for licence, name in ((MIT, "MIT"), (APACHE, "Apache-2.0")):
        for text in (f"{licence}\n\n{trailer}\n", f"{trailer}\n\n{licence}"):
            found = identify(text)
            assert (found.expression, found.kind) == (name, IdentificationKind.EXACT)


ASIDES = (
    "Third-party libraries in vendor/ are covered by their own licenses.",
    "Third party software included in this distribution is licensed under separate terms; see the folder licenses.",
    "Some files in this repository come from other projects; their original copyright and license notices are kept.",
    "Bundled dependencies have their own licenses, see each package.",
    "Additional licenses may apply to some of the data files; see data/README.",
    "This applies to all parts of Open City except those in the folder docs.",
    "The above license does not cover the images in /img.",
    "The Open City logo is a trademark of Example City and is not covered by this license.",
    "For the avoidance of doubt, this license does not grant rights in the trademarks of Example City.",
    "By contributing you agree that your contributions are licensed under its MIT license.",
    "Developed with funding from the European Union under grant agreement No 123456.",
    "This software was developed at the National Institute of Example by employees of the Federal Government.",
    "This product includes software developed by the Apache Software Foundation.",
    "For third-party components see THIRD_PARTY_NOTICES.txt.",
    "Pull requests are welcome on our forge.",
)
NO_ASIDES = (
    "The software is licensed under different terms for companies.",
    "The enterprise edition is licensed under other terms.",
    "Commercial users are licensed under separate terms.",
    "This license does not cover the library.",
    "This license does not cover the server.",
    "This license does not apply to commercial use of the images.",
    "Except for use of the library in weapons.",
    "Except for the libraries, which must not be sold.",
    "All parts except those in the folder docs may be used for research only.",
    "By contributing you agree to pay us.",
    "By using this software you agree to our terms of service.",
    "The logo must be shown on every page.",
    "You may only use it under a grant agreement.",
)


@pytest.mark.parametrize("aside", ASIDES)
def test_what_is_said_of_other_works_marks_and_money_leaves_the_licence_exact(aside: str) -> None:
    for text in (f"{MIT}\n\n{aside}\n", f"{aside}\n\n{MIT}"):
        found = identify(text)
        assert (found.expression, found.kind) == ("MIT", IdentificationKind.EXACT)


@pytest.mark.parametrize("limit", NO_ASIDES)
def test_what_only_sounds_like_an_aside_keeps_the_file_from_its_name(limit: str) -> None:
    assert identify(f"{MIT}\n\n{limit}\n").expression is None


def test_a_long_list_of_contributors_adds_no_terms() -> None:
    names = "\n".join(
        f"{first} {second} (Mozilla)" for first in ("Ada", "Bo", "Chi") for second in map(str, range(30))
    )
    found = identify(f"The license of lights\n\nContributors:\n{names}\n\n{MIT}")
    assert (found.expression, found.kind) == ("MIT", IdentificationKind.EXACT)


CODE = {
    "#": "\ntry:\n    sell(only=True)\nexcept ValueError:\n    use = not restricted  # must not be used twice\n",
    "//": "\nfunction f(a) {\n  // must not be called twice\n  if (!a) { throw new Error('may not be used'); }\n}\n",
}


@pytest.mark.parametrize("mark", CODE)
def test_code_below_a_licence_in_a_comment_limits_nobody(mark: str) -> None:
    comment = "\n".join(f"{mark} {line}".rstrip() for line in MIT.splitlines())
    found = identify(f"{comment}\n{CODE[mark]}")
    assert (found.expression, found.kind) == ("MIT", IdentificationKind.EXACT)


def test_a_licence_may_stand_in_a_second_comment() -> None:
    comment = "\n".join(f" * {line}".rstrip() for line in MIT.splitlines())
    found = identify(f"// @ts-check\n'use strict';\n\n/*\n{comment}\n */\n{CODE['//']}")
    assert (found.expression, found.kind) == ("MIT", IdentificationKind.EXACT)


def test_a_comment_below_code_that_speaks_of_licences_is_read() -> None:
    comment = "\n".join(f"# {line}" for line in MIT.splitlines())
    limit = "# This licence does not cover commercial use.\n"
    assert identify(f"{comment}\n{CODE['#']}{limit}").expression is None
    assert identify(f"{comment}\n\n{limit}").expression is None


@pytest.mark.parametrize(
    "text",
    [
        "# a\n" + " " * 200_000,
        "/*" * 100_000,
        "# a\nx=1;\n" + "a(" * 100_000,
        "'''" * 100_000,
        "#\n{;\n" * 50_000,
        f"{MIT}\n{'the ' * 20_000}",
    ],
    ids=range(6),
)
def test_hostile_source_files_are_answered_soon(text: str) -> None:
    identify(MIT)  # reads the list and builds the index once
    assert best_seconds(lambda: identify(text), tries=2) < 3


@pytest.mark.parametrize(
    "notice",
    [
        "Licensed under the MIT License. Except for governments.",
        "Licensed under the MIT license, but not for military use.",
        "Licensed under the MIT license. Not for commercial use.",
        "Released under the MIT license (no commercial use).",
        "Licensed under the MIT license unless you are a bank.",
        "This is licensed under the MIT license with the exception of use by governments.",
        "本程式採用 MIT 授權，但不得用於商業用途。",
        "採用 MIT 授權條款，政府機關除外。",
        "本程式採用 MIT 授權。\n不得用於商業用途。",
        "# Lights\n\n## License\n\nMIT\n\nNot for commercial use.\n",
        "## License\n\nMIT Press owns this.\n",
    ],
)
def test_a_limit_behind_a_notice_leaves_it_unnamed(notice: str) -> None:
    assert identify(notice).expression is None


@pytest.mark.parametrize(
    ("notice", "expression"),
    [
        ("Licensed under the MIT license unless otherwise noted.", "MIT"),
        ("Licensed under the MIT license. No warranty.", "MIT"),
        ("Except where otherwise noted, this is licensed under the MIT license.", "MIT"),
        ("You may use this under either MIT or Apache 2.0.", "MIT OR Apache-2.0"),
        ("Licensed under the GPLv3+.", "GPL-3.0-or-later"),
        ("本程式採用 MIT 授權。如有問題請聯絡我們。", "MIT"),
        ("# Lights\n\nA tool.\n\n## License\n\nMIT\n", "MIT"),
        ("# Lights\n\n## License\n\nEUPL-1.2.\n\n## Authors\n\nThe city.\n", "EUPL-1.2"),
        ("Lights\n======\n\nLicense\n-------\n\nApache-2.0\n\nAuthors\n-------\n\nUs\n", "Apache-2.0"),
        ("## 授權條款\n\nMIT License\n", "MIT"),
        (
            " * @license https://example.org/gpl.html GNU General Public License v3 or later",
            "GPL-3.0-or-later",
        ),
        ("Distributed under the LGPL-2.1+ license", "LGPL-2.1-or-later"),
    ],
)
def test_what_a_notice_says_of_files_and_versions_is_no_limit(notice: str, expression: str) -> None:
    assert identify(notice).expression == expression


def test_an_exception_whose_wording_we_do_not_know_leaves_the_whole_unnamed() -> None:
    exception = (
        "As a special exception, the copyright holders give permission to link this with the Example library."
    )
    found = identify(f"{spdx.texts()['GPL-3.0-only']}\n\n{exception}\n")
    assert (found.expression, found.kind) == (None, IdentificationKind.COMPOSITE)
