"""The last lines of the licence benchmark are for programs, and its judge favours nobody."""

from pathlib import Path

import pytest

from tests.bench.licences import cases, programs, run
from tests.bench.licences.cases import Case, CaseKind, Judgement, judged
from tests.bench.licences.programs import Answer, Run
from tests.bench.licences.run import Goal


@pytest.mark.parametrize(
    ("goal", "line"),
    [
        (Goal("median-ms", 0.51234, 2), "GOAL median-ms 0.5123 2 ok"),
        (Goal("median-ms", 2.001, 2), "GOAL median-ms 2.001 2 short"),
        (Goal("whole-right", 0.98, 0.98, at_least=True), "GOAL whole-right 0.98 0.98 ok"),
        (Goal("whole-right", 0.97, 0.98, at_least=True), "GOAL whole-right 0.97 0.98 short"),
        (
            Goal("validate-files-per-second", 1834.6, 1000, at_least=True),
            "GOAL validate-files-per-second 1835 1000 ok",
        ),
    ],
)
def test_a_goal_says_whether_it_is_met(goal: Goal, line: str) -> None:
    assert goal.line() == line


@pytest.mark.parametrize(
    ("found", "expected", "judgement"),
    [
        ("MIT", "MIT", Judgement.RIGHT),
        ("ISC", "MIT", Judgement.WRONG),
        (None, "MIT", Judgement.ABSTAINED),
        (None, "NOASSERTION", Judgement.RIGHT),
        ("MIT", "NOASSERTION", Judgement.WRONG),
        ("GPL-3.0-or-later", "GPL-3.0", Judgement.RIGHT),
        ("GPL-3.0", "GPL-3.0-or-later", Judgement.RIGHT),
        ("GPL-3.0-only", "GPL-3.0-or-later", Judgement.WRONG),
        ("ISC AND MIT", "MIT AND ISC", Judgement.RIGHT),
        ("MIT and/or ISC", "MIT AND ISC", Judgement.RIGHT),
        ("MIT OR ISC", "MIT AND ISC", Judgement.WRONG),
        ("MIT AND ISC", "MIT", Judgement.WRONG),
    ],
)
def test_an_answer_is_judged_by_its_label(found: str | None, expected: str, judgement: Judgement) -> None:
    assert judged(found, expected) is judgement


def test_a_program_that_times_each_file_is_not_charged_its_start() -> None:
    answers = {Path("a"): Answer("MIT", 2.0), Path("b"): Answer(None, 4.0)}
    assert Run("one", answers, seconds=9.0, start_seconds=1.0, peak_mib=10).milliseconds_a_file() == 3.0


def test_a_program_that_does_not_is_charged_the_rest_of_its_time() -> None:
    answers = {Path("a"): Answer("MIT", None), Path("b"): Answer(None, None)}
    assert Run("other", answers, seconds=1.5, start_seconds=0.5, peak_mib=10).milliseconds_a_file() == 500.0


def test_the_names_that_debian_uses_count_as_right() -> None:
    assert (
        programs._as_spdx("AGPLv3 and/or GPL-2 and/or LGPL-2.1") == "AGPL-3.0 and/or GPL-2.0 and/or LGPL-2.1"
    )


@pytest.mark.parametrize(("answer", "code"), [("MIT", 0), ("ISC", 1)])
def test_one_short_goal_fails_the_licence_benchmark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, code: int
) -> None:
    path = Path("LICENSE")
    measured = Run("commonfield", {path: Answer(answer, 1.0)}, 1.0, 0.5, 60, 0.05)
    monkeypatch.setattr(cases, "labelled", lambda: [Case(path, "MIT", CaseKind.WHOLE, "labelled")])
    monkeypatch.setattr(cases, "installed", list)
    monkeypatch.setattr(cases, "SHARED", Path("nowhere"))
    monkeypatch.setattr(programs, "ours", lambda *_: measured)
    monkeypatch.setattr(programs, "licensecheck", lambda _: None)
    monkeypatch.setattr(programs, "licensee", lambda _: None)
    assert run.main() == code
    printed = capsys.readouterr().out
    assert "licensecheck is not installed" in printed
    assert [line.split()[1] for line in printed.splitlines() if line.startswith("GOAL ")] == [
        "whole-right",
        "whole-wrong",
        "median-ms",
        "p95-ms",
        "index-load-seconds",
        "sbom-5000-seconds",
    ]
