"""What raises and lowers a fit, one fact each."""

from dataclasses import fields, replace
from datetime import date

import pytest

from matching.fit import (
    DEFAULT_WEIGHTS,
    ChallengeFacts,
    Criterion,
    CriterionId,
    Delivered,
    Fit,
    Need,
    Skill,
    TeamFacts,
    Weights,
    fit,
    harmonic_mean,
    rank,
)
from matching.fit.criteria import Comparison, judge_track_record
from matching.fit.reasons import REASONS, sentence
from matching.fit.result import Evidence
from registry.health import HealthBand

TODAY = date(2026, 1, 1)
FIVE_YEARS_AGO = date(2021, 1, 1)

DENGUE = ChallengeFacts(
    id="dengue",
    owner_id="tainan-health",
    domains=("healthcare",),
    needs=(Need("maps", 4), Need("offline-forms", 4, required=False)),
    languages=("zh-Hant",),
    hours_needed=200,
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 7, 5),
)
TEAM = TeamFacts(
    id="example",
    skills=(Skill("maps", 4, TODAY), Skill("offline-forms", 4, TODAY)),
    domains=("healthcare",),
    languages=("zh-Hant",),
    hours_per_week=20,
    interest=1,
)


def compare(team: TeamFacts, challenge: ChallengeFacts = DENGUE) -> Fit:
    return fit(challenge, team, DEFAULT_WEIGHTS, TODAY)


def criterion(result: Fit, wanted: CriterionId) -> Criterion:
    sides = result.for_challenge.criteria + result.for_team.criteria
    return next(each for each in sides if each.id is wanted)


def skills_points(*skills: Skill, needs: tuple[Need, ...] = (Need("maps", 4),)) -> float | None:
    challenge, team = replace(DENGUE, needs=needs), replace(TEAM, skills=skills)
    return criterion(compare(team, challenge), CriterionId.SKILLS).points


def test_a_team_that_has_everything_asked_fits_fully() -> None:
    result = compare(TEAM)
    assert result.score == 1.0
    assert result.passed


def test_half_the_level_is_half_the_credit() -> None:
    assert skills_points(Skill("maps", 2, TODAY)) == 0.5


def test_a_higher_level_than_needed_is_no_more_than_enough() -> None:
    assert skills_points(Skill("maps", 5, TODAY)) == 1.0


def test_a_narrower_skill_covers_a_broader_need() -> None:
    assert skills_points(Skill("leaflet", 4, TODAY)) == 1.0


def test_a_broader_skill_covers_half_of_a_narrower_need() -> None:
    assert skills_points(Skill("maps", 4, TODAY), needs=(Need("leaflet", 4),)) == 0.5


def test_a_neighbouring_skill_covers_a_quarter() -> None:
    assert skills_points(Skill("django", 4, TODAY), needs=(Need("flask", 4),)) == 0.25


def test_an_unrelated_skill_covers_nothing() -> None:
    assert skills_points(Skill("social-work", 5, TODAY)) == 0.0


def test_a_required_need_counts_twice_an_optional_one() -> None:
    needs = (Need("maps", 4, required=True), Need("social-work", 4, required=False))
    assert skills_points(Skill("maps", 4, TODAY), needs=needs) == pytest.approx(2 / 3)


def test_a_skill_halves_in_five_years() -> None:
    assert skills_points(Skill("maps", 4, FIVE_YEARS_AGO)) == pytest.approx(0.5, abs=1e-3)


def test_a_technology_halves_in_two_and_a_half_years() -> None:
    needs = (Need("django", 4),)
    assert skills_points(Skill("django", 4, FIVE_YEARS_AGO), needs=needs) == pytest.approx(0.25, abs=1e-3)


def test_a_skill_without_a_date_does_not_fade_and_is_less_certain() -> None:
    dated, undated = (
        compare(TEAM),
        compare(replace(TEAM, skills=(Skill("maps", 4), Skill("offline-forms", 4)))),
    )
    assert undated.score == dated.score
    assert undated.confidence < dated.confidence


def test_levels_of_competencies_are_compared_on_their_own_scale() -> None:
    needs = (Need("safety-ethics", 8),)
    assert skills_points(Skill("safety-ethics", 4, TODAY), needs=needs) == 0.5


def test_what_was_delivered_is_told_with_its_health_and_how_many_agencies_use_it() -> None:
    record = (Delivered("s1", "Dengue map", ("healthcare",), HealthBand.THRIVING, used_by=3),)
    (told,) = judge_track_record(Comparison(DENGUE, replace(TEAM, track_record=record), TODAY))[2]
    assert told == Evidence(
        "RECORD_DELIVERED_SAME_FIELD", {"software": "Dengue map", "band": "THRIVING", "used_by": 3}
    )


def test_a_newcomer_is_not_placed_below_an_equal_team_with_a_record() -> None:
    record = (Delivered("s1", "Dengue map", ("healthcare",), HealthBand.THRIVING),)
    newcomer, veteran = replace(TEAM, id="a"), replace(TEAM, id="b", track_record=record)
    assert [each.team_id for each in rank(DENGUE, [veteran, newcomer], as_of=TODAY)] == ["a", "b"]
    assert compare(newcomer).score == compare(veteran).score
    assert compare(newcomer).confidence < compare(veteran).confidence


def test_a_record_of_software_left_to_sleep_lowers_the_fit() -> None:
    record = (Delivered("s1", "Old map", (), HealthBand.DORMANT),)
    assert compare(replace(TEAM, track_record=record)).score < compare(TEAM).score


def test_software_whose_health_is_not_known_says_nothing_against_its_team() -> None:
    record = (Delivered("s1", "New map", (), HealthBand.NOT_OBSERVED),)
    assert compare(replace(TEAM, track_record=record)).score == compare(TEAM).score


def test_a_first_choice_counts_fully_and_a_fourth_a_quarter() -> None:
    assert criterion(compare(replace(TEAM, interest=1)), CriterionId.INTEREST).points == 1.0
    assert criterion(compare(replace(TEAM, interest=4)), CriterionId.INTEREST).points == 0.25


@pytest.mark.parametrize(
    ("missing", "unknown"),
    [
        ({"interest": None}, CriterionId.INTEREST),
        ({"domains": ()}, CriterionId.DOMAIN),
        ({"hours_per_week": None}, CriterionId.CAPACITY),
    ],
)
def test_what_a_team_has_not_said_lowers_confidence_and_not_the_score(
    missing: dict[str, object], unknown: CriterionId
) -> None:
    known, result = compare(TEAM), compare(replace(TEAM, **missing))  # type: ignore[arg-type]  # by parameter
    assert criterion(result, unknown).points is None
    assert result.score == known.score
    assert result.confidence < known.confidence


def test_time_just_enough_is_less_comfortable_than_a_quarter_more() -> None:
    exact = replace(TEAM, hours_per_week=200 / 18)  # the dates of the challenge are 18 weeks
    assert criterion(compare(exact), CriterionId.CAPACITY).points == pytest.approx(0.8)
    assert criterion(compare(TEAM), CriterionId.CAPACITY).points == 1.0


@pytest.mark.parametrize(
    ("place", "remote_ok", "on_site", "points"),
    [
        ("TW-TPE", True, False, 1.0),
        ("TW-TNN", False, False, 1.0),
        ("TW-TNN", True, True, 1.0),
        ("TW-TPE", True, True, 0.75),
        ("JP-13", True, True, 0.5),
    ],
)
def test_place_counts_only_where_somebody_has_to_come(
    place: str, *, remote_ok: bool, on_site: bool, points: float
) -> None:
    challenge = replace(DENGUE, place="TW-TNN", on_site=on_site)
    team = replace(TEAM, place=place, remote_ok=remote_ok)
    assert criterion(compare(team, challenge), CriterionId.PLACE_LANGUAGE).points == points


@pytest.mark.parametrize(
    ("language", "points"),
    [("zh-Hant", 1.0), ("zh-TW", 1.0), ("zh", 1.0), ("zh-Hans", 0.75), ("zh-CN", 0.75)],
)
def test_a_language_in_another_script_counts_half(language: str, points: float) -> None:
    result = compare(replace(TEAM, languages=(language,)))
    assert criterion(result, CriterionId.PLACE_LANGUAGE).points == points


def test_both_sides_are_joined_by_the_harmonic_mean() -> None:
    result = compare(replace(TEAM, skills=(Skill("maps", 2, TODAY),), interest=3))
    left, right = result.for_challenge.score, result.for_team.score
    assert left is not None
    assert right is not None
    assert result.score == pytest.approx(2 * left * right / (left + right))


def test_a_side_of_which_nothing_is_known_is_left_out() -> None:
    assert harmonic_mean(0.5, None) == 0.5
    assert harmonic_mean(None, None) == 0.0


def test_weights_are_proportions() -> None:
    doubled = Weights(**{name: 2 * weight for name, weight in DEFAULT_WEIGHTS.as_mapping().items()})
    weak = replace(TEAM, skills=(Skill("maps", 1),), interest=5)
    assert fit(DENGUE, weak, doubled, TODAY).score == pytest.approx(compare(weak).score)


def test_a_criterion_without_weight_does_not_count() -> None:
    weights = replace(DEFAULT_WEIGHTS, skills=0)
    assert fit(DENGUE, replace(TEAM, skills=()), weights, TODAY).score == 1.0


@pytest.mark.parametrize("wrong", [-0.1, float("nan"), float("inf")])
def test_a_weight_below_zero_or_not_a_number_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="skills: a weight is a number from 0 up"):
        replace(DEFAULT_WEIGHTS, skills=wrong)


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one weight"):
        Weights(0, 0, 0, 0, 0, 0)


def test_teams_that_pass_come_before_those_that_do_not() -> None:
    barred = replace(TEAM, id="a", conflicts=("tainan-health",))
    weak = replace(TEAM, id="b", skills=())
    assert [each.team_id for each in rank(DENGUE, [barred, weak], as_of=TODAY)] == ["b", "a"]


def test_no_fact_about_a_person_can_enter() -> None:
    assert {each.name for each in fields(TeamFacts)} == {
        "id",
        "skills",
        "domains",
        "languages",
        "hours_per_week",
        "available_from",
        "available_until",
        "capacity",
        "engaged",
        "agreed",
        "data_clearance",
        "refused_licences",
        "place",
        "remote_ok",
        "time_zone",
        "organisation_ids",
        "conflicts",
        "track_record",
        "interest",
        "about",
    }
    assert {each.name for each in fields(Skill)} == {"concept", "level", "evidenced_on", "evidence"}


@pytest.mark.parametrize(
    ("language", "word", "not_said"), [("en", "essential", "required"), ("zh-Hant", "關鍵", "必須")]
)
def test_an_essential_need_that_nobody_shows_weighs_more_and_is_called_no_condition(
    language: str, word: str, not_said: str
) -> None:
    needs = (Need("maps", 4, required=True), Need("offline-forms", 4, required=False))
    found = compare(replace(TEAM, skills=(Skill("offline-forms", 4, TODAY),)), replace(DENGUE, needs=needs))
    (reason,) = (each.code for each in criterion(found, CriterionId.SKILLS).missing)
    assert found.passed
    assert word in REASONS[reason][language]
    assert not_said not in REASONS[reason][language]


def test_a_gap_in_a_competency_names_the_courses_that_close_it() -> None:
    gap = Need("facilitation", 3)
    missing = criterion(compare(TEAM, replace(DENGUE, needs=(gap,))), CriterionId.SKILLS).missing
    assert [each.code for each in missing] == ["NEED_MISSING_REQUIRED", "NEED_COURSES"]
    assert sentence("NEED_COURSES", missing[1].values, "en") == (
        "Courses for public servants that teach Facilitation: Design thinking and digital application (7 hours), "
        "Digital communication (8 hours), Digital humanities and strategy (12 hours, for middle managers and above)."
    )


def test_a_need_that_is_met_or_that_no_course_teaches_names_none() -> None:
    needs = (Need("facilitation", 3), Need("django", 3))
    able = replace(TEAM, skills=(Skill("facilitation", 3, TODAY),))
    missing = criterion(compare(able, replace(DENGUE, needs=needs)), CriterionId.SKILLS).missing
    assert [each.code for each in missing] == ["NEED_MISSING_REQUIRED"]
