from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.licences import expressions
from registry.licences.checking import Deprecation, check
from registry.licences.suggestions import ASK_BELOW, REASONS, reason_text, suggest

CATALOGUE = Path(__file__).parents[4] / "shared" / "data" / "code-gov-tw"
MEANT = {
    "MIT License": "MIT",
    "CC0 v1.0": "CC0-1.0",
    "LGPL-3.0、MPL-2.0": "LGPL-3.0-only AND MPL-2.0",
    "除另有標示外，內容以創用 CC BY 4.0 授權條款釋出。": "CC-BY-4.0",
    "AGPL-3": "AGPL-3.0-only",
    "GPL v3": "GPL-3.0-only",
    "「網頁文字圖片採取 CC0 授權方式，程式碼採取 MIT 的授權方式」": "MIT AND CC0-1.0",
}


@pytest.mark.shared
def test_all_seventeen_wrong_licences_of_the_catalogue_are_understood() -> None:
    if not CATALOGUE.exists():
        pytest.skip("../shared/data/code-gov-tw is not here")
    texts = [
        re.findall(r"^  license: (.+)$", path.read_text("utf-8"), re.MULTILINE)[0]
        for path in sorted(CATALOGUE.glob("*.yml"))
    ]
    wrong = [text for text in texts if not check(text).valid]
    assert (len(texts), len(wrong)) == (22, 17)
    assert set(wrong) == set(MEANT)
    for text in wrong:
        suggestion = check(text).suggestion
        assert suggestion is not None
        assert (text, suggestion.expression) == (text, MEANT[text])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("Apache 2", "Apache-2.0"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("MIT || Apache-2.0", "MIT OR Apache-2.0"),
        ("Apache 2.0 and MIT", "Apache-2.0 AND MIT"),
        ("GPL-2.0 or (mit and LGPL2.1)", "GPL-2.0-only OR MIT AND LGPL-2.1-only"),
        ("3-clause BSD", "BSD-3-Clause"),
        ('BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"),
        ("GPLv2+", "GPL-2.0-or-later"),
        ("GNU GPL version 3 or any later version", "GPL-3.0-or-later"),
        ("GPL 3 以上", "GPL-3.0-or-later"),
        ("GNU Lesser General Public License v2.1", "LGPL-2.1-only"),
        ("Affero GPL 3", "AGPL-3.0-only"),
        ("GNU Free Documentation License 1.3", "GFDL-1.3-only"),
        ("Creative Commons Attribution-ShareAlike 4.0 International", "CC-BY-SA-4.0"),
        ("創用 CC 姓名標示-非商業性 3.0 台灣", "CC-BY-NC-3.0"),
        ("EUPL v1.2", "EUPL-1.2"),
        ("EUPL-1.2-or-later", "EUPL-1.2+"),
        ("ODbL", "ODbL-1.0"),
        ("政府資料開放授權條款-第1版", "OGDL-Taiwan-1.0"),
        ("ＭＩＴ", "MIT"),
        ("The Unlicense", "Unlicense"),
        ("MIT OR OR ISC", "MIT OR ISC"),
        ("MIT OR (ISC OR", "MIT OR ISC"),
    ],
)
def test_common_names_are_understood(text: str, expected: str) -> None:
    suggestion = suggest(text)
    assert suggestion is not None
    assert suggestion.expression == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "proprietary",
        "n/a",
        "無",
        "not MIT",
        "MIT License with commercial restrictions",
        "Apache-2.0 WITH MIT",
        "SEE LICENSE IN LICENSE.md",
        "public domain",
        "GPL v9",
        "permitted",
        "MIT-like",
        "a BSD-style license",
        "MIT " * 200,
    ],
)
def test_nothing_is_offered_where_it_might_be_wrong(text: str) -> None:
    assert suggest(text) is None


def test_a_version_without_a_suffix_is_said_to_leave_later_versions_open() -> None:
    suggestion = suggest("GPL v3")
    assert suggestion is not None
    assert (suggestion.reason, suggestion.alternatives) == ("ONLY_OR_LATER_OPEN", ("GPL-3.0-or-later",))
    assert suggestion.confidence < ASK_BELOW


def test_a_missing_version_is_less_sure_than_a_missing_suffix() -> None:
    without_version, without_suffix = suggest("GPL"), suggest("GPL v3")
    assert without_version is not None
    assert without_suffix is not None
    assert (without_version.expression, without_version.reason) == ("GPL-1.0-or-later", "VERSION_MISSING")
    assert without_version.confidence < without_suffix.confidence


def test_the_edition_of_a_country_is_not_taken_for_the_international_one() -> None:
    suggestion = suggest("創用 CC 姓名標示 3.0 台灣")
    assert suggestion is not None
    assert (suggestion.expression, suggestion.reason) == ("CC-BY-3.0", "EDITION_OF_A_COUNTRY")
    assert suggestion.confidence < ASK_BELOW


def test_a_list_leaves_both_or_either_open() -> None:
    suggestion = suggest("LGPL-3.0、MPL-2.0")
    assert suggestion is not None
    assert suggestion.reason == "CHOICE_OPEN"
    assert "LGPL-3.0-only OR MPL-2.0" in suggestion.alternatives


def test_code_and_content_may_have_different_licences() -> None:
    suggestion = suggest("「網頁文字圖片採取 CC0 授權方式，程式碼採取 MIT 的授權方式」")
    assert suggestion is not None
    assert (suggestion.code, suggestion.content) == ("MIT", "CC0-1.0")


def test_a_text_about_content_says_nothing_about_code() -> None:
    suggestion = suggest("除另有標示外，內容以創用 CC BY 4.0 授權條款釋出。")
    assert suggestion is not None
    assert (suggestion.reason, suggestion.code, suggestion.content) == ("CONTENT_ONLY", None, "CC-BY-4.0")


def test_words_that_nobody_explained_lower_the_confidence() -> None:
    plain, odd = suggest("MIT License"), suggest("MIT License fluctuating bananas")
    assert plain is not None
    assert odd is not None
    assert odd.confidence < plain.confidence


def test_every_reason_is_given_in_both_languages() -> None:
    for texts in REASONS.values():
        assert set(texts) == {"en", "zh-Hant"}


def test_the_reason_names_the_alternative() -> None:
    suggestion = suggest("GPL v3")
    assert suggestion is not None
    assert "GPL-3.0-or-later" in reason_text(suggestion, "zh-Hant")
    assert reason_text(suggestion, "fr") == reason_text(suggestion, "en")


def test_a_valid_deprecated_id_is_kept_and_its_replacement_named() -> None:
    answer = check("AGPL-3.0")
    assert (answer.valid, answer.normalised) == (True, "AGPL-3.0")
    assert answer.deprecated == (Deprecation("AGPL-3.0", "AGPL-3.0-only"),)
    assert answer.suggestion is None


@pytest.mark.parametrize(
    ("text", "osi_approved", "fsf_libre"),
    [
        ("MIT", True, True),
        ("SSPL-1.0", False, None),
        ("SSPL-1.0 OR MIT", True, True),
        ("SSPL-1.0 AND MIT", False, None),
        ("LicenseRef-house", None, None),
        ("LicenseRef-house OR MIT", True, True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", True, True),
        ("CC-BY-4.0", False, True),
        ("Apache-2.0 WITH AdditionRef-no-sale", None, None),
        ("SSPL-1.0 WITH AdditionRef-house", False, None),
    ],
)
def test_approval_follows_what_a_recipient_may_choose(
    text: str,
    osi_approved: bool | None,  # noqa: FBT001 - a parametrised value
    fsf_libre: bool | None,  # noqa: FBT001 - a parametrised value
) -> None:
    answer = check(text)
    assert (answer.osi_approved, answer.fsf_libre) == (osi_approved, fsf_libre)


@given(st.text(max_size=200) | st.text("MITGPLBSDv0123.+ 或及、，CC-BYor授權", max_size=80))
def test_any_text_gets_an_answer_and_every_suggestion_is_valid(text: str) -> None:
    answer = check(text)
    assert answer.input == text
    assert answer.valid == (answer.normalised is not None) == (not answer.errors)
    if answer.suggestion is not None:
        assert expressions.read(answer.suggestion.expression).warnings == ()
        assert 0 < answer.suggestion.confidence <= 1
        assert reason_text(answer.suggestion, "en")


@pytest.mark.parametrize(
    ("written", "expression", "reason"),
    [
        ("CC-BY-SA 3.0 DE", "CC-BY-SA-3.0-DE", "NAME_UNDERSTOOD"),
        ("CC BY-SA 3.0 Germany", "CC-BY-SA-3.0-DE", "NAME_UNDERSTOOD"),
        ("CC BY-SA 3.0 (Deutschland)", "CC-BY-SA-3.0-DE", "NAME_UNDERSTOOD"),
        ("Creative Commons Attribution 3.0 United States License", "CC-BY-3.0-US", "NAME_UNDERSTOOD"),
        ("CC BY-NC-SA 2.0 UK", "CC-BY-NC-SA-2.0-UK", "NAME_UNDERSTOOD"),
        ("CC-BY-NC-SA 2.0 GB", "CC-BY-NC-SA-2.0-UK", "NAME_UNDERSTOOD"),
        ("CC BY 3.0 IGO", "CC-BY-3.0-IGO", "NAME_UNDERSTOOD"),
        ("CC BY-SA 2.1 Japan", "CC-BY-SA-2.1-JP", "NAME_UNDERSTOOD"),
        ("CC BY 3.0 IT", "CC-BY-3.0", "EDITION_OF_A_COUNTRY"),
        ("CC BY-SA 3.0 Taiwan", "CC-BY-SA-3.0", "EDITION_OF_A_COUNTRY"),
        ("CC BY 4.0 DE", "CC-BY-4.0", "NAME_UNDERSTOOD"),
        ("CC BY 3.0 Unported", "CC-BY-3.0", "NAME_UNDERSTOOD"),
    ],
)
def test_the_edition_of_a_country_is_offered_where_the_list_has_it(
    written: str, expression: str, reason: str
) -> None:
    suggestion = suggest(written)
    assert suggestion is not None
    assert (suggestion.expression, suggestion.reason) == (expression, reason)
