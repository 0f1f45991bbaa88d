"""The gate's closed sets are those of the material that the ministry works with, where that is at hand."""

import json
from pathlib import Path

import pytest

from matching.challenges.gate import ASPECTS, LEVELS_ASKED, QUESTIONS, VIEWS
from matching.challenges.model import AIRisk, AIView, Readiness

SOURCE = Path(__file__).resolve().parents[4] / "shared" / "data" / "competencies.json"


@pytest.mark.shared
def test_tiers_aspects_and_questions_are_those_of_the_source() -> None:
    if not SOURCE.exists():
        pytest.skip("the material of the competency programme is not on this machine")
    source = json.loads(SOURCE.read_text("utf-8"))
    aspects = source["ai_adoption_framework"]["aspects"]
    assert {each.value.lower() for each in AIRisk} == set(source["ai_risk"]["tiers"])
    assert list(ASPECTS) == [each["id"] for each in aspects]
    assert [ASPECTS[each["id"]]["zh-Hant"] for each in aspects] == [each["zh-Hant"] for each in aspects]
    for each in aspects:
        levels = [view.value.partition("_")[2].lower() for view in AIView if view.aspect == each["id"]]
        assert levels == [level.partition(":")[0] for level in each["levels"]]
    assert len(Readiness) == len(source["readiness_questions"]["owner"])


def test_every_view_and_question_has_words_in_both_languages() -> None:
    assert set(VIEWS) == set(AIView)
    assert set(QUESTIONS) == set(Readiness)
    for words in (*VIEWS.values(), *QUESTIONS.values(), *ASPECTS.values()):
        assert set(words) == {"en", "zh-Hant"}
        assert all(words.values())


def test_no_aspect_is_asked_for_more_levels_than_it_has() -> None:
    assert max(LEVELS_ASKED.values()) == len(AIView) // len(ASPECTS)
