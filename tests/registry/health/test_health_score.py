"""The score: weighted mean over what is known, coverage beside it, caps with reasons."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.health import (
    EXPLANATIONS,
    MODEL_VERSION,
    AdvisoryFact,
    Cap,
    HealthBand,
    RepositoryObservation,
    TagFact,
    band_after,
    not_observed,
    observation_as_json,
    observation_from_json,
    snapshot,
    snapshot_as_json,
    snapshot_from_json,
)
from registry.health.model import DeclaredFacts
from registry.health.scales import (
    CAP_LIMITS,
    COVERAGE_NEEDED,
    HYSTERESIS,
    STEADY_FROM,
    THRIVING_FROM,
    WEIGHTS,
)
from registry.licences import VerdictKind
from tests.registry.health.histories import (
    LIVING,
    NOW,
    WELL_DECLARED,
    WELL_KEPT,
    ago,
    commits,
    observed,
    scored,
    signal,
)

NOTHING_DECLARED = DeclaredFacts()


def test_a_repository_that_people_work_on_all_year_thrives() -> None:
    found = scored(LIVING)
    # 100, less 2.25 for three authors instead of five and 1.2 for an absence factor of two instead of three.
    assert (found.score, found.band, found.coverage, found.caps) == (97, HealthBand.THRIVING, 1.0, ())


def test_a_repository_dead_for_years_is_dormant_however_good_its_papers() -> None:
    found = scored(observed(commits("mei", range(800, 1400, 10)), tags=()))
    assert found.band is HealthBand.DORMANT
    assert found.score == CAP_LIMITS["CAP_NO_HUMAN_COMMIT_TWO_YEARS"] == 20


def test_bots_do_not_keep_a_dead_repository_alive() -> None:
    bots = commits("dependabot[bot]", range(1, 720, 3), bot=True)
    assert scored(observed(bots, tags=())).band is HealthBand.DORMANT


def test_twenty_three_silent_months_are_dormant_before_the_cap_of_two_years_holds() -> None:
    found = scored(observed(commits("mei", range(700, 1000, 10)), tags=()))
    assert found.band is HealthBand.DORMANT
    assert [cap.code for cap in found.caps] == ["CAP_NO_HUMAN_COMMIT_YEAR"]


@pytest.mark.parametrize(
    ("days", "caps"),
    [
        (180, []),
        (181, ["CAP_NO_HUMAN_COMMIT_HALF_YEAR"]),
        (365, ["CAP_NO_HUMAN_COMMIT_HALF_YEAR"]),
        (366, ["CAP_NO_HUMAN_COMMIT_YEAR"]),
    ],
)
def test_silence_is_neither_thriving_nor_steady_however_busy_it_was_before(
    days: int, caps: list[str]
) -> None:
    team = [commits(name, range(days + at, 1400, 5)) for at, name in enumerate(("mei", "jun", "hui"))]
    found = scored(observed(*team))
    assert [cap.code for cap in found.caps] == caps
    assert found.score is not None
    assert all(found.score <= CAP_LIMITS[cap] for cap in caps)


def test_finished_software_at_its_own_pace_is_not_called_silent() -> None:
    yearly = replace(observed(commits("mei", [300, 650, 1000, 1350]), age_days=1500), commit_count=4)
    contracted = replace(WELL_DECLARED, maintenance_type="contract", contract_until=NOW.date())
    assert scored(yearly, contracted).caps == ()


def test_the_score_is_the_weighted_mean_of_what_is_known() -> None:
    observation = observed(
        commits("mei", [30]),
        files=(),
        tags=(),
        without=["files", "tags"],
        threads=None,
        age_days=1500,
    )
    found = scored(observation, NOTHING_DECLARED)
    known = {each.id: each.points for each in found.signals if each.points is not None}
    assert known == {
        "last_human_commit": 100,
        "active_months": 15,
        "year_on_year": 100,
        "absence_factor": 30,
        "authors": 30,
        "advisories": 100,
    }
    assert found.score == round((24 * 100 + 13 * 15 + 7 * 100 + 4 * 30 + 9 * 30 + 3 * 100) / 60)
    assert found.coverage == pytest.approx(60 / 99)  # versions that do not exist need no signature


def test_too_little_known_gives_no_score() -> None:
    found = scored(observed(complete=False, without=["commits"], threads=None))
    assert (found.score, found.band) == (None, HealthBand.NOT_ENOUGH_KNOWN)
    assert found.coverage == pytest.approx(0.36)


def test_what_does_not_apply_costs_no_coverage() -> None:
    found = scored(observed(commits("mei", [5, 100]), age_days=400))
    assert found.coverage == 1.0


def test_a_repository_of_a_few_weeks_is_too_young() -> None:
    found = scored(observed(commits("mei", range(40)), age_days=41))
    assert (found.score, found.band) == (None, HealthBand.TOO_YOUNG)


def test_a_history_that_was_moved_in_makes_a_new_repository_old_enough() -> None:
    found = scored(observed(commits("mei", range(5, 900, 10)), age_days=10))
    assert found.band is not HealthBand.TOO_YOUNG


@pytest.mark.parametrize(
    ("observation", "declared", "cap"),
    [
        (replace(LIVING, archived=True), WELL_DECLARED, "CAP_ARCHIVED"),
        (LIVING, replace(WELL_DECLARED, development_status="obsolete"), "CAP_OBSOLETE"),
        (LIVING, replace(WELL_DECLARED, maintenance_type="none"), "CAP_MAINTENANCE_NONE"),
        (replace(LIVING, files=("README.md",)), NOTHING_DECLARED, "CAP_NO_LICENCE"),
    ],
)
def test_a_cap_holds_a_living_repository_down_and_says_why(
    observation: object, declared: DeclaredFacts, cap: str
) -> None:
    found = scored(observation, declared)  # type: ignore[arg-type]
    assert found.caps == (Cap(cap, CAP_LIMITS[cap]),)
    assert found.score == CAP_LIMITS[cap]


def test_a_critical_advisory_open_for_ninety_days_caps_and_one_day_less_does_not() -> None:
    def with_advisory(days: int, *, critical: bool = True) -> RepositoryObservation:
        return replace(LIVING, advisories=(AdvisoryFact("A-1", critical, ago(days), None),))

    assert [cap.code for cap in scored(with_advisory(90)).caps] == ["CAP_CRITICAL_ADVISORY"]
    assert scored(with_advisory(89)).caps == ()
    assert scored(with_advisory(400, critical=False)).caps == ()


def test_a_band_is_not_left_for_a_point_or_two() -> None:
    edge = THRIVING_FROM
    assert band_after(HealthBand.THRIVING, edge - HYSTERESIS + 1) is HealthBand.THRIVING
    assert band_after(HealthBand.THRIVING, edge - HYSTERESIS) is HealthBand.STEADY
    assert band_after(HealthBand.STEADY, edge + HYSTERESIS - 1) is HealthBand.STEADY
    assert band_after(HealthBand.STEADY, edge + HYSTERESIS) is HealthBand.THRIVING
    assert band_after(None, edge) is HealthBand.THRIVING


def test_a_cap_takes_a_band_at_once() -> None:
    cap = Cap("CAP_NO_LICENCE", STEADY_FROM - 1)
    assert band_after(HealthBand.STEADY, STEADY_FROM - 1, (cap,)) is HealthBand.SLOWING


def test_finished_software_under_a_live_contract_is_judged_by_its_own_pace() -> None:
    yearly = observed(
        commits("mei", [300, 650, 1000, 1350]), age_days=1500, threads=None, tags=(TagFact("v1", ago(1300)),)
    )
    yearly = replace(yearly, commit_count=4)
    contracted = replace(WELL_DECLARED, maintenance_type="contract", contract_until=NOW.date())
    assert scored(yearly, contracted).band is HealthBand.THRIVING
    assert scored(yearly, WELL_DECLARED).band is HealthBand.SLOWING
    ended = replace(contracted, contract_until=ago(1).date())
    assert scored(yearly, ended).band is HealthBand.SLOWING


def test_a_contract_does_not_excuse_silence_of_twice_the_longest_pause() -> None:
    silent = replace(observed(commits("mei", [800, 1000, 1300]), age_days=1500), commit_count=3)
    contracted = replace(WELL_DECLARED, maintenance_type="contract", contract_until=NOW.date())
    assert [cap.code for cap in scored(silent, contracted).caps] == ["CAP_NO_HUMAN_COMMIT_TWO_YEARS"]


def test_a_repository_without_a_commit_is_too_young() -> None:
    empty = replace(observed(files=()), created_at=None, commit_count=0)
    assert scored(empty).band is HealthBand.TOO_YOUNG


def test_a_declared_licence_without_its_file_is_not_no_licence() -> None:
    declared = replace(WELL_DECLARED, licence_verdict=VerdictKind.DECLARED_ONLY)
    assert scored(replace(LIVING, files=("README.md",)), declared).caps == ()


def test_files_that_could_not_be_listed_do_not_prove_that_there_is_no_licence() -> None:
    unknown = replace(LIVING, files=(), missing={"files": "HTTP_502"})
    assert scored(unknown, NOTHING_DECLARED).caps == ()


def test_an_archive_flag_that_was_not_sent_is_no_archive() -> None:
    assert scored(replace(LIVING, archived=None)).caps == ()


def test_two_years_of_silence_cannot_hold_for_a_repository_younger_than_that() -> None:
    assert scored(observed(age_days=500)).caps == ()


def test_not_observed_is_not_a_low_score() -> None:
    found = not_observed(NOW)
    assert (found.score, found.band, found.coverage) == (None, HealthBand.NOT_OBSERVED, 0.0)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        snapshot(LIVING, NOTHING_DECLARED, datetime(2026, 1, 1))  # noqa: DTZ001 what is refused


def test_the_weights_are_percent_of_which_history_and_tags_have_enough_for_a_score() -> None:
    assert sum(WEIGHTS.values()) == 100
    activity = ("last_human_commit", "active_months", "year_on_year", "absence_factor", "authors", "release")
    assert sum(WEIGHTS[name] for name in activity) == 64 > 100 * COVERAGE_NEEDED


def test_every_snapshot_names_its_model() -> None:
    assert scored(LIVING).model_version == MODEL_VERSION


def test_a_snapshot_survives_storage() -> None:
    stored = snapshot_as_json(scored(LIVING))
    assert snapshot_as_json(snapshot_from_json(stored)) == stored


def test_an_observation_scores_the_same_after_storage() -> None:
    observation = replace(LIVING, texts={"LICENSE": "MIT"})
    stored = observation_as_json(observation)
    assert scored(observation_from_json(stored)) == scored(observation)
    assert stored["text_digests"]["LICENSE"].startswith("e5dcffe836b6ec8a")
    assert observation_as_json(observation_from_json(stored)) == stored


def test_every_explanation_is_told_in_both_languages_with_the_same_values() -> None:
    for code, texts in EXPLANATIONS.items():
        assert set(texts) == {"en", "zh-Hant"}, code
        assert re.findall(r"{\w+}", texts["en"]) == re.findall(r"{\w+}", texts["zh-Hant"]), code


def test_every_band_and_cap_is_explained() -> None:
    assert {f"BAND_{band}" for band in HealthBand} | set(CAP_LIMITS) <= set(EXPLANATIONS)


histories = st.lists(
    st.tuples(
        st.sampled_from(["mei", "otto", "ines", "dependabot[bot]"]),
        st.integers(0, 1400),
        st.booleans(),
    ),
    max_size=40,
)
declarations = st.builds(
    DeclaredFacts,
    development_status=st.sampled_from([None, "concept", "beta", "stable", "obsolete", "other"]),
    maintenance_type=st.sampled_from([None, "internal", "contract", "community", "none", "other"]),
    contract_until=st.none() | st.dates(),
    licence_verdict=st.none() | st.sampled_from(VerdictKind),
    publiccode_valid=st.none() | st.booleans(),
)
gaps = st.sets(st.sampled_from(["commits", "files", "tags"]))


@given(
    histories, declarations, gaps, st.sets(st.sampled_from(WELL_KEPT)), st.booleans(), st.integers(0, 1500)
)
def test_any_history_gives_an_explained_score_within_its_bounds(
    history: list[tuple[str, int, bool]],
    declared: DeclaredFacts,
    gap: set[str],
    files: set[str],
    complete: bool,  # noqa: FBT001 hypothesis passes by position
    age: int,
) -> None:
    made = [commits(who, [day], bot=who.endswith("[bot]"), merge=merge) for who, day, merge in history]
    observation = observed(
        *([] if "commits" in gap else made),
        age_days=age,
        complete=complete,
        files=tuple(sorted(files)),
        without=gap,
    )
    found = scored(observation, declared)
    assert 0 <= found.coverage <= 1
    assert all(each.points is None or 0 <= each.points <= 100 for each in found.signals)
    assert all(code in EXPLANATIONS for each in found.signals for code in each.explanations)
    assert (found.score is None) == (found.band in {HealthBand.NOT_ENOUGH_KNOWN, HealthBand.TOO_YOUNG})
    if found.score is not None:
        assert 0 <= found.score <= min([100, *(cap.limit for cap in found.caps)])


@given(histories, st.integers(0, 60))
def test_a_further_commit_by_a_person_never_lowers_the_score(
    history: list[tuple[str, int, bool]], day: int
) -> None:
    made = [commits(who, [each], bot=who.endswith("[bot]"), merge=merge) for who, each, merge in history]
    before = scored(observed(*made))
    after = scored(observed(*made, commits("newcomer", [day])))
    # A second person may take over half of the work from two, so the absence factor alone may fall.
    assert _without_absence(after) >= _without_absence(before)


def _without_absence(found: object) -> float:
    signals = found.signals  # type: ignore[attr-defined]
    return float(
        sum(
            each.points * each.weight
            for each in signals
            if each.points is not None and each.id != "absence_factor"
        )
    )


@given(histories, declarations, st.sampled_from(["threads", "advisories", "organisation_files"]))
def test_what_becomes_unknown_leaves_the_points_of_all_else_as_they_were(
    history: list[tuple[str, int, bool]], declared: DeclaredFacts, part: str
) -> None:
    made = [commits(who, [each], bot=who.endswith("[bot]"), merge=merge) for who, each, merge in history]
    whole = observed(*made, files=("LICENSE",))
    before, after = scored(whole, declared), scored(replace(whole, **{part: None}), declared)  # type: ignore[arg-type]
    assert after.coverage < before.coverage
    for was, now in zip(before.signals, after.signals, strict=True):
        assert now == was or now.points is None


@given(histories, st.integers(1, 400), st.integers(1, 400))
def test_the_same_history_is_never_worth_more_when_it_is_older(
    history: list[tuple[str, int, bool]], day: int, older: int
) -> None:
    made = [
        commits(who, [each + 400], bot=who.endswith("[bot]"), merge=merge) for who, each, merge in history
    ]
    near, far = (
        signal("last_human_commit", observed(*made, commits("mei", [each]))) for each in (day, day + older)
    )
    assert (near.points or 0) >= (far.points or 0)


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_commits_changes_nothing(history: list[tuple[str, int, bool]], random: object) -> None:
    made = [commits(who, [day], bot=who.endswith("[bot]"), merge=merge) for who, day, merge in history]
    observation = observed(*made)
    shuffled = list(observation.commits)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert scored(replace(observation, commits=tuple(shuffled))) == scored(observation)


def test_dates_in_tests_are_relative_to_one_moment() -> None:
    assert ago(0) == NOW
