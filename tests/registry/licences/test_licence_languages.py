"""Licences in two languages: each language is the licence, whatever the punctuation, and terms beside it count."""

from __future__ import annotations

import pytest

from registry.licences import identify, spdx

WHOLE = spdx.texts()["OGDL-Taiwan-1.0"]
CHINESE, TITLE, REST = WHOLE.partition("\nOpen Government Data License, version 1.0\n")
ENGLISH = TITLE + REST
WIDE = str.maketrans("(),:;1", "（），：；１")
NARROW = str.maketrans("，：。（）", ",:.()")


@pytest.mark.parametrize(
    "text",
    [
        CHINESE,
        ENGLISH,
        ENGLISH + "\n\n" + CHINESE,
        WHOLE.translate(WIDE).replace("：https", ":https"),
        CHINESE.translate(WIDE),
        CHINESE.translate(NARROW),
        CHINESE.partition("附件：顯名聲明")[0],
        ENGLISH.partition("\nExhibit - ")[0],
        "\n".join(CHINESE[start : start + 30] for start in range(0, len(CHINESE), 30)),
        "本資料集依下列條款釋出：\n\n" + CHINESE,
    ],
    ids=range(10),
)
def test_the_open_government_data_licence_is_known_in_either_language(text: str) -> None:
    assert identify(text).expression == "OGDL-Taiwan-1.0"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_mulan_licence_is_known_in_either_language(language: str) -> None:
    chinese, title, rest = spdx.texts()["MulanPSL-2.0"].partition(
        "\nMulan Permissive Software License，Version 2\n"
    )
    assert identify(chinese if language == "zh" else title + rest).expression == "MulanPSL-2.0"


@pytest.mark.parametrize(
    "text",
    [
        CHINESE + "\n\n使用者不得將資料用於商業用途，違者應支付費用。",
        "未經本府書面同意，任何人皆不可散布。\n\n" + CHINESE,
        CHINESE.replace("得利用之", "不得利用之").replace("使用者得", "使用者不得"),
        CHINESE.replace("再轉授權第三人", ""),
        ENGLISH.replace("irrevocable, royalty-free", "irrevocable"),
        spdx.texts()["MIT"] + "\n\n僅供非商業使用。",
    ],
    ids=range(6),
)
def test_changed_or_further_terms_in_chinese_are_not_the_licence(text: str) -> None:
    assert identify(text).expression is None
