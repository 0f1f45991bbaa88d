from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.challenges.judgement import judge, missing, past_days, written_well
from matching.challenges.model import (
    MOVES,
    AIRisk,
    AIView,
    Answer,
    Challenge,
    Measure,
    Need,
    Readiness,
    State,
    may_follow,
    words,
)
from matching.fit import DataClass

NOBODY = UUID(int=0)
LONG = (
    "Forms are on paper, checks are manual, and the office learns what happened in the field much too late."
)
COMPLETE = Challenge(
    id=NOBODY,
    slug="visits",
    programme_id=NOBODY,
    owner_id=NOBODY,
    state=State.DRAFT,
    state_reason=None,
    title={"en": "Visits"},
    problem={"en": LONG},
    people_affected={"en": "Forty visitors"},
    evidence={},
    data_involved={},
    constraints={},
    pilot={},
    budget_twd=None,
    on_site_work={},
    publication={},
    measures=(Measure({"en": "Hours"}, 48, 4, "h"),),
    needs=(Need("maps", 3),),
    domains=("healthcare",),
    languages=("zh-Hant",),
    hours_needed=100,
    starts_on=date(2027, 1, 1),
    ends_on=date(2027, 6, 1),
    min_teams=0,
    max_teams=1,
    data_class=DataClass.NONE,
    lawful_basis=None,
    licence="MIT",
    on_site=False,
    ai_risk=AIRisk.NONE,
    ai_examined=(),
    impact_assessment=None,
    readiness=dict.fromkeys(Readiness, Answer.PARTLY),
    released_by=None,
    release_reason=None,
    outcome=None,
    source=None,
    is_example=False,
    created_by=None,
    created_at=datetime(2026, 11, 21, tzinfo=UTC),
    updated_at=datetime(2026, 11, 21, tzinfo=UTC),
    published_at=None,
    version=1,
)
EMPTIED = [
    (replace(COMPLETE, title={}), "TITLE_MISSING", "title"),
    (replace(COMPLETE, problem={}), "PROBLEM_TOO_SHORT", "problem"),
    (replace(COMPLETE, people_affected={}), "PEOPLE_AFFECTED_MISSING", "peopleAffected"),
    (replace(COMPLETE, measures=()), "MEASURES_MISSING", "measures"),
    (replace(COMPLETE, measures=(Measure({"en": "Hours"}, 48),)), "TARGET_MISSING", "measures.0.target"),
    (replace(COMPLETE, needs=()), "NEEDS_MISSING", "needs"),
    (replace(COMPLETE, domains=()), "DOMAINS_MISSING", "domains"),
    (replace(COMPLETE, languages=()), "LANGUAGES_MISSING", "languages"),
    (replace(COMPLETE, hours_needed=None), "HOURS_MISSING", "hoursNeeded"),
    (replace(COMPLETE, starts_on=None), "DATE_MISSING", "startsOn"),
    (replace(COMPLETE, ends_on=None), "DATE_MISSING", "endsOn"),
    (replace(COMPLETE, data_class=None), "DATA_CLASS_MISSING", "dataClass"),
    (replace(COMPLETE, data_class=DataClass.PERSONAL), "LAWFUL_BASIS_MISSING", "lawfulBasis"),
    (replace(COMPLETE, data_class=DataClass.SENSITIVE), "LAWFUL_BASIS_MISSING", "lawfulBasis"),
    (replace(COMPLETE, licence=None), "LICENCE_MISSING", "licence"),
    (replace(COMPLETE, licence="MIT License"), "LICENCE_MEANT", "licence"),
    (replace(COMPLETE, ai_risk=None), "AI_RISK_MISSING", "aiRisk"),
    (replace(COMPLETE, ai_risk=AIRisk.UNACCEPTABLE), "AI_RISK_UNACCEPTABLE", "aiRisk"),
    (
        replace(
            COMPLETE, readiness={each: Answer.NO for each in Readiness if each is not Readiness.URGENT_NEED}
        ),
        "READINESS_MISSING",
        "readiness",
    ),
    (replace(COMPLETE, licence="BUSL-1.1"), "LICENCE_NOT_OPEN", "licence"),
]


def test_a_complete_challenge_misses_nothing() -> None:
    assert missing(COMPLETE) == []
    assert not judge(COMPLETE)


@pytest.mark.parametrize(("challenge", "code", "field"), EMPTIED)
def test_each_thing_left_out_is_named_by_itself(challenge: Challenge, code: str, field: str) -> None:
    assert [(each.code, each.field) for each in missing(challenge)] == [(code, field)]


def test_a_high_risk_needs_an_assessment_and_every_level_of_every_aspect() -> None:
    high = replace(COMPLETE, ai_risk=AIRisk.HIGH, ai_examined=tuple(AIView)[1:])
    assert [(each.code, each.field) for each in missing(high)] == [
        ("AI_NOT_EXAMINED", "aiExamined"),
        ("IMPACT_ASSESSMENT_MISSING", "impactAssessment"),
    ]
    assert missing(high)[0].values == {"aspect": "assessment", "least": 3}
    assert missing(replace(high, ai_examined=tuple(AIView), impact_assessment="https://example.org/ia")) == []


def test_a_limited_risk_needs_a_level_of_each_aspect_and_no_assessment() -> None:
    limited = replace(COMPLETE, ai_risk=AIRisk.LIMITED, ai_examined=(AIView.IMPACT_SYSTEM,))
    assert [each.values["aspect"] for each in missing(limited)] == ["assessment", "intervention"]
    views = (AIView.ASSESSMENT_INPUT, AIView.IMPACT_SYSTEM, AIView.INTERVENTION_DEPLOY)
    assert missing(replace(limited, ai_examined=views)) == []


def test_answering_no_about_readiness_is_an_answer() -> None:
    assert missing(replace(COMPLETE, readiness=dict.fromkeys(Readiness, Answer.NO))) == []


def test_personal_data_with_a_lawful_basis_is_complete() -> None:
    challenge = replace(COMPLETE, data_class=DataClass.PERSONAL, lawful_basis="Act of 1944, article 5")
    assert missing(challenge) == []


@pytest.mark.parametrize(
    ("today", "passed"),
    [(date(2027, 1, 1), []), (date(2027, 1, 2), ["startsOn"]), (date(2027, 6, 2), ["startsOn", "endsOn"])],
)
def test_a_day_has_passed_the_day_after(today: date, passed: list[str]) -> None:
    assert [each.field for each in past_days(COMPLETE, today)] == passed


def test_zero_is_a_target() -> None:
    assert missing(replace(COMPLETE, measures=(Measure({"en": "Paper forms"}, 900, 0.0),))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("one two three", 3), ("家戶訪視", 4 / 1.5), ("公托 API 2024", 2 / 1.5 + 2), ("…!?", 0)],
)
def test_chinese_characters_count_two_thirds_of_a_word(text: str, expected: float) -> None:
    assert words(text) == pytest.approx(expected)


def test_a_problem_in_chinese_alone_is_enough() -> None:
    problem = {"zh-Hant": "登革熱防治需要家戶訪視，表單為紙本，檢核靠人工，科室太晚才得知現場狀況。"}
    assert missing(replace(COMPLETE, problem=problem)) == []


@given(st.text(), st.text())
def test_more_text_is_never_fewer_words(first: str, second: str) -> None:
    assert words(f"{first} {second}") >= max(words(first), words(second)) - 1e-9


@given(st.dictionaries(st.sampled_from(["en", "zh-hant", "de"]), st.text(max_size=30), max_size=3))
def test_writing_well_twice_changes_nothing_more(title: dict[str, str]) -> None:
    once = written_well(replace(COMPLETE, title=title, licence=" mit "))
    assert written_well(once) == once
    assert once.licence == "MIT"


def test_nothing_follows_what_is_over() -> None:
    for over in (State.DELIVERED, State.WITHDRAWN):
        assert not any(may_follow(over, following) for following in State)
    assert set(MOVES) == set(State)


@pytest.mark.parametrize("state", State)
def test_no_state_follows_itself_and_publication_follows_submission_or_a_match_that_ended(
    state: State,
) -> None:
    assert not may_follow(state, state)
    assert may_follow(state, State.PUBLISHED) == (state in {State.SUBMITTED, State.MATCHED})
