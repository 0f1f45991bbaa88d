"""`commonfield validate --fix` writes a corrected copy and says what it left."""

import json
import os
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import cli
from tests.timing import best_seconds

WRONG = "name: Tidal # short\nlocalisation:\n  localisationReady: yes\nlegal: {license: GPL v3}\n"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    file = tmp_path / "publiccode.yml"
    file.write_text(WRONG)
    return file


def run(*arguments: str, standard_input: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["validate", *arguments], input=standard_input)
    return done.exit_code, done.stdout


def test_the_copy_stands_beside_the_file_which_stays(wrong: Path) -> None:
    run("--fix", str(wrong))
    assert wrong.read_text() == WRONG
    assert wrong.with_name("publiccode.fixed.yml").read_text() == WRONG.replace("yes", "true")


def test_what_was_mended_and_what_is_left_are_told_apart(wrong: Path) -> None:
    code, said = run("--fix", "--json", str(wrong))
    report = json.loads(said)
    assert code == 1
    assert [each["code"] for each in report["fixed"]] == ["WRONG_TYPE"]
    assert "NOT_AN_EXPRESSION" in [each["code"] for each in report["results"]]
    assert report["copy"] == str(wrong.with_name("publiccode.fixed.yml"))


def test_the_copy_goes_where_it_is_asked_to_go(wrong: Path) -> None:
    run("--fix", "--output", str(wrong), str(wrong))
    assert "localisationReady: true" in wrong.read_text()


def test_nothing_certain_writes_no_copy(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text("name: Tidal\n")
    assert json.loads(run("--fix", "--json", str(file))[1])["copy"] is None
    assert list(tmp_path.iterdir()) == [file]


def test_the_corrected_copy_of_standard_input_needs_a_place() -> None:
    assert run("--fix", "-", standard_input=WRONG) == (2, "")


def test_a_place_without_fix_is_a_wrong_call(wrong: Path) -> None:
    assert run("--output", "a.yml", str(wrong)) == (2, "")


def test_an_unreadable_file_is_reported_and_not_copied(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text("name: [a")
    report = json.loads(run("--fix", "--json", str(file))[1])
    assert (report["ok"], report["fixed"], report["copy"]) == (False, [], None)


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.touch()
    os.truncate(file, 2 * 1024**3)  # takes no room; reading it would take seconds, and all of it in memory
    tracemalloc.start()
    try:
        code, said = run("--json", str(file))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (code, [each["code"] for each in json.loads(said)["results"]]) == (1, ["TOO_LARGE"])
    assert peak < 20_000_000


def test_ten_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_bytes(b"name: " + b"x" * 10_000_000)
    assert best_seconds(lambda: run("--json", str(file))) < 0.2
