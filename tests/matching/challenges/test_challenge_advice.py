import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.challenges.advice import advise
from matching.challenges.model import Challenge, Measure, Need, State
from matching.fit import DataClass
from matching.forms import UNSAVED
from store.refusal import Problem

NOW = datetime(2026, 3, 1, tzinfo=UTC)
GOOD = Challenge(
    id=UNSAVED, slug="visits", programme_id=UNSAVED, owner_id=UNSAVED, state=State.DRAFT, state_reason=None,
    title={"en": "Dengue visits", "zh-Hant": "登革熱家戶訪視"},
    problem={"en": "Forty visitors write 300 paper forms a week; the office learns of a nest 48 hours too late."},
    people_affected={"en": "40 visitors and 12,000 households"},
    evidence={"en": "9,800 forms of 2025, counted by the health office"},
    data_involved={"en": "Paper forms of three years, with the health office"},
    constraints={"en": "No network in the back yards"}, pilot={"en": "One ward for four weeks"}, budget_twd=0,
    on_site_work={}, publication={"en": "Everything but addresses"},
    measures=(Measure({"en": "Hours from visit to report"}, 48, 4, "h"),),
    needs=(Need("maps", 3, required=True), Need("offline-forms", 2)),
    domains=("healthcare",), languages=("zh-Hant",), hours_needed=200, starts_on=None, ends_on=None, min_teams=0,
    max_teams=1, data_class=DataClass.NONE, lawful_basis=None, licence="MIT", on_site=False, ai_risk=None,
    ai_examined=(), impact_assessment=None, readiness={}, released_by=None, release_reason=None, outcome=None,
    source=None,
    is_example=False, created_by=None, created_at=NOW, updated_at=NOW, published_at=None, version=1,
)  # fmt: skip


def found(challenge: Challenge) -> dict[str, Problem]:
    return {each.code: each for each in advise(challenge)}


def test_a_good_statement_gets_no_advice() -> None:
    assert advise(GOOD) == []


@pytest.mark.parametrize(
    ("written", "code", "field"),
    [
        ({"evidence": {}}, "EVIDENCE_NOT_SAID", "evidence"),
        ({"evidence": {"zh-Hant": "里長常常抱怨"}}, "EVIDENCE_WITHOUT_FIGURES", "evidence"),
        ({"data_involved": {}}, "DATA_NOT_NAMED", "dataInvolved"),
        ({"constraints": {}}, "CONSTRAINTS_NOT_SAID", "constraints"),
        ({"pilot": {}}, "PILOT_NOT_SAID", "pilot"),
        ({"budget_twd": None}, "BUDGET_NOT_SAID", "budgetTwd"),
        ({"on_site": True}, "ON_SITE_WORK_NOT_SAID", "onSiteWork"),
        ({"publication": {}}, "PUBLICATION_NOT_SAID", "publication"),
    ],
)
def test_what_teams_ask_first_is_asked_for(written: Mapping[str, object], code: str, field: str) -> None:
    assert [(each.code, each.field) for each in advise(replace(GOOD, **written))] == [(code, field)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We need a mobile app, because 300 forms a week are on paper.", "need a mobile app"),
        (
            "The office wants to build a shared booking platform for 20 clinics.",
            "build a shared booking platform",
        ),
        ("本府希望建置一站式預約平台，每週 300 件。", "建置一站式預約平台"),
        ("需要開發聊天機器人回覆 20 種問題。", "需要開發聊天機器人"),
    ],
)
def test_a_solution_in_disguise_is_seen_with_its_words(text: str, words: str) -> None:
    advice = found(replace(GOOD, problem={"en": text}))
    assert advice["SOLUTION_IN_DISGUISE"].values == {"words": words}


@pytest.mark.parametrize(
    "text",
    [
        "The old system loses 3 of 10 applications a week.",
        "Parents need 5 hours to apply, centre by centre.",
        "Each clinic has a website of its own; none shows its queue of 80.",
        "家長要向 5 個中心逐一申請，舊系統查不到排隊名次。",
    ],
)
def test_what_is_there_already_is_no_solution(text: str) -> None:
    assert found(replace(GOOD, problem={"en": text})) == {}


@pytest.mark.parametrize(
    "title", ["Low-carbon meal calculator", "A chatbot for residents", "餐食碳排放計算平台"]
)
def test_a_title_that_names_a_thing_is_a_solution(title: str) -> None:
    assert "SOLUTION_IN_TITLE" in found(replace(GOOD, title={"en": title}))


def test_wishes_without_a_figure_are_vague() -> None:
    advice = found(
        replace(GOOD, problem={"en": "We want to improve services and make them more convenient and smart."})
    )
    assert set(advice) == {"NO_FIGURES", "VAGUE_WORDS"}
    assert advice["VAGUE_WORDS"].values == {"words": "improve · convenient · smart"}


def test_people_are_counted_and_measures_move_from_somewhere() -> None:
    measures = (Measure({"en": "Hours"}, None, 4, "h"), Measure({"en": "Forms"}, 10, 10))
    advice = found(replace(GOOD, people_affected={"en": "Residents"}, measures=measures))
    assert set(advice) == {"PEOPLE_NOT_COUNTED", "BASELINE_UNKNOWN", "TARGET_IS_BASELINE"}
    assert advice["BASELINE_UNKNOWN"].field == "measures.0.baseline"
    assert advice["TARGET_IS_BASELINE"].field == "measures.1.target"


def test_not_every_skill_can_be_essential() -> None:
    needs = tuple(Need(each, 2, required=True) for each in ("maps", "offline-forms", "dashboards"))
    assert found(replace(GOOD, needs=needs))["EVERY_NEED_ESSENTIAL"].values == {"number": 3}
    assert found(replace(GOOD, needs=(*needs[:2], Need("dashboards", 2)))) == {}


@given(st.text(max_size=400), st.text(max_size=80))
def test_any_text_can_be_judged(problem: str, title: str) -> None:
    for each in advise(replace(GOOD, problem={"en": problem}, title={"zh-Hant": title})):
        assert all(len(str(value)) <= 500 for value in each.values.values())


@pytest.mark.shared
def test_three_of_the_eight_real_titles_name_what_is_to_be_made_and_no_problem_does(shared: Path) -> None:
    challenges = json.loads((shared / "challenges.json").read_text("utf-8"))["challenges"]
    solutions = [
        each["id"]
        for each in challenges
        if "SOLUTION_IN_TITLE" in found(replace(GOOD, title=each["title"], problem=each["problem"]))
    ]
    disguised = [
        each["id"]
        for each in challenges
        if "SOLUTION_IN_DISGUISE" in found(replace(GOOD, title=each["title"], problem=each["problem"]))
    ]
    assert (solutions, disguised) == (
        ["tainan-dengue", "taoyuan-early-intervention", "taitung-low-carbon-meals"],
        [],
    )
