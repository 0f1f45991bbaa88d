"""What is said about a cohort file that is wrong, and what the command returns."""

import json
from typing import Any

import pytest

from matching.cohort import (
    FAULTS,
    REPORT_TEXTS,
    InvalidInstance,
    Objective,
    OutOfTime,
    parse,
    read,
    run,
    solve,
)
from matching.cohort.solution import LimitKind, UnmatchedReason

GOOD: dict[str, Any] = {
    "teams": [{"id": "t1", "capacity": 1, "preferences": [["c1"]]}],
    "challenges": [{"id": "c1", "min_teams": 0, "max_teams": 1}],
    "owners": [],
}


def faults_of(document: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInstance) as raised:
        parse(document)
    return [(fault.code, fault.place) for fault in raised.value.faults]


def with_team(**changes: object) -> dict[str, Any]:
    return {**GOOD, "teams": [{**GOOD["teams"][0], **changes}]}


def with_challenge(**changes: object) -> dict[str, Any]:
    return {**GOOD, "challenges": [{**GOOD["challenges"][0], **changes}]}


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ([], ("NOT_OBJECT", "")),
        ({"teams": []}, ("MISSING", "challenges")),
        ({**GOOD, "teams": None}, ("NOT_LIST", "teams")),
        ({**GOOD, "owners": {}}, ("NOT_LIST", "owners")),
        ({**GOOD, "owners": [7]}, ("NOT_OBJECT", "owners[0]")),
        (with_team(capacity=True), ("NOT_COUNT", "teams[0].capacity")),
        (with_team(capacity=-1), ("NOT_COUNT", "teams[0].capacity")),
        (with_team(capacity=10**26), ("NOT_COUNT", "teams[0].capacity")),
        ({**GOOD, "scores": {"t1": {"c1": [0.5, 10**350]}}}, ("NOT_SCORES", "scores.t1.c1")),
        (with_team(preferences="c1"), ("NOT_LIST", "teams[0].preferences")),
        (with_team(preferences=["c1"]), ("NOT_LIST", "teams[0].preferences[0]")),
        (with_team(preferences=[["c1"], ["c9"]]), ("UNKNOWN_CHALLENGE", "teams[0].preferences[1][0]")),
        (with_team(preferences=[["c1"], ["c1"]]), ("LISTED_TWICE", "teams[0].preferences[1][0]")),
        (with_team(preferences=[[4]]), ("NOT_ID", "teams[0].preferences[0][0]")),
        (with_challenge(max_teams=1.5), ("NOT_COUNT", "challenges[0].max_teams")),
        (with_challenge(owner="o1"), ("UNKNOWN_OWNER", "challenges[0].owner")),
        (with_challenge(preferences=[["t2"]]), ("UNKNOWN_TEAM", "challenges[0].preferences[0][0]")),
        ({**GOOD, "teams": GOOD["teams"] * 2}, ("DUPLICATE_ID", "teams[1].id")),
        ({**GOOD, "scores": {"t1": {}}}, ("NO_SCORE", "scores.t1")),
        ({**GOOD, "scores": {"t1": {"c1": [0.5, 1.5]}}}, ("NOT_SCORES", "scores.t1.c1")),
        ({**GOOD, "scores": {"t1": {"c1": [0.5, float("nan")]}}}, ("NOT_SCORES", "scores.t1.c1")),
        ({**GOOD, "scores": {"t1": {"c1": [0.5, None]}}}, ("NOT_SCORES", "scores.t1.c1")),
        ({**GOOD, "scores": {"t1": {"c1": 0.5}}}, ("NOT_SCORES", "scores.t1.c1")),
        ({**GOOD, "scores": {"t1": {"c1": [1, 1]}, "t9": {}}}, ("UNKNOWN_TEAM", "scores.t9")),
        ({**GOOD, "scores": []}, ("NOT_OBJECT", "scores")),
    ],
)
def test_a_fault_is_named_with_its_place(document: object, fault: tuple[str, str]) -> None:
    assert faults_of(document) == [fault]


def test_one_fault_does_not_hide_another() -> None:
    assert faults_of({"teams": [{"id": ""}, {"id": "t2", "capacity": None}], "challenges": [{}]}) == [
        ("NOT_ID", "teams[0].id"),
        ("NOT_ID", "challenges[0].id"),
        ("NOT_COUNT", "teams[1].capacity"),
    ]


def test_text_that_is_not_json_is_told_with_line_and_column() -> None:
    code, printed = run(b'{"teams": [\n  {"id" "t1"}]}')
    assert code == 2
    assert printed == {
        "errors": [
            {
                "code": "NOT_JSON",
                "place": "",
                "message": "this is not JSON: Expecting ':' delimiter (line 2, column 9)",
            }
        ]
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe", "NOT_UTF8"),
        (b'{"teams": [{"id": "\\uD800"}], "challenges": []}', "NOT_UTF8"),
        (b"[" * 100_000, "TOO_DEEP"),
        (b'{"teams": [{"id": "t", "capacity": ' + b"1" * 5_000 + b'}], "challenges": []}', "NOT_COUNT"),
    ],
)
def test_bytes_that_cannot_be_read_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(InvalidInstance) as raised:
        read(data)
    assert [fault.code for fault in raised.value.faults] == [code]


def test_escaped_characters_that_exist_are_read() -> None:
    assert read(b'{"teams": [{"id": "\\ud83d\\ude00"}], "challenges": []}').teams[0].id == "😀"


def test_faults_are_told_in_chinese_too() -> None:
    _, printed = run(json.dumps(with_team(preferences=[["c9"]])).encode(), language="zh-TW")
    assert printed["errors"][0]["message"] == "teams[0].preferences[0][0]: 沒有名為「c9」的課題"


def test_an_objective_that_does_not_exist_is_answered_with_those_that_do() -> None:
    code, printed = run(json.dumps(GOOD).encode(), "fair")
    assert code == 2
    assert printed["errors"][0]["message"] == "choose one of: stable, welfare, generous, greedy, min-cost"


def test_a_solved_file_prints_exactly_the_agreed_keys() -> None:
    code, printed = run(json.dumps(GOOD).encode())
    assert code == 0
    assert printed.pop("seconds") >= 0
    assert printed == {
        "pairs": [["t1", "c1"]],
        "objective": "stable",
        "size": 1,
        "cost": 1,
        "profile": [1],
        "welfare": 2.0,
        "blocking_pairs": [],
        "closed": [],
        "unmatched": [],
        "optimal": True,
    }


def test_a_file_whose_minimums_conflict_ends_with_one_and_names_them() -> None:
    code, printed = run(json.dumps(with_challenge(min_teams=2, max_teams=2)).encode())
    assert (code, printed["size"]) == (1, -1)
    assert printed["conflict"] == [{"kind": "CHALLENGE_MINIMUM", "id": "c1", "teams": 2}]


AGREED_KEYS = [
    "pairs",
    "objective",
    "size",
    "cost",
    "profile",
    "welfare",
    "blocking_pairs",
    "closed",
    "unmatched",
    "optimal",
    "seconds",
]


@pytest.mark.parametrize("objective", list(Objective))
def test_every_objective_prints_the_same_keys(objective: Objective) -> None:
    assert list(run(json.dumps(GOOD).encode(), objective)[1]) == AGREED_KEYS


@pytest.mark.parametrize("objective", list(Objective))
def test_an_impossible_file_has_the_conflict_besides(objective: Objective) -> None:
    code, printed = run(json.dumps(with_challenge(min_teams=2, max_teams=2)).encode(), objective)
    assert (code, printed["size"], printed["pairs"], list(printed)) == (1, -1, [], [*AGREED_KEYS, "conflict"])
    assert printed["unmatched"] == [{"id": "t1", "reason": "NO_PAIRING"}]


@pytest.mark.parametrize("objective", list(Objective))
def test_with_closing_allowed_the_challenge_is_listed_instead(objective: Objective) -> None:
    code, printed = run(
        json.dumps(with_challenge(min_teams=2, max_teams=2)).encode(), objective, allow_closing=True
    )
    assert (code, printed["size"], printed["closed"], list(printed)) == (0, 0, ["c1"], AGREED_KEYS)
    assert printed["unmatched"] == [{"id": "t1", "reason": "CHALLENGES_CLOSED"}]


@pytest.mark.parametrize("objective", [Objective.STABLE, Objective.WELFARE])
def test_scores_decide_whom_each_side_would_rather_have(objective: Objective) -> None:
    document = {
        "teams": [{"id": "t1"}, {"id": "t2"}],
        "challenges": [{"id": "c1"}],
        "scores": {"t1": {"c1": [0.5, 0.5]}, "t2": {"c1": [0.25, 0.75 if objective == "stable" else 1.0]}},
        "expected": "ignored",
    }
    printed = run(json.dumps(document).encode(), objective)[1]
    assert (printed["pairs"], printed["blocking_pairs"]) == ([["t2", "c1"]], [])
    assert printed["welfare"] == sum(document["scores"]["t2"]["c1"])
    assert printed["unmatched"] == [{"id": "t1", "reason": "PLACES_TAKEN"}]


def test_teams_without_preferences_accept_what_they_have_scores_for_best_first() -> None:
    instance = parse(
        {
            "teams": [{"id": "t1"}],
            "challenges": [{"id": "c1"}, {"id": "c2"}, {"id": "c3"}],
            "scores": {"t1": {"c1": [0.5, 1], "c2": [0.9, 0], "c3": [0.5, 0]}},
        }
    )
    assert instance.teams[0].preferences == (("c2",), ("c1", "c3"))


def test_an_owner_that_says_no_maximum_takes_as_many_teams_as_its_challenges_do() -> None:
    document = {
        "teams": [{"id": "t1", "preferences": [["c1"]]}, {"id": "t2", "preferences": [["c2"]]}],
        "challenges": [{"id": "c1", "owner": "o"}, {"id": "c2", "owner": "o"}],
        "owners": [{"id": "o"}],
    }
    assert solve(parse(document)).pairs == (("t1", "c1"), ("t2", "c2"))


def test_no_time_means_no_answer() -> None:
    with pytest.raises(OutOfTime):
        solve(parse(GOOD), Objective.GREEDY, time_limit=0)
    assert run(json.dumps(GOOD).encode(), "greedy", time_limit=0)[0] == 3


@pytest.mark.parametrize("texts", [FAULTS, REPORT_TEXTS])
def test_every_text_exists_in_both_languages(texts: dict[str, dict[str, str]]) -> None:
    assert {frozenset(each) for each in texts.values()} == {frozenset({"en", "zh-Hant"})}


def test_every_reason_and_limit_has_a_sentence() -> None:
    needed = {f"UNMATCHED_{each}" for each in UnmatchedReason} | {f"CONFLICT_{each}" for each in LimitKind}
    assert needed <= set(REPORT_TEXTS)


def test_places_that_nobody_could_take_cost_nothing() -> None:
    wide = {**with_challenge(max_teams=1_000_000), "teams": [{**GOOD["teams"][0], "capacity": 1_000_000}]}
    code, printed = run(json.dumps(wide).encode())
    assert (code, printed["pairs"]) == (0, [["t1", "c1"]])


def test_a_minimum_above_the_maximum_is_named_with_it() -> None:
    challenge = {"id": "c1", "min_teams": 2, "max_teams": 1}
    teams = [{"id": f"t{number}", "preferences": [["c1"]]} for number in range(3)]
    code, printed = run(json.dumps({"teams": teams, "challenges": [challenge]}).encode())
    assert code == 1
    assert printed["conflict"] == [
        {"kind": "CHALLENGE_MAXIMUM", "id": "c1", "teams": 1},
        {"kind": "CHALLENGE_MINIMUM", "id": "c1", "teams": 2},
    ]
