import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.concepts import tokens
from registry.search import loosened, query, typos
from registry.search.document import Document, vector, words
from registry.search.query import Clause


def test_the_words_of_a_question_are_all_asked_for() -> None:
    assert query.strict(query.understand("Tainan Temples ")) == "(('tainan')) & (('templ'))"


def test_a_word_still_being_typed_is_a_beginning() -> None:
    [clause] = query.understand("schedulin")
    assert clause.is_prefix
    assert "'schedulin':*" in query.strict([clause])


def test_a_word_followed_by_a_space_is_finished() -> None:
    assert not query.understand("tainan ")[-1].is_prefix


def test_a_term_of_several_words_is_one_thing_with_its_chinese_names() -> None:
    [clause] = query.understand("case management ")
    assert clause.tokens == ("case", "management")
    assert ("個案", "案管", "管理") in clause.others


def test_a_chinese_term_inside_a_longer_stretch_is_found_with_its_english_names() -> None:
    clauses = query.understand("臺中個案管理系統")
    assert [clause.text for clause in clauses] == ["台中", "個案管理", "系統"]
    assert ("case", "management") in clauses[1].others


def test_simplified_characters_are_read_as_traditional() -> None:
    assert query.understand("仪表板") == query.understand("儀表板")


def test_a_word_of_another_place_is_understood_as_taiwan_says_it() -> None:
    [clause] = query.understand("视频会议")
    assert tokens("video conference") in clause.others


def test_traditional_text_stays_as_it_was_written() -> None:
    assert [clause.text for clause in query.understand("皇后里")] == ["皇后里"]


def test_a_product_is_understood_as_what_its_open_alternatives_do() -> None:
    clauses = query.understand("Slack alternative ")
    assert [clause.text for clause in clauses] == ["slack"]
    assert tokens("instant messaging") in clauses[0].others


def test_what_every_entry_could_say_is_not_asked_for() -> None:
    assert query.strict(query.understand("dashboard system ")) == query.strict(query.understand("dashboard "))


def test_general_words_alone_are_asked_for() -> None:
    assert query.strict(query.understand("system ")) == "(('system'))"


def test_words_without_meaning_ask_for_nothing() -> None:
    assert query.understand("the of, 、!") == ()


def test_a_word_with_one_wrong_letter_becomes_the_nearest_known_word() -> None:
    known = {"dengue": 3, "denque": 1, "league": 9}
    assert typos.corrected(query.understand("dangue map"), known, {"dangue"}) == "dengue map"


def test_of_two_words_equally_near_the_commoner_is_meant() -> None:
    assert typos.corrected(query.understand("brooq"), {"broom": 1, "brook": 7}, {"brooq"}) == "brook"


def test_a_known_word_is_not_mended() -> None:
    assert typos.corrected(query.understand("dengue"), {"dangue": 50}, ()) is None


def test_terms_and_short_words_are_not_suspected_of_typos() -> None:
    asked = query.understand("dashboard of taipe bikes 登隔熱 ")
    assert [clause.text for clause in typos.suspects(asked)] == ["taipe", "bikes", "登隔熱"]


@pytest.mark.parametrize(
    ("word", "allowed"), [("map", 0), ("maps", 0), ("river", 1), ("calendar", 1), ("calendars", 2)]
)
def test_longer_words_may_have_more_typos(word: str, allowed: int) -> None:
    assert typos.typos_allowed(word) == allowed


def test_a_name_weighs_more_than_a_description() -> None:
    assert vector(Document(("river",), ("river watch",), ())) == "'river':1A,3B 'watch':4B"


def test_a_word_is_indexed_stemmed_and_as_written() -> None:
    assert vector(Document(("scheduling",), (), ())) == "'schedul':1A 'scheduling':2A"


def test_the_words_that_a_typo_may_mean_are_latin() -> None:
    assert words(Document(("River 河川 2.0",), ("watch-ing",), ())) == {"river", "watch", "ing"}


@given(st.text(max_size=80))
def test_any_text_makes_a_question(text: str) -> None:
    for clause in query.understand(text):
        assert isinstance(clause, Clause)
        assert clause.tokens


def test_a_typo_may_be_meant_for_a_product_that_no_entry_names() -> None:
    assert typos.corrected(query.understand("SurveyMonky "), {}, {"surveymonky"}) == "surveymonkey"


def test_what_makes_a_wish_a_sentence_is_not_looked_for() -> None:
    assert [clause.text for clause in query.understand("how do I find maps of my city ")] == ["maps", "city"]
    assert [clause.text for clause in query.understand("我想找可以畫地圖的")][-1] == "地圖"
    assert "我想找" not in {clause.text for clause in query.understand("我想找可以畫地圖的")}
    assert [clause.text for clause in query.understand("how ")] == ["how"]


def test_simplified_words_become_taiwans_before_terms_are_cut() -> None:
    simplified, taiwans = query.understand("视频会议软件"), query.understand("視訊會議軟體")
    assert [clause.tokens for clause in simplified] == [clause.tokens for clause in taiwans]


def test_what_is_nearly_called_like_a_term_is_looked_for_by_its_other_names_when_nothing_is_found() -> None:
    signs = loosened.loose_signs(query.understand("路燈壞了要通報"))
    assert query.Sign(0, "('reporting' & 'misconduct')", 0.25) not in signs
    assert any("pothol" in sign.query and sign.weight == loosened.NEARLY for sign in signs)


def test_long_words_are_looked_for_by_their_beginnings_when_nothing_is_found() -> None:
    [beginning] = [
        sign for sign in loosened.loose_signs(query.understand("publiceren ")) if ":*" in sign.query
    ]
    assert (beginning.query, beginning.weight) == ("'public':*", loosened.NEARLY)
    assert not [sign for sign in loosened.loose_signs(query.understand("public ")) if ":*" in sign.query]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ('(maps), "forms"; surveys? ', ["maps", "forms", "surveys"]),
        ("C++ / C# and .NET! ", ["c++", "c#", ".net"]),
        ("道路「坑洞」，如何通報？", ["道路坑洞", "通報"]),
        ("what's the code? ", ["code"]),
        ("broken lights (and litter) ", ["broken", "lights", "litter"]),
        ("freedom of information ", ["freedom of information"]),
    ],
)
def test_words_are_clean_of_what_stands_around_them(question: str, words: list[str]) -> None:
    found = [clause.text for clause in query.understand(question)]
    assert [text for text in found if re.search(r"[^\w\s+#.]", text)] == []
    if question.isascii():
        assert found == words


def test_a_chinese_term_with_one_wrong_character_is_that_term() -> None:
    clauses = query.understand("登隔熱")
    assert typos.corrected(clauses, {}, {"登隔熱"}) == "登革熱"
    assert typos.corrected(clauses, {}, ()) is None


def test_a_user_is_no_filler_and_neither_is_to_understand() -> None:
    assert [clause.text for clause in query.understand("使用者")] == ["使用者"]
    assert [clause.text for clause in query.understand("了解")] == ["了解"]


def test_a_term_counts_for_more_than_its_parts_and_as_rare_as_all_its_names() -> None:
    signs = {sign.query: sign for sign in loosened.loose_signs(query.understand("text message "))}
    term = signs["('text' & 'message')"] if "('text' & 'message')" in signs else signs["('text' & 'messag')"]
    assert term.weight == loosened.KNOWN
    assert "簡訊" in term.rarity
    assert signs["('text')"].weight == loosened.PART


def test_what_every_entry_could_say_counts_little_where_only_some_words_are_found() -> None:
    signs = {sign.query: sign.weight for sign in loosened.loose_signs(query.understand("zebra toolkit "))}
    assert signs["('toolkit')"] == loosened.COMMON * signs["('zebra')"]


@pytest.mark.parametrize(
    ("text", "is_wish"),
    [
        ("how do we map noise?", True),
        ("我們想要畫地圖和通報", True),
        ("怎么办黑客松和地图", True),
        ("how do we map?", False),
        ("Standard for Public Code", False),
        ("https://github.com/moda-gov-tw/opendata-frontend", False),
        ("公共程式平臺", False),
    ],
)
def test_a_wish_is_several_things_in_a_sentence_and_a_name_or_address_is_none(
    text: str, *, is_wish: bool
) -> None:
    assert query.is_wish(text, query.understand(text)) is is_wish


def test_what_is_said_again_asks_for_nothing_more() -> None:
    once = [clause.text for clause in query.understand("水利防災地圖")]
    assert [clause.text for clause in query.understand("水利防災地圖" * 66)] == once
    assert [clause.text for clause in query.understand("maps gis maps")] == ["gis", "maps"]
    assert query.understand("maps gis maps")[-1].is_prefix
