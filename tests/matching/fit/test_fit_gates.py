"""The hard conditions: when they stop a pair, why, and what would change that."""

from dataclasses import replace
from datetime import date

import pytest

from matching.fit import (
    DEFAULT_WEIGHTS,
    ChallengeFacts,
    DataClass,
    GateCode,
    GateResult,
    TeamFacts,
    fit,
    sentence,
)
from matching.fit.licences import can_release

CHALLENGE = ChallengeFacts(
    id="c1",
    owner_id="o1",
    languages=("zh-Hant",),
    hours_needed=120,
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 5, 10),
)
TEAM = TeamFacts(id="t1", languages=("zh-Hant", "en"), hours_per_week=12, interest=1)


def failed(challenge: ChallengeFacts, team: TeamFacts) -> list[GateResult]:
    result = fit(challenge, team, DEFAULT_WEIGHTS, date(2026, 1, 1))
    assert result.passed == (not result.failed_gates())
    assert (result.score == 0.0) == (not result.passed)
    return list(result.failed_gates())


def test_a_team_that_meets_every_condition_passes() -> None:
    assert failed(CHALLENGE, TEAM) == []


@pytest.mark.parametrize(
    ("team", "code"),
    [
        (replace(TEAM, organisation_ids=("o1",)), GateCode.CONFLICT_OF_INTEREST),
        (replace(TEAM, conflicts=("o1",)), GateCode.CONFLICT_OF_INTEREST),
        (replace(TEAM, languages=("en",)), GateCode.LANGUAGE),
        (replace(TEAM, hours_per_week=11), GateCode.HOURS),
        (replace(TEAM, available_from=date(2026, 3, 9)), GateCode.HOURS),
        (replace(TEAM, capacity=2, engaged=2), GateCode.CAPACITY),
    ],
)
def test_each_condition_stops_a_team_by_itself(team: TeamFacts, code: GateCode) -> None:
    assert [gate.code for gate in failed(CHALLENGE, team)] == [code]


@pytest.mark.parametrize("clearance", list(DataClass))
@pytest.mark.parametrize("data", list(DataClass))
def test_clearance_includes_all_data_that_is_less_delicate(data: DataClass, clearance: DataClass) -> None:
    order = [DataClass.NONE, DataClass.PERSONAL, DataClass.SENSITIVE]
    stopped = failed(replace(CHALLENGE, data_class=data), replace(TEAM, data_clearance=clearance))
    assert bool(stopped) == (order.index(clearance) < order.index(data))


def test_a_team_away_for_the_whole_time_fails_dates_and_hours() -> None:
    away = replace(TEAM, available_from=date(2026, 6, 1))
    assert [gate.code for gate in failed(CHALLENGE, away)] == [GateCode.HOURS, GateCode.DATES]


def test_one_common_day_is_enough_for_the_dates() -> None:
    last_day = replace(TEAM, available_from=date(2026, 5, 10))
    assert [gate.code for gate in failed(CHALLENGE, last_day)] == [GateCode.HOURS]


def test_what_is_not_known_stops_nobody() -> None:
    assert failed(ChallengeFacts(id="c1", owner_id="o1"), TeamFacts(id="t1", interest=1)) == []


def test_too_few_hours_say_how_many_would_do() -> None:
    (gate,) = failed(CHALLENGE, replace(TEAM, hours_per_week=5))
    assert sentence(gate.detail.code, gate.detail.values, "en") == (
        "The work needs 120 hours, and the team can give only 50."
    )
    assert [sentence(each.code, each.values, "en") for each in gate.changes] == [
        "12 hours a week would be enough."
    ]
    assert [sentence(each.code, each.values, "zh-Hant") for each in gate.changes] == [
        "每週投入 12 小時即可。"
    ]


def test_the_hours_that_are_said_to_be_enough_are_enough() -> None:
    (gate,) = failed(CHALLENGE, replace(TEAM, hours_per_week=5))
    per_week = gate.changes[0].values["per_week"]
    assert isinstance(per_week, int)
    assert failed(CHALLENGE, replace(TEAM, hours_per_week=per_week)) == []
    assert failed(CHALLENGE, replace(TEAM, hours_per_week=per_week - 1)) != []


def test_missing_clearance_says_both_ways_out() -> None:
    (gate,) = failed(replace(CHALLENGE, data_class=DataClass.SENSITIVE), TEAM)
    assert [sentence(each.code, each.values, "en") for each in gate.changes] == [
        "The team could obtain clearance for sensitive personal data.",
        "The owner could prepare the data so that clearance for no personal data is enough.",
    ]


@pytest.mark.parametrize(
    ("expression", "refused", "possible"),
    [
        ("MIT", (), True),
        ("MIT", ("MIT",), False),
        ("mit", ("MIT",), False),
        ("MIT OR EUPL-1.2", ("MIT",), True),
        ("MIT OR EUPL-1.2", ("MIT", "EUPL-1.2"), False),
        ("MIT AND CC-BY-4.0", ("CC-BY-4.0",), False),
        ("MIT OR Apache-2.0 AND CC-BY-4.0", ("MIT", "CC-BY-4.0"), False),
        ("(MIT OR Apache-2.0) AND CC-BY-4.0", ("MIT",), True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", ("GPL-2.0-only",), False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", ("MIT",), True),
        ("MIT or Apache-2.0", ("MIT",), True),
        ("(MIT", ("MIT",), False),
        ("(MIT", ("ISC",), True),
        ("", ("MIT",), True),
    ],
)
def test_a_licence_is_possible_where_a_choice_is_left(
    expression: str, refused: tuple[str, ...], *, possible: bool
) -> None:
    assert can_release(expression, refused) is possible
    stopped = failed(replace(CHALLENGE, licence=expression), replace(TEAM, refused_licences=refused))
    assert [gate.code for gate in stopped] == ([] if possible else [GateCode.LICENCE])
