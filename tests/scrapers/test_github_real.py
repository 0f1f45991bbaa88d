"""Looks at the ten real repositories, as git recorded them, and what the health model makes of them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from registry.health import (
    DeclaredFacts,
    HealthBand,
    HealthSnapshot,
    RepositoryObservation,
    figures_as_json,
    snapshot,
)
from scrapers.github import GitHubAccess, observe
from tests.github_double import Double, Fault, read_all, read_folder, serve

pytestmark = pytest.mark.shared

RECORDED_AT = datetime(2026, 11, 21, tzinfo=UTC)
SANDBOX = "moda-gov-tw/civic-tech-experimental-field-"


@pytest.fixture(scope="module")
def looks(shared: Path) -> dict[str, tuple[RepositoryObservation, int]]:
    """An observation of each repository, with the requests it took."""
    double = Double(read_all(shared / "github"), anonymous_limit=1000)
    double.fail(Fault(path="/.github/git/", status=451))  # what their owners keep there was not recorded
    found = {}
    with serve(double=double) as api_url:
        access = GitHubAccess(api_url, timeout=10)
        for recording in read_all(shared / "github"):
            before = len(double.asked)
            seen = observe(f"https://github.com/{recording.full_name}", access, now=RECORDED_AT)
            found[recording.full_name] = (seen, len(double.asked) - before)
    return found


@pytest.fixture(scope="module")
def snapshots(looks: dict[str, tuple[RepositoryObservation, int]]) -> dict[str, HealthSnapshot]:
    """Health of each, from git alone: nothing declared."""
    return {name: snapshot(seen, DeclaredFacts(), RECORDED_AT) for name, (seen, _) in looks.items()}


def test_none_of_the_ten_takes_more_than_eighteen_requests(
    looks: dict[str, tuple[RepositoryObservation, int]],
) -> None:
    assert len(looks) == 10
    assert max(requests for _, requests in looks.values()) <= 18


def test_stars_and_issues_that_git_does_not_know_stay_unknown(
    looks: dict[str, tuple[RepositoryObservation, int]],
) -> None:
    assert {(seen.stars, seen.open_issues, seen.releases) for seen, _ in looks.values()} == {
        (None, None, None)
    }


def test_the_whole_history_is_counted_though_only_two_years_are_read(
    looks: dict[str, tuple[RepositoryObservation, int]],
) -> None:
    exchange, _ = looks["DemocracyLab/CivicTechExchange"]
    assert exchange.commit_count == 4954
    assert len(exchange.commits) < 100
    assert exchange.commits_complete


def test_a_backend_that_declares_mit_ships_no_licence_file(
    looks: dict[str, tuple[RepositoryObservation, int]], snapshots: dict[str, HealthSnapshot]
) -> None:
    name = f"{SANDBOX}find-babycare-backend"
    assert not any("licen" in path.casefold() for path in looks[name][0].files if "/" not in path)
    assert "CAP_NO_LICENCE" in {cap.code for cap in snapshots[name].caps}


def test_the_four_sandbox_repositories_are_dormant_for_want_of_people(
    snapshots: dict[str, HealthSnapshot],
) -> None:
    sandbox = [found for name, found in snapshots.items() if name.startswith(SANDBOX)]
    assert len(sandbox) == 4
    for found in sandbox:
        assert found.band is HealthBand.DORMANT
        assert found.score is not None
        assert found.score < 10
        assert "CAP_NO_HUMAN_COMMIT_TWO_YEARS" in {cap.code for cap in found.caps}


def test_the_figures_are_those_counted_from_the_recording_itself(
    shared: Path, looks: dict[str, tuple[RepositoryObservation, int]]
) -> None:
    recording = read_folder(shared / "github" / "italia" / "publiccode-crawler")
    year = [
        each
        for each in recording.commits
        if datetime(2025, 11, 21, tzinfo=UTC) < datetime.fromisoformat(each["committed"])
        and each["type"] == "User"
        and len(each["parents"]) < 2
    ]
    seen, _ = looks["italia/publiccode-crawler"]
    found = figures_as_json(seen, RECORDED_AT)
    assert found["commits"] == len(recording.commits)
    assert found["commits_12m_human_nonmerge"] == len(year)
    assert found["authors_12m_human"] == len({each["login"] for each in year})
    assert found["tags"] == len(recording.tags)


def test_the_living_stand_above_the_dead(snapshots: dict[str, HealthSnapshot]) -> None:
    bands = {name: found.band for name, found in snapshots.items()}
    living = {name for name, band in bands.items() if band is HealthBand.STEADY}
    assert living == {"italia/publiccode-crawler", "italia/publiccode-editor"}
    assert {band for name, band in bands.items() if name not in living} == {HealthBand.DORMANT}


def test_a_merge_of_a_machines_work_is_not_a_person_at_work(snapshots: dict[str, HealthSnapshot]) -> None:
    exchange = {each.id: each for each in snapshots["DemocracyLab/CivicTechExchange"].signals}
    # Its last push merged what Dependabot made and is 251 days old.
    assert exchange["last_human_commit"].value == 456
    assert exchange["dependency_updater"].value is True
