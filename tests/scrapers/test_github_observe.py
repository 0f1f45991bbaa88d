"""What one look at a repository brings home."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from registry.health import EventFact, observation_as_json
from scrapers.github import GitHubAccess, observe
from tests.github_double import (
    BUSY_REGISTRY,
    EMPTY_START,
    FERRY_TIMETABLE,
    FLOOD_REPORT,
    LIBRARY_QUEUE,
    PARADE_MAP,
    TRAM_ALERTS,
    Double,
    Recording,
)
from tests.github_double.invented import invented
from tests.github_double.recording import blob_sha
from tests.scrapers.conftest import NOW

MOST_REQUESTS = 18


def url_of(full_name: str) -> str:
    return f"https://github.com/{full_name}"


def with_file(double: Double, full_name: str, path: str, content: bytes) -> None:
    """Add a file to a repository of the double."""
    recording = double.named(*full_name.split("/"))
    assert recording is not None
    blob = {"path": path, "sha": blob_sha(content), "size": len(content), "type": "blob"}
    double.add(replace(recording, tree=(*recording.tree, blob), files={**recording.files, path: content}))


def recorded(full_name: str) -> Recording:
    return next(each for each in invented(NOW) if each.full_name == full_name)


def test_the_repository_itself_is_described(access: GitHubAccess) -> None:
    found = observe(url_of(FLOOD_REPORT), access)
    assert (found.forge, found.forge_id) == ("github", recorded(FLOOD_REPORT).repo["id"])
    assert (found.url, found.full_name) == (url_of(FLOOD_REPORT), FLOOD_REPORT)
    assert (found.default_branch, found.archived, found.fork) == ("main", False, False)
    assert (found.stars, found.open_issues, found.forge_licence) == (7, 0, "MIT")
    assert found.topics == ("flood", "civic-tech", "zh-hant")
    assert found.description is not None
    assert "淹水" in found.description
    assert (found.missing, found.events) == ({}, ())


def test_every_commit_of_two_years_is_read_newest_first(access: GitHubAccess) -> None:
    found = observe(url_of(FLOOD_REPORT), access)
    assert [commit.sha for commit in found.commits] == [
        each["sha"] for each in recorded(FLOOD_REPORT).commits
    ]
    assert found.commits_complete
    assert found.commit_count == 139


def test_machines_and_merges_are_marked(access: GitHubAccess) -> None:
    found = observe(url_of(FLOOD_REPORT), access)
    assert sum(commit.is_bot for commit in found.commits) == 20
    assert sum(commit.is_merge for commit in found.commits) == 10
    assert {commit.author for commit in found.commits if commit.is_bot} == {"dependabot[bot]"}


def test_people_are_counted_without_being_named(access: GitHubAccess) -> None:
    found = observe(url_of(FLOOD_REPORT), access)
    assert len({commit.author for commit in found.commits if not commit.is_bot}) == 3
    stored = json.dumps(observation_as_json(found))
    assert not any(name in stored for name in ("mei-lantern", "otto-pier", "ines-quay"))


def test_a_history_older_than_two_years_is_counted_but_not_read(access: GitHubAccess) -> None:
    found = observe(url_of(FERRY_TIMETABLE), access)
    assert found.commits_complete
    assert len(found.commits) < 330
    assert found.commit_count == 330


def test_tags_get_the_dates_of_the_commits_and_releases_they_name(access: GitHubAccess) -> None:
    found = observe(url_of(FERRY_TIMETABLE), access)
    dates = {tag.name: tag.date for tag in found.tags}
    assert set(dates) == {"v2.2.0", "v2.3.0", "v2.4.0"}
    assert all(moment is not None for moment in dates.values())
    assert found.releases is not None
    assert [each.tag for each in found.releases] == ["v2.4.0", "v2.3.0", "v2.2.0"]


def test_only_the_files_that_matter_are_read(access: GitHubAccess) -> None:
    found = observe(url_of(FLOOD_REPORT), access)
    assert "src/report.js" in found.files
    assert set(found.texts) == {"LICENSE", "README.md", "SECURITY.md", "package.json", "publiccode.yml"}
    assert "localisedName: 淹水通報" in found.texts["publiccode.yml"]


@pytest.mark.parametrize(
    "full_name",
    [FLOOD_REPORT, FERRY_TIMETABLE, LIBRARY_QUEUE, PARADE_MAP, TRAM_ALERTS, EMPTY_START, BUSY_REGISTRY],
)
def test_no_look_asks_more_than_eighteen_times(double: Double, access: GitHubAccess, full_name: str) -> None:
    observe(url_of(full_name), access)
    assert 1 < len(double.asked) <= MOST_REQUESTS


def test_an_empty_repository_is_known_to_be_empty(access: GitHubAccess) -> None:
    found = observe(url_of(EMPTY_START), access)
    assert (found.commits, found.commits_complete, found.commit_count) == ((), True, 0)
    assert found.files == ()
    assert found.knows("files")


def test_an_archived_repository_says_so(access: GitHubAccess) -> None:
    assert observe(url_of(TRAM_ALERTS), access).archived is True


def test_where_only_machines_worked_for_two_years_the_last_person_is_looked_for(
    access: GitHubAccess,
) -> None:
    found = observe(url_of(PARADE_MAP), access)
    people = [commit.committed_at for commit in found.commits if not commit.is_bot]
    assert max(people) == NOW - timedelta(days=1500)
    assert len({commit.sha for commit in found.commits}) == len(found.commits)


def test_a_busy_repository_is_sampled_from_its_newest_end(access: GitHubAccess) -> None:
    found = observe(url_of(BUSY_REGISTRY), access)
    assert (len(found.commits), found.commits_complete, found.commit_count) == (500, False, 720)
    assert found.missing["commits_complete"] == "MORE_THAN_READ"


def test_a_renamed_repository_is_followed_and_the_rename_noted(double: Double, access: GitHubAccess) -> None:
    double.rename(FLOOD_REPORT, "harbour-district/water-watch")
    found = observe(url_of(FLOOD_REPORT), access)
    assert found.full_name == "harbour-district/water-watch"
    assert found.url == url_of(FLOOD_REPORT)
    assert found.events == (
        EventFact("renamed", {"from": FLOOD_REPORT, "to": "harbour-district/water-watch"}),
    )
    assert len(found.commits) == 139
    assert found.missing == {}


def test_the_number_finds_a_repository_whose_old_name_someone_else_took(
    double: Double, access: GitHubAccess
) -> None:
    number = recorded(FLOOD_REPORT).repo["id"]
    double.rename(FLOOD_REPORT, "harbour-district/water-watch")
    double.rename(LIBRARY_QUEUE, FLOOD_REPORT)
    double.moved.clear()
    found = observe(url_of(FLOOD_REPORT), access, forge_id=number)
    assert (found.forge_id, found.full_name) == (number, "harbour-district/water-watch")


def test_capital_letters_in_an_address_are_no_rename(access: GitHubAccess) -> None:
    assert observe("https://github.com/Harbour-District/Flood-Report", access).events == ()


def test_what_github_did_not_send_is_unknown_not_zero(double: Double, access: GitHubAccess) -> None:
    recording = recorded(FLOOD_REPORT)
    silent = {key: value for key, value in recording.repo.items() if key != "stargazers_count"}
    double.add(replace(recording, repo=silent))
    found = observe(url_of(FLOOD_REPORT), access)
    assert found.stars is None
    assert found.missing == {"stars": "NOT_SENT"}


def test_a_file_over_the_bound_is_not_fetched(double: Double, access: GitHubAccess) -> None:
    with_file(double, LIBRARY_QUEUE, "LICENSE", b"x" * (256 * 1024 + 1))
    found = observe(url_of(LIBRARY_QUEUE), access)
    assert "LICENSE" in found.files
    assert "LICENSE" not in found.texts
    assert found.missing["texts/LICENSE"] == "TOO_LARGE"
    assert not any(asked.path.endswith("contents/LICENSE") for asked in double.asked)


def test_a_file_at_the_bound_is_read_whole(double: Double, access: GitHubAccess) -> None:
    with_file(double, LIBRARY_QUEUE, "LICENSE", b"x" * (256 * 1024))
    assert len(observe(url_of(LIBRARY_QUEUE), access).texts["LICENSE"]) == 256 * 1024


def test_a_file_that_is_not_utf8_is_read_and_marked(double: Double, access: GitHubAccess) -> None:
    with_file(double, LIBRARY_QUEUE, "LICENSE", "授權".encode("big5"))
    found = observe(url_of(LIBRARY_QUEUE), access)
    assert found.missing["texts/LICENSE"] == "NOT_UTF8"
    assert "\ufffd" in found.texts["LICENSE"]


def test_a_file_in_utf16_with_its_mark_is_read(double: Double, access: GitHubAccess) -> None:
    with_file(double, LIBRARY_QUEUE, "LICENSE", "MIT License".encode("utf-16"))
    found = observe(url_of(LIBRARY_QUEUE), access)
    assert found.texts["LICENSE"] == "MIT License"
    assert "texts/LICENSE" not in found.missing


def test_a_path_with_spaces_and_chinese_is_asked_for_correctly(double: Double, access: GitHubAccess) -> None:
    with_file(double, LIBRARY_QUEUE, "LICENSES/授權 條款#1.txt", b"text")
    assert observe(url_of(LIBRARY_QUEUE), access).texts["LICENSES/授權 條款#1.txt"] == "text"
