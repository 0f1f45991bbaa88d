"""Copies that publishers themselves hand out are the licence, though the list's text differs in a word."""

from __future__ import annotations

import pytest

from registry.licences import identify, spdx


def test_old_copies_of_gpl_2_name_the_library_licence() -> None:
    text = spdx.texts()["GPL-2.0-only"]
    older = text.replace("Lesser General Public License", "Library General Public License")
    assert older != text
    assert identify(older).expression == "GPL-2.0"


def test_the_name_alone_is_no_excuse_for_another_word() -> None:
    text = spdx.texts()["GPL-2.0-only"].replace("General Public License", "Library Public License", 3)
    assert identify(text).expression is None


def test_mozillas_own_copy_of_mpl_1_1_names_a_range_of_sections() -> None:
    text = spdx.texts()["MPL-1.1"]
    own = text.replace("Sections 3.1, 3.2, 3.3, 3.4 and 3.5", "Section 3.1-3.5")
    assert own != text
    assert identify(own).expression == "MPL-1.1"


@pytest.mark.parametrize("identifier", ["GPL-2.0-only", "MPL-1.1"])
def test_other_words_left_out_still_tell(identifier: str) -> None:
    text = spdx.texts()[identifier].replace("royalty-free", "").replace("WITHOUT WARRANTY OF ANY KIND", "")
    assert identify(text).expression is None


def test_a_choice_that_is_offered_above_both_texts_is_a_choice() -> None:
    offer = (
        "This software is dual-licensed under the ISC and MIT licenses.\n"
        "You may use it under EITHER of the following licenses."
    )
    answer = identify("\n\n----------\n\n".join([offer, spdx.texts()["ISC"], spdx.texts()["MIT"]]))
    assert answer.expression == "ISC OR MIT"
