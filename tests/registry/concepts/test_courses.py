"""Which course teaches what, and how it is named."""

import json
from pathlib import Path

import pytest

from registry.concepts import CONCEPTS, ConceptKind
from registry.concepts.courses import courses, courses_for

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "competencies.json"


def test_every_competency_is_taught_by_a_course_that_everybody_may_take() -> None:
    for each in CONCEPTS.values():
        if each.kind is ConceptKind.COMPETENCY:
            assert not courses_for(each.id)[0].whom


def test_every_course_teaches_competencies_of_the_vocabulary() -> None:
    for course in courses().values():
        assert {CONCEPTS[each].kind for each in course.covers} == {ConceptKind.COMPETENCY}


def test_shorter_courses_for_everybody_come_first() -> None:
    assert [each.id for each in courses_for("communication-collaboration")] == [
        "design-thinking",
        "digital-communication",
        "digital-humanities",
    ]


def test_a_skill_is_taught_by_the_courses_of_what_includes_it() -> None:
    assert courses_for("facilitation") == courses_for("communication-collaboration")


@pytest.mark.parametrize("concept", ["django", "no-concept"])
def test_what_no_course_teaches_has_none(concept: str) -> None:
    assert courses_for(concept) == ()


def test_a_course_is_named_with_its_hours_and_whom_it_is_for() -> None:
    course = courses()["ai-governance"]
    assert course.spoken("en") == "AI governance and leadership (14 hours, for senior officials)"
    assert course.spoken("zh-Hant") == "人工智慧（AI）治理與領導研習班（14 小時，限高階主管）"
    assert courses()["data-science"].spoken("en") == "Data science in practice (8 hours)"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the real inputs of ../shared are not here")
def test_the_courses_are_those_of_the_public_report() -> None:
    reported = json.loads(SHARED.read_text(encoding="utf-8"))["courses"]
    assert {
        each.id: (dict(each.name), each.hours, each.whom.get("en", "all"), list(each.covers))
        for each in courses().values()
    } == {each["id"]: (each["name"], each["hours"], each["for"], each["covers"]) for each in reported}
