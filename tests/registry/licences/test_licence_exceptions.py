"""Additional permissions are told where they stand word for word, and doubted where they do not."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from registry.licences import exceptions, identification, identify, spdx
from registry.licences.exceptions import WORDINGS, Granted, Wording, digest_of, taken_out
from registry.licences.normalise import words_of

GPL = spdx.texts()["GPL-2.0-only"]
GPL3_NOTICE = (
    "This program is free software: you can redistribute it and/or modify it under the terms of the GNU General"
    " Public License as published by the Free Software Foundation, either version 3 of the License, or (at your"
    " option) any later version.\n\n"
)
PERMISSION = (
    "As an extra permission, plants that you water with this program may be sold under terms of your choice,"
    " without regard to the license of the program."
)
PLANTS = Wording(
    "Font-exception-2.0",  # some id of the list; the wording is invented
    ("GPL-",),
    "as an extra permission plants",
    len(words_of(PERMISSION)),
    digest_of(words_of(PERMISSION).words),
)


@pytest.fixture(autouse=True)
def with_plants(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(
        words: exceptions.Words, wordings: tuple[Wording, ...] = (*WORDINGS, PLANTS)
    ) -> tuple[tuple[Granted, ...], exceptions.Words]:
        return taken_out(words, wordings)

    monkeypatch.setattr(identification.exceptions, "taken_out", taken)


@pytest.mark.parametrize(
    "text", [f"{PERMISSION}\n\n{GPL}", f"{GPL}\n\n{PERMISSION}", f"{PERMISSION}\n{GPL}\n{PERMISSION}"]
)
def test_an_exception_beside_its_licence_is_told(text: str) -> None:
    assert identify(text).expression == "GPL-2.0 WITH Font-exception-2.0"


def test_an_exception_in_a_notice_is_told() -> None:
    found = identify(GPL3_NOTICE + PERMISSION)
    assert (found.expression, found.kind.value) == ("GPL-3.0-or-later WITH Font-exception-2.0", "header")


def test_a_notice_beside_the_text_tells_about_later_versions_with_an_exception() -> None:
    text = GPL3_NOTICE + PERMISSION + "\n\n" + spdx.texts()["GPL-3.0-only"]
    assert identify(text).expression == "GPL-3.0-or-later WITH Font-exception-2.0"


def test_a_changed_exception_leaves_the_whole_unnamed() -> None:
    changed = PERMISSION.replace("may be sold", "must not be sold")
    assert identify(f"{GPL}\n\n{changed}").expression is None


def test_an_exception_without_a_licence_that_it_fits_explains_nothing() -> None:
    assert identify(f"{spdx.texts()['MIT']}\n\n{PERMISSION}").expression is None


def test_an_exception_between_two_licences_that_it_fits_explains_nothing() -> None:
    assert identify(f"{GPL}\n\n{PERMISSION}\n\n{spdx.texts()['GPL-3.0-only']}").expression is None


def test_an_exception_stands_beside_one_of_two_licences() -> None:
    found = identify(f"{GPL}\n\n{PERMISSION}\n\n{spdx.texts()['MIT']}")
    assert found.expression == "GPL-2.0 WITH Font-exception-2.0 AND MIT"


def test_a_tag_that_names_the_exception_is_believed_as_it_is() -> None:
    tag = "SPDX-License-Identifier: GPL-2.0-or-later WITH Font-exception-2.0\n\n"
    assert identify(tag + PERMISSION).expression == "GPL-2.0-or-later WITH Font-exception-2.0"
    assert identify(tag + PERMISSION + GPL).expression == "GPL-2.0-or-later WITH Font-exception-2.0"


def test_every_wording_names_an_exception_of_the_list_and_licences_of_the_list() -> None:
    assert {wording.id for wording in WORDINGS} <= set(spdx.exceptions())
    for wording in WORDINGS:
        assert all(any(each.startswith(prefix) for each in spdx.licences()) for prefix in wording.licences)


def test_the_exception_that_numpy_ships_is_found_word_for_word() -> None:
    files = [file for file in metadata.files("numpy") or () if str(file).endswith("licenses/LICENSE.txt")]
    text = "".join(Path(str(file.locate())).read_text("utf-8") for file in files)
    if "GCC RUNTIME LIBRARY EXCEPTION" not in text:
        pytest.skip("this build of numpy ships no GCC runtime library")
    assert [each.id for each in taken_out(words_of(text), WORDINGS)[0]] == ["GCC-exception-3.1"]


@pytest.mark.parametrize("identifier", sorted(spdx.texts()))
def test_no_text_of_the_list_holds_a_known_exception_but_its_own(identifier: str) -> None:
    assert taken_out(words_of(spdx.texts()[identifier]), WORDINGS)[0] == ()
