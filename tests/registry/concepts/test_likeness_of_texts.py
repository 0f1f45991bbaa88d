"""Texts are alike by what they are about, in Chinese, in English and across them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.concepts import glosses as dictionary
from registry.concepts import likeness as module
from registry.concepts.characters import written_with
from registry.concepts.glosses import Glosses, compiled
from registry.concepts.likeness import in_common, likeness, profile
from tests.bench.matching.retrieval import across, judged

FLOOD = {"zh-Hant": "河川水位感測器的資料分散，淹水前無法通知居民。"}
ANSWER = {"en": "Flood early warning from river water level sensors"}
LUNCH = {"en": "School meal menus for parents"}

texts = st.dictionaries(
    st.sampled_from(["en", "zh-Hant", "zh-CN"]),
    st.text(alphabet="河川水位监監測测的女男 river flood school maps,", max_size=30),
    max_size=2,
)


def test_a_statement_is_more_like_its_answer_in_the_other_language_than_like_another() -> None:
    statement = profile(FLOOD)
    assert (likeness(statement, profile(ANSWER)) or 0) > 0.1
    assert (likeness(statement, profile(LUNCH)) or 0) < 0.02


def test_what_joins_two_languages_is_told_in_both() -> None:
    assert "河川 / river" in in_common(FLOOD, ANSWER, 9)


def test_what_would_persuade_nobody_is_not_told() -> None:
    one = {"zh-Hant": "一個人申請補助", "en": "One who asks for a grant"}
    other = {"zh-Hant": "一人使用程式", "en": "One who writes a grant"}
    assert in_common(one, other, 9) == ("grant",)


def test_a_concept_that_both_name_is_told_by_its_id() -> None:
    assert "#maps" in in_common({"en": "Maps of trees"}, {"zh-Hant": "行道樹地圖"}, 9)


def test_without_the_dictionary_concepts_still_join_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "glosses", lambda: Glosses({}, {}, {}))
    profile_of = module._profile.__wrapped__  # what is remembered was made with the dictionary
    assert (likeness(profile_of((("en", "Maps"),)), profile_of((("zh-Hant", "地圖"),))) or 0) > 0.9


def test_a_dictionary_that_is_not_installed_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "_DICTIONARY", ("not_a_package_here", "data"))
    assert dictionary.glosses.__wrapped__() == Glosses({}, {}, {})


def test_remarks_and_senses_about_words_are_no_meaning() -> None:
    made = compiled("# a remark\n地圖 地图 [di4 tu2] /map (of the world)/CL:張|张[zhang1]/\n")
    assert made == Glosses({"地圖": "map"}, {"map": ("地圖",)}, {"地": 1, "圖": 1})


def test_simplified_text_is_compared_in_traditional_characters() -> None:
    assert likeness(profile({"zh-CN": "监测水位"}), profile({"zh-Hant": "監測水位"})) == pytest.approx(1.0)


def test_english_synonyms_meet_in_the_characters_that_the_dictionary_writes_both_with() -> None:
    made = compiled(
        "垃圾 垃圾 [la1 ji1] /rubbish/garbage/\n垃圾車 垃圾车 [la1 ji1 che1] /rubbish truck/\n樹 树 [shu4] /tree/\n"
    )
    assert written_with(made, "rubbish").keys() == {"垃", "圾", "車"}
    assert written_with(made, "garbag").keys() == {"垃", "圾"}
    assert written_with(made, "tree") == {"樹": pytest.approx(made.weight("tree"))}
    assert written_with(made, "unknown") == {}


def test_a_word_of_many_meanings_gives_each_less_of_its_characters() -> None:
    made = compiled("打 打 [da3] /beat/play/call/fetch/\n鼓 鼓 [gu3] /beat/\n")
    weights = written_with(made, "beat")
    assert weights["鼓"] == pytest.approx(4 * weights["打"])


def test_what_people_do_with_anything_tells_no_problem_from_another() -> None:
    assert profile({"en": "Nobody knows where one could find maps"}) == profile({"en": "maps"})


@pytest.mark.parametrize(
    ("written", "swapped"),
    [
        ({"en": "He maps trees"}, {"en": "She maps trees"}),
        ({"en": "Young women who map trees"}, {"en": "Elderly men who map trees"}),
        ({"zh-Hant": "女性、25 歲，做地圖"}, {"zh-Hant": "男性、61 歲，做地圖"}),
        ({"zh-Hant": "青年的地圖團隊"}, {"zh-Hant": "長者的地圖團隊"}),
    ],
)
def test_words_for_gender_and_age_change_nothing(written: dict[str, str], swapped: dict[str, str]) -> None:
    assert profile(written) == profile(swapped)


@pytest.mark.parametrize("nothing", [{}, {"en": ""}, {"zh-Hant": "？"}])
def test_a_text_that_says_nothing_is_like_no_other_and_unlike_none(nothing: dict[str, str]) -> None:
    assert likeness(profile(nothing), profile(ANSWER)) is None


@given(texts, texts)
def test_likeness_is_a_share_the_same_both_ways_and_full_with_itself(
    one: dict[str, str], other: dict[str, str]
) -> None:
    alike = likeness(profile(one), profile(other))
    assert alike is None or 0.0 <= alike <= 1.0
    assert alike == likeness(profile(other), profile(one))
    assert (likeness(profile(one), profile(one)) or 1.0) == pytest.approx(1.0)


def test_judged_answers_in_the_other_language_are_found() -> None:
    assert across(judged("judged_pairs")).within(10) >= 0.9
