"""The bilingual vocabulary."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.concepts import (
    CONCEPTS,
    ConceptKind,
    alternatives,
    ancestors,
    expansions,
    label,
    max_level,
    recognise,
    tokens,
)

SHARED = Path(__file__).parents[3] / ".." / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real inputs of ../shared are not here")


def of_kind(kind: ConceptKind) -> set[str]:
    return {concept.id for concept in CONCEPTS.values() if concept.kind is kind}


def test_every_id_is_a_slug() -> None:
    assert [each for each in CONCEPTS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each)] == []


def test_every_concept_is_named_in_both_languages() -> None:
    assert all(concept.labels["en"] and concept.labels["zh-Hant"] for concept in CONCEPTS.values())


def test_every_concept_but_a_technology_has_a_chinese_name() -> None:
    latin = {concept.id for concept in CONCEPTS.values() if concept.labels["zh-Hant"].isascii()}
    assert latin <= of_kind(ConceptKind.TECHNOLOGY)


def test_broader_concepts_exist_and_never_lead_back() -> None:
    assert [each for each in CONCEPTS if each in ancestors(each)] == []


def test_every_label_and_synonym_names_its_concept() -> None:
    missed = [
        (concept.id, name)
        for concept in CONCEPTS.values()
        for language in ("en", "zh-Hant")
        for name in (concept.id, concept.labels[language], *concept.synonyms[language])
        if recognise(name) != (concept.id,)
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Maps and a dashboard", ("maps", "dashboards")),
        ("public health", ("public-health",)),
        ("health care for the public", ("healthcare",)),
        ("data visualization", ("data-visualization",)),
        ("Data Visualisations", ("data-visualization",)),
        ("life cycle assessment", ("life-cycle-assessment",)),
        ("mapsmith", ()),
        ("data. protection", ()),
        ("", ()),
    ],
)
def test_english_is_recognised_by_whole_words(text: str, concepts: tuple[str, ...]) -> None:
    assert recognise(text) == concepts


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("兒童早療門診線上預約及查詢系統", ("welfare", "healthcare", "appointment-scheduling")),
        ("臺中市政府社會局", ("local-authorities", "welfare")),
        ("政府資料開放平臺", ("open-data",)),
        ("表單填寫 / 資料上傳", ("form-design", "data-collection")),
        ("地圖資訊呈現", ("maps",)),
        ("使用Node.js與Vue.js開發的無障礙網頁", ("nodejs", "vue", "accessibility")),
    ],
)
def test_chinese_is_recognised_by_the_longest_term(text: str, concepts: tuple[str, ...]) -> None:
    assert recognise(text) == concepts


@pytest.mark.parametrize(
    "text", ["Parents go to the clinic", "Let us react", "We design forms of care", "the other office"]
)
def test_ambiguous_words_are_not_recognised_in_prose(text: str) -> None:
    assert not {"go", "react", "design", "form-design", "other", "office"} & set(recognise(text))


def test_ambiguous_words_are_recognised_as_items_of_a_list() -> None:
    assert recognise("Vue, React, Go、設計") == ("vue", "react", "go", "design")


@pytest.mark.parametrize("name", ["C#", "C++", "C", "ASP.NET Core", ".NET", "HTML/CSS", "SQL Server", "R"])
def test_technologies_with_odd_names_are_told_apart(name: str) -> None:
    assert len(recognise(name)) == 1


def test_technologies_with_odd_names_have_their_own_concepts() -> None:
    assert recognise("C#, C++, C") == ("csharp", "cpp", "c")


def test_competencies_have_eight_levels_and_skills_five() -> None:
    assert max_level("safety-ethics") == 8
    assert max_level("maps") == 5


def test_an_unknown_concept_has_no_level() -> None:
    with pytest.raises(KeyError):
        max_level("no-such-concept")


@pytest.mark.parametrize(
    ("language", "name"),
    [("zh-Hant", "個案管理"), ("zh-TW", "個案管理"), ("en", "Case management"), ("it", "Case management")],
)
def test_a_label_is_in_the_readers_language_or_english(language: str, name: str) -> None:
    assert label("case-management", language) == name


def test_ancestors_are_nearest_first() -> None:
    assert ancestors("data-protection-health") == ("data-protection", "healthcare", "it-security")


def test_a_chinese_search_finds_english() -> None:
    assert {"case", "management"} <= set(expansions("個案管理"))


def test_an_english_search_finds_chinese() -> None:
    assert "地圖" in expansions("maps")


def test_single_characters_of_longer_terms_do_not_expand_a_search() -> None:
    assert not {"地", "圖"} & set(expansions("maps"))


def test_alternatives_keep_terms_apart() -> None:
    assert ("case", "management") in alternatives("個案管理")


@pytest.mark.shared
@needs_shared
def test_categories_and_scopes_are_the_standards() -> None:
    standard = json.loads((SHARED / "publiccode-0.7.json").read_text())
    assert of_kind(ConceptKind.CATEGORY) == set(standard["categories"])
    assert of_kind(ConceptKind.SCOPE) == set(standard["scopes"])


@pytest.mark.shared
@needs_shared
def test_competencies_are_the_frameworks() -> None:
    framework = json.loads((SHARED / "competencies.json").read_text())["competencies"]
    assert of_kind(ConceptKind.COMPETENCY) == {each["id"] for each in framework}
    assert {each["id"]: each["name"] for each in framework} == {
        each: dict(CONCEPTS[each].labels) for each in of_kind(ConceptKind.COMPETENCY)
    }


@pytest.mark.shared
@needs_shared
def test_every_need_of_the_real_challenges_is_one_concept() -> None:
    challenges = json.loads((SHARED / "challenges.json").read_text())["challenges"]
    assert [need for each in challenges for need in each["needs"] if len(recognise(need)) != 1] == []


@given(st.text())
def test_recognition_never_fails_and_names_each_concept_once(text: str) -> None:
    found = recognise(text)
    assert len(found) == len(set(found))
    assert set(found) <= set(CONCEPTS)


@given(st.text())
def test_expansions_add_nothing_that_the_text_has(text: str) -> None:
    assert not set(expansions(text)) & set(tokens(text))


@given(st.lists(st.sampled_from(sorted(CONCEPTS)), max_size=5))
def test_ids_in_a_list_are_recognised_in_order(ids: list[str]) -> None:
    assert recognise(", ".join(ids)) == tuple(dict.fromkeys(ids))
