"""What one look at a project of a GitLab brings home."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from registry.forges.model import ForgeAnswer
from registry.health import (
    DeclaredFacts,
    EventFact,
    HealthBand,
    RepositoryObservation,
    observation_as_json,
    snapshot,
)
from scrapers.conversation import Answer
from scrapers.gitlab import GitLabAccess, observe
from scrapers.gitlab_parts import total
from scrapers.memory import Memory
from tests.github_double import (
    BUSY_REGISTRY,
    EMPTY_START,
    FERRY_TIMETABLE,
    FLOOD_REPORT,
    PARADE_MAP,
    TRAM_ALERTS,
    Fault,
)
from tests.gitlab_double import GitLabDouble, Note, Thread, serve
from tests.scrapers.conftest import INVENTED, NOW

HOST = "gitlab.city.example"
TOKEN = "glpat-of-the-test"  # noqa: S105 - the double's
EVERY = [each.full_name for each in INVENTED]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[GitLabDouble, str]]:
    double = GitLabDouble(INVENTED, limit=5000)
    with serve(double) as api_url:
        yield double, api_url


@pytest.fixture
def gitlab(served: tuple[GitLabDouble, str]) -> GitLabDouble:
    served[0].restore()
    return served[0]


@pytest.fixture
def signed_in(served: tuple[GitLabDouble, str], gitlab: GitLabDouble) -> GitLabAccess:
    return GitLabAccess(HOST, served[1], TOKEN, timeout=5)


@pytest.fixture
def anybody(served: tuple[GitLabDouble, str], gitlab: GitLabDouble) -> GitLabAccess:
    return GitLabAccess(HOST, served[1], timeout=5)


def url_of(full_name: str) -> str:
    return f"https://{HOST}/{full_name}"


def stored(memory: Memory) -> Memory:
    """The memory as a database gives it back."""
    both = {**memory.known, **memory.learned}
    kept = {
        name: ForgeAnswer(each.etag, orjson.loads(orjson.dumps(each.facts)))
        for name, each in both.items()
        if name in memory.used
    }
    return Memory(kept)


def looked(
    access: GitLabAccess, full_name: str, memory: Memory | None = None, days: int = 0
) -> tuple[RepositoryObservation, Memory]:
    number = next(int(each.repo["id"]) for each in INVENTED if each.full_name == full_name)
    memory = memory or Memory()
    now = NOW + timedelta(days=days)
    return observe(url_of(full_name), access, forge_id=number, now=now, memory=memory), stored(memory)


def changed(double: GitLabDouble, name: str, **changes: Any) -> None:
    recording = double.wire.named(*name.split("/"))
    assert recording is not None
    double.wire.add(replace(recording, repo={**recording.repo, **changes}))


def ago(days: float) -> Any:
    return NOW - timedelta(days=days)


def test_a_project_is_described_as_a_repository_of_its_host(signed_in: GitLabAccess) -> None:
    found = observe(url_of(FLOOD_REPORT), signed_in, now=NOW)
    assert (found.forge, found.url, found.full_name) == (HOST, url_of(FLOOD_REPORT), FLOOD_REPORT)
    assert (found.default_branch, found.archived, found.fork, found.parent) == ("main", False, False, None)
    assert (found.stars, found.open_issues, found.forge_licence) == (7, 0, "MIT")
    assert found.topics == ("flood", "civic-tech", "zh-hant")
    assert found.missing == {"commit_count": "NOT_SENT", "advisories": "NOT_SENT"}


def test_how_many_commits_there_are_is_known_where_the_gitlab_tells(
    signed_in: GitLabAccess, gitlab: GitLabDouble
) -> None:
    gitlab.tells_totals = True
    found = observe(url_of(BUSY_REGISTRY), signed_in, now=NOW)
    assert found.commit_count == len(
        next(each for each in INVENTED if each.full_name == BUSY_REGISTRY).commits
    )
    assert "commit_count" not in found.missing


def test_an_empty_project_is_known_to_have_no_commits(signed_in: GitLabAccess) -> None:
    found = observe(url_of(EMPTY_START), signed_in, now=NOW)
    assert (found.commit_count, "commit_count" in found.missing) == (0, False)


@pytest.mark.parametrize("written", ["-1", "many", "9" * 30])
def test_a_total_that_is_none_is_unknown(written: str) -> None:
    assert (
        total(Answer(200, {"x-total": written, "link": '<https://a.example/?page=2>; rel="next"'}, [{}]))
        is None
    )


def test_history_tags_releases_and_files_are_those_that_github_would_tell(signed_in: GitLabAccess) -> None:
    found = observe(url_of(FERRY_TIMETABLE), signed_in, now=NOW)
    assert found.commits_complete
    assert sum(commit.is_bot for commit in found.commits) > 90
    assert {tag.name for tag in found.tags if tag.date is not None} == {"v2.2.0", "v2.3.0", "v2.4.0"}
    assert [each.tag for each in found.releases or ()] == ["v2.4.0", "v2.3.0", "v2.2.0"]
    assert found.releases is not None
    assert found.releases[0].assets == ("bundle.tar.gz",)
    assert {"LICENSE", "README.md", "SECURITY.md", "publiccode.yml", "pyproject.toml"} == set(found.texts)
    assert found.pushed_at == found.commits[0].committed_at


@pytest.mark.parametrize("full_name", EVERY)
def test_every_invented_project_can_be_scored(signed_in: GitLabAccess, full_name: str) -> None:
    found = observe(url_of(full_name), signed_in, now=NOW)
    assert snapshot(found, DeclaredFacts(), NOW).coverage > 0.5


def test_a_busy_project_is_sampled_from_its_newest_end(signed_in: GitLabAccess) -> None:
    found = observe(url_of(BUSY_REGISTRY), signed_in, now=NOW)
    assert (len(found.commits), found.commits_complete) == (500, False)
    assert found.missing["commits_complete"] == "MORE_THAN_READ"


def test_without_a_person_in_two_years_the_last_one_is_looked_for(signed_in: GitLabAccess) -> None:
    found = observe(url_of(PARADE_MAP), signed_in, now=NOW)
    assert max(each.committed_at for each in found.commits if not each.is_bot) == ago(1500)


def test_an_empty_project_is_known_to_be_empty(signed_in: GitLabAccess, anybody: GitLabAccess) -> None:
    for access in (signed_in, anybody):
        found = observe(url_of(EMPTY_START), access, now=NOW)
        assert (found.commits, found.commits_complete, found.files, found.default_branch) == (
            (),
            True,
            (),
            None,
        )


@pytest.mark.parametrize("token", [TOKEN, None])
def test_code_that_only_members_may_read_is_unknown_and_never_empty(
    served: tuple[GitLabDouble, str], gitlab: GitLabDouble, token: str | None
) -> None:
    gitlab.hidden.add(FLOOD_REPORT)
    found = observe(url_of(FLOOD_REPORT), GitLabAccess(HOST, served[1], token, timeout=5), now=NOW)
    assert (found.commit_count, found.commits_complete) == (None, False)
    assert {found.missing[name] for name in ("files", "commits", "commit_count", "tags")} == {"FORBIDDEN"}
    health = snapshot(found, DeclaredFacts(), NOW)
    assert (health.score, health.band, health.caps) == (None, HealthBand.NOT_ENOUGH_KNOWN, ())


def test_a_branch_that_may_not_be_asked_for_hides_the_code(
    signed_in: GitLabAccess, gitlab: GitLabDouble
) -> None:
    gitlab.wire.fail(Fault(path="/repository/branches", status=403, message="403 Forbidden"))
    assert observe(url_of(FLOOD_REPORT), signed_in, now=NOW).missing["commits"] == "FORBIDDEN"


def test_people_are_counted_without_being_named(signed_in: GitLabAccess) -> None:
    found, memory = looked(signed_in, FLOOD_REPORT)
    assert len({each.author for each in found.commits if not each.is_bot}) == 3
    commits = {name: each.facts for name, each in memory.known.items() if "commits" in name}
    written = orjson.dumps([observation_as_json(found), commits]).decode()
    assert not any(name in written for name in ("mei-lantern", "otto-pier", "ines-quay"))


def test_a_large_tree_is_read_by_key_over_several_pages(
    signed_in: GitLabAccess, gitlab: GitLabDouble
) -> None:
    _more_files(gitlab, 250)
    found = observe(url_of(FLOOD_REPORT), signed_in, now=NOW)
    assert len([each for each in found.files if each.startswith("lib/")]) == 250
    assert "files_deep" not in found.missing
    pages = [each.query for each in gitlab.wire.asked if each.path.endswith("/tree")]
    assert len(pages) == 3
    assert all("pagination=keyset" in each for each in pages)
    assert ["page_token=" in each for each in pages] == [False, True, True]


def test_of_a_tree_without_end_the_root_at_least_is_whole(
    signed_in: GitLabAccess, gitlab: GitLabDouble
) -> None:
    _more_files(gitlab, 700)
    found = observe(url_of(FLOOD_REPORT), signed_in, now=NOW)
    assert found.missing["files_deep"] == "TRUNCATED"
    assert {"publiccode.yml", "package.json"} <= set(found.files)


def _more_files(double: GitLabDouble, count: int) -> None:
    recording = double.wire.named(*FLOOD_REPORT.split("/"))
    assert recording is not None
    more = tuple({"path": f"lib/part_{each}.py", "sha": f"{each:040x}", "size": 1} for each in range(count))
    double.wire.add(replace(recording, tree=(*recording.tree, *more)))


THREADS = (
    Thread(
        1,
        "noor",
        ago(40),
        notes=(Note("noor", ago(39)), Note("kai", ago(38), is_system=True), Note("kai", ago(37))),
    ),
    Thread(2, "noor", ago(30)),
    Thread(3, "noor", ago(20), closed=ago(18), closed_by="kai"),
    Thread(4, "noor", ago(15), closed=ago(14), closed_by="noor"),
    Thread(5, "renovate-bot", ago(10)),
    Thread(1, "lin", ago(25), closed=ago(21), closed_by="kai", is_change_request=True),
    Thread(6, "lin", ago(700)),
)


def test_threads_tell_when_somebody_else_first_answered(
    signed_in: GitLabAccess, gitlab: GitLabDouble
) -> None:
    gitlab.threads[FLOOD_REPORT] = THREADS
    found = observe(url_of(FLOOD_REPORT), signed_in, now=NOW)
    told = [
        (each.opened_at, each.first_response_at, each.closed_at, each.is_change_request)
        for each in found.threads or ()
    ]
    assert told == [
        (ago(15), None, ago(14), False),
        (ago(20), ago(18), ago(18), False),
        (ago(25), ago(21), ago(21), True),
        (ago(30), None, None, False),
        (ago(40), ago(37), None, False),
    ]


def test_answers_are_asked_for_once_and_of_a_bounded_number_of_threads(
    signed_in: GitLabAccess, gitlab: GitLabDouble
) -> None:
    gitlab.threads[FLOOD_REPORT] = tuple(
        Thread(each, "noor", ago(each + 1), notes=(Note("kai", ago(each)),)) for each in range(1, 31)
    )
    found, memory = looked(signed_in, FLOOD_REPORT)
    assert len(found.threads or ()) == 16
    assert found.missing["threads_complete"] == "MORE_THAN_READ"
    assert _notes(gitlab) == 16
    looked(signed_in, FLOOD_REPORT, memory)
    assert _notes(gitlab) == 16


def _notes(double: GitLabDouble) -> int:
    return sum(each.path.endswith("/notes") for each in double.wire.asked)


def test_without_a_token_what_gitlab_tells_only_who_signs_in_is_unknown(
    anybody: GitLabAccess, gitlab: GitLabDouble
) -> None:
    gitlab.threads[FLOOD_REPORT] = THREADS
    found = observe(url_of(FLOOD_REPORT), anybody, now=NOW)
    unsent = {"commit_count", "advisories", "open_issues", "fork", "parent", "threads"}
    assert found.missing == dict.fromkeys(unsent, "NOT_SENT")
    assert (found.threads, found.open_issues, found.fork) == (None, None, None)
    assert len(found.commits) == 139


@pytest.mark.parametrize(("full_name", "archived"), [(TRAM_ALERTS, True), (FLOOD_REPORT, False)])
def test_whether_a_project_is_archived_is_known_without_a_token_too(
    anybody: GitLabAccess, full_name: str, *, archived: bool
) -> None:
    assert observe(url_of(full_name), anybody, now=NOW).archived is archived


@pytest.mark.parametrize("full_name", EVERY)
def test_an_unchanged_project_is_answered_304_throughout(
    signed_in: GitLabAccess, gitlab: GitLabDouble, full_name: str
) -> None:
    first, memory = looked(signed_in, full_name)
    gitlab.wire.asked.clear()
    again, later = looked(signed_in, full_name, memory)
    assert {each.status for each in gitlab.wire.asked} <= ({304, 404} if full_name == EMPTY_START else {304})
    assert len(gitlab.wire.asked) <= 7
    assert again == replace(first, events=())
    assert later.known == memory.known


def test_after_a_push_the_code_is_read_again(signed_in: GitLabAccess, gitlab: GitLabDouble) -> None:
    first, memory = looked(signed_in, FLOOD_REPORT)
    recording = gitlab.wire.named(*FLOOD_REPORT.split("/"))
    assert recording is not None
    stroke = {**recording.commits[0], "sha": "f" * 40, "committed": NOW.isoformat()}
    files = {**recording.files, "README.md": b"# Flood report, now with maps\n"}
    gitlab.wire.add(replace(recording, commits=(stroke, *recording.commits), files=files))
    again, _ = looked(signed_in, FLOOD_REPORT, memory, days=1)
    assert [each.sha for each in again.commits] == ["f" * 40, *(each.sha for each in first.commits)]
    assert again.texts["README.md"] == "# Flood report, now with maps\n"


def test_a_moved_project_is_followed_by_its_number_wherever_the_redirect_points(
    signed_in: GitLabAccess, gitlab: GitLabDouble
) -> None:
    gitlab.wire.rename(FLOOD_REPORT, "harbour-district/water-watch")
    found = observe(url_of(FLOOD_REPORT), signed_in, now=NOW)
    names = {"from": FLOOD_REPORT, "to": "harbour-district/water-watch"}
    assert (found.full_name, found.events) == ("harbour-district/water-watch", (EventFact("renamed", names),))
    assert len(found.commits) == 139


def test_a_transfer_and_archiving_are_events_once(anybody: GitLabAccess, gitlab: GitLabDouble) -> None:
    _, memory = looked(anybody, FLOOD_REPORT)
    changed(gitlab, FLOOD_REPORT, full_name="river-district/flood-report", archived=True)
    again, memory = looked(anybody, FLOOD_REPORT, memory)
    assert [each.kind for each in again.events] == ["transferred", "archived"]
    third, _ = looked(anybody, FLOOD_REPORT, memory)
    assert third.events == ()


def test_a_fork_names_its_parent(signed_in: GitLabAccess, gitlab: GitLabDouble) -> None:
    changed(gitlab, FERRY_TIMETABLE, parent={"full_name": "upstream/tools/timetable"})
    found = observe(url_of(FERRY_TIMETABLE), signed_in, now=NOW)
    assert (found.fork, found.parent) == (True, "upstream/tools/timetable")
