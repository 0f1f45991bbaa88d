"""`commonfield observe`, as a program or a person calls it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import cli
from tests.scrapers.made_with_git import commit, new


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = new(tmp_path / "one")
    (folder / "README.md").write_text("One")
    for day in ("2024-05-01", "2026-02-03", "2026-11-20"):
        commit(folder, "Mei", "mei@example.org", f"{day}T09:00:00Z")
    return folder


def called(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["observe", *arguments])


def test_json_holds_the_figures_and_the_snapshot(repository: Path) -> None:
    found = json.loads(called("--git", str(repository), "--as-of", "2026-11-21", "--json").stdout)
    assert (found["commits"], found["commits_12m_human_nonmerge"], found["active_months_12"]) == (3, 2, 2)
    assert found["last_human_commit"] == "2026-11-20T09:00:00+00:00"
    assert {"model_version", "score", "band", "coverage", "signals", "caps"} <= set(found["snapshot"])


def test_a_day_is_looked_at_with_all_its_hours(repository: Path) -> None:
    found = json.loads(called("--git", str(repository), "--as-of", "2026-11-20", "--json").stdout)
    assert found["commits"] == 3
    earlier = called("--git", str(repository), "--as-of", "2026-11-20T08:59:59+00:00", "--json")
    assert json.loads(earlier.stdout)["commits"] == 2


def test_git_alone_is_known_well_enough_for_a_score(repository: Path) -> None:
    found = json.loads(called("--git", str(repository), "--as-of", "2026-11-21", "--json").stdout)
    assert found["snapshot"]["coverage"] >= 0.6
    assert found["snapshot"]["score"] is not None


def test_people_read_it_in_their_language(repository: Path) -> None:
    assert "Last change by a person" in called("--git", str(repository)).stdout
    assert "最近一次由人修改" in called("--git", str(repository), "--language", "zh-Hant").stdout


def test_a_folder_without_a_repository_is_a_wrong_call(tmp_path: Path) -> None:
    found = called("--git", str(tmp_path), "--json")
    assert (found.exit_code, found.stdout) == (2, "")


def test_what_is_no_date_is_a_wrong_call(repository: Path) -> None:
    assert called("--git", str(repository), "--as-of", "yesterday").exit_code == 2
