"""What a team writes about its work counts beside the problem, and nothing about a person does."""

from dataclasses import replace
from datetime import date

import pytest

from matching.fit import (
    DEFAULT_WEIGHTS,
    ChallengeFacts,
    Criterion,
    CriterionId,
    Delivered,
    Skill,
    TeamFacts,
    fit,
    sentence,
)
from matching.fit.arrays import compare, lay_out
from registry.health import HealthBand

TODAY = date(2026, 11, 21)
FLOODS = ChallengeFacts(
    "c1",
    "o1",
    title={"zh-Hant": "淹水預警"},
    problem={"zh-Hant": "河川水位感測器的資料分散，淹水前無法通知沿岸居民。"},
)
TEAM = TeamFacts("t1", about={"en": "We warn residents of floods with river sensors."})


def problem_text(team: TeamFacts, challenge: ChallengeFacts = FLOODS) -> Criterion:
    [found] = [
        each
        for each in fit(challenge, team, DEFAULT_WEIGHTS, TODAY).for_challenge.criteria
        if each.id is CriterionId.PROBLEM_TEXT
    ]
    return found


def test_a_team_that_speaks_of_the_problem_in_another_language_has_full_points() -> None:
    assert problem_text(TEAM).points == 1.0


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_words_that_match_are_told_in_both_languages(language: str) -> None:
    [reason] = problem_text(TEAM).evidence
    assert "感測器 / sensors" in sentence(reason.code, reason.values, language)


def test_a_concept_that_matches_is_told_in_the_readers_language() -> None:
    [reason] = problem_text(
        replace(TEAM, about={"en": "Maps"}), replace(FLOODS, problem={"zh-Hant": "地圖"})
    ).evidence
    assert "地圖" in sentence(reason.code, reason.values, "zh-Hant")
    assert "aps" in sentence(reason.code, reason.values, "en")


@pytest.mark.parametrize(
    ("team", "challenge", "code"),
    [
        (replace(TEAM, about={}), FLOODS, "TEXT_UNKNOWN_TEAM"),
        (TEAM, replace(FLOODS, title={}, problem={}), "TEXT_UNKNOWN_CHALLENGE"),
    ],
)
def test_what_nobody_wrote_is_unknown_and_costs_nothing(
    team: TeamFacts, challenge: ChallengeFacts, code: str
) -> None:
    found = problem_text(team, challenge)
    assert (found.points, found.known, [each.code for each in found.missing]) == (None, 0.0, [code])


def test_a_text_about_something_else_has_no_points() -> None:
    found = problem_text(replace(TEAM, about={"en": "School meal menus"}))
    assert (found.points, [each.code for each in found.missing]) == (0.0, ["TEXT_APART"])


SKILLED = replace(TEAM, skills=(Skill("maps", 4),), hours_per_week=20.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She and her sister warn residents of floods.", "He and his sister warn residents of floods."),
        ("Two women aged 24 warn residents of floods.", "Two men aged 71 warn residents of floods."),
        ("年輕女性組成，預警淹水", "高齡男性組成，預警淹水"),
    ],
)
def test_gender_and_age_swapped_move_nothing(one: str, other: str) -> None:
    teams = [replace(SKILLED, about={"und": each}) for each in (one, other)]
    before, after = (fit(FLOODS, each, DEFAULT_WEIGHTS, TODAY) for each in teams)
    assert (before.score, before.for_team.score, before.for_challenge.score) == (
        after.score,
        after.for_team.score,
        after.for_challenge.score,
    )
    scored = [compare(FLOODS, lay_out([each], TODAY), DEFAULT_WEIGHTS, {})[0][0] for each in teams]
    assert scored[0] == scored[1]


def test_a_newcomer_is_not_placed_below_an_equal_team_over_arrays_either() -> None:
    known = replace(SKILLED, id="t2", track_record=(Delivered("s1", "Map", (), HealthBand.THRIVING),))
    scores, _ = compare(FLOODS, lay_out([SKILLED, known], TODAY), DEFAULT_WEIGHTS, {})
    assert scores[0] == scores[1]
