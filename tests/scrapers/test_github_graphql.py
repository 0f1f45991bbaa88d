"""With a token, one request tells who answered whom, and brings the small files."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from registry.forges.model import ForgeAnswer
from registry.health import DeclaredFacts, RepositoryObservation, snapshot
from scrapers.budget import Budget
from scrapers.failures import Unreachable
from scrapers.github import GitHubAccess, observe
from scrapers.github_graphql import EACH, document
from scrapers.memory import Memory
from tests.github_double import FLOOD_REPORT, LIBRARY_QUEUE, Double, Fault, Note, Thread, serve
from tests.github_double.recording import blob_sha
from tests.scrapers.conftest import INVENTED, NOW

URL = f"https://github.com/{FLOOD_REPORT}"
GRAPHQL = "/graphql"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Double, str]]:
    double = Double(INVENTED)
    with serve(double=double) as api_url:
        yield double, api_url


@pytest.fixture
def github(served: tuple[Double, str]) -> Double:
    served[0].restore()
    served[0].graph_limit = 5000
    return served[0]


@pytest.fixture
def access(served: tuple[Double, str], github: Double) -> GitHubAccess:
    return GitHubAccess(served[1], "a-token", timeout=5)


def ago(days: float) -> Any:
    return NOW - timedelta(days=days)


def asked(double: Double, path: str) -> int:
    return sum(each.path.endswith(path) for each in double.asked)


def stored(memory: Memory) -> Memory:
    kept = {
        name: ForgeAnswer(each.etag, orjson.loads(orjson.dumps(each.facts)))
        for name, each in {**memory.known, **memory.learned}.items()
        if name in memory.used
    }
    return Memory(kept)


def looked(
    access: GitHubAccess, memory: Memory | None = None, days: float = 0
) -> tuple[RepositoryObservation, Memory]:
    memory = memory or Memory()
    seen = observe(URL, access, now=NOW + timedelta(days=days), memory=memory)
    return seen, stored(memory)


THREADS = (
    Thread(
        1,
        "noor",
        ago(40),
        notes=(Note("noor", ago(39)), Note("renovate[bot]", ago(38)), Note("kai", ago(37))),
    ),
    Thread(2, "noor", ago(30)),
    Thread(3, "noor", ago(20), closed=ago(18), closed_by="kai"),
    Thread(4, "noor", ago(15), closed=ago(14), closed_by="noor"),
    Thread(5, "dependabot[bot]", ago(10)),
    Thread(6, "lin", ago(25), closed=ago(21), closed_by="kai", is_change_request=True),
)


def test_threads_tell_when_another_person_first_answered(github: Double, access: GitHubAccess) -> None:
    github.threads[FLOOD_REPORT] = THREADS
    seen, _ = looked(access)
    told = [
        (each.opened_at, each.first_response_at, each.closed_at, each.is_change_request)
        for each in seen.threads or ()
    ]
    assert told == [
        (ago(15), None, ago(14), False),
        (ago(20), ago(18), ago(18), False),
        (ago(30), None, None, False),
        (ago(40), ago(37), None, False),
        (ago(25), ago(21), ago(21), True),
    ]
    found = {each.id: each for each in snapshot(seen, DeclaredFacts(), NOW).signals}
    assert found["first_response"].value is not None


def test_a_first_look_needs_nine_requests_in_place_of_thirteen(
    served: tuple[Double, str], github: Double, access: GitHubAccess
) -> None:
    first, _ = looked(access)
    with_token = len(github.asked)
    github.restore()
    github.anonymous_limit = 60
    alone = observe(URL, GitHubAccess(served[1], timeout=5), now=NOW)
    assert (with_token, len(github.asked)) == (9, 13)
    assert first.texts == alone.texts
    assert replace(first, threads=None) == alone


def test_an_unchanged_repository_is_not_asked_about_again(github: Double, access: GitHubAccess) -> None:
    github.threads[FLOOD_REPORT] = (THREADS[0],)
    first, memory = looked(access)
    github.asked.clear()
    again, _ = looked(access, memory)
    assert [each.status for each in github.asked] == [304, 304, 304]
    assert again == first


def statuses(double: Double) -> list[tuple[str, int]]:
    return [(each.path.rsplit("/", 1)[-1], each.status) for each in double.asked]


def test_somebody_who_waits_costs_no_request_more_on_any_night(github: Double, access: GitHubAccess) -> None:
    github.threads[FLOOD_REPORT] = (THREADS[1],)
    first, memory = looked(access)
    for day in range(1, 30):
        github.asked.clear()
        seen, memory = looked(access, memory, days=day)
        asked_about = "issues" if day % 7 == 0 else "releases"
        assert [name for name, _ in statuses(github)][1:] == [asked_about, "security-advisories"]
        assert {status for _, status in statuses(github)} == {304}
        assert seen == replace(first, observed_at=ago(-day))


def test_an_answer_to_somebody_who_waits_is_seen_within_a_week(github: Double, access: GitHubAccess) -> None:
    github.threads[FLOOD_REPORT] = (THREADS[1],)
    _, memory = looked(access)
    github.threads[FLOOD_REPORT] = (replace(THREADS[1], notes=(Note("kai", ago(-1)),)),)
    for day, answered in ((6, None), (7, ago(-1)), (14, ago(-1))):
        github.asked.clear()
        seen, memory = looked(access, memory, days=day)
        assert seen.threads is not None
        assert seen.threads[0].first_response_at == answered
        assert asked(github, GRAPHQL) == (day == 7)
    assert "issues" not in dict(statuses(github))


def test_what_a_machine_says_to_somebody_who_waits_leaves_them_waiting(
    github: Double, access: GitHubAccess
) -> None:
    github.threads[FLOOD_REPORT] = (THREADS[1],)
    _, memory = looked(access)
    github.threads[FLOOD_REPORT] = (replace(THREADS[1], notes=(Note("stale[bot]", ago(-1)),)),)
    told = []
    for day in (7, 14, 21):
        github.asked.clear()
        seen, memory = looked(access, memory, days=day)
        assert seen.threads is not None
        told.append((seen.threads[0].first_response_at, asked(github, GRAPHQL), len(github.asked)))
    assert told == [(None, 1, 4), (None, 0, 3), (None, 0, 3)]


@pytest.mark.parametrize(
    "fault", [Fault(path=GRAPHQL, status=502), Fault(path=GRAPHQL, status=403, retry_after=0)]
)
def test_an_answer_is_not_lost_where_it_cannot_be_read_when_it_is_noticed(
    github: Double, access: GitHubAccess, fault: Fault
) -> None:
    github.threads[FLOOD_REPORT] = (THREADS[1],)
    _, memory = looked(access)
    github.threads[FLOOD_REPORT] = (replace(THREADS[1], notes=(Note("kai", ago(-1)),)),)
    github.fail(replace(fault, times=1))
    cut = Memory(memory.known)
    with suppress(Unreachable):
        observe(URL, access.with_budget(Budget()), now=ago(-7), memory=cut)
    assert sum(each.status == fault.status for each in github.asked) == 1
    seen, _ = looked(access, Memory({**cut.known, **cut.learned}), days=14)
    assert [each.first_response_at for each in seen.threads or ()] == [ago(-1)]


def test_what_is_said_while_one_looks_is_seen_the_next_week(github: Double, access: GitHubAccess) -> None:
    github.threads[FLOOD_REPORT] = (replace(THREADS[1], notes=(Note("noor", ago(-1 / 24)),)),)
    _, memory = looked(access)
    github.asked.clear()
    looked(access, memory, days=7)
    assert (asked(github, GRAPHQL), len(github.asked)) == (1, 3)


def test_where_the_list_of_issues_is_closed_those_who_wait_are_asked_about_in_place_of_releases(
    github: Double, access: GitHubAccess
) -> None:
    github.threads[FLOOD_REPORT] = (THREADS[1],)
    github.fail(Fault(path="/issues", status=410, times=1))
    _, memory = looked(access)
    github.asked.clear()
    seen, _ = looked(access, memory, days=7)
    assert [name for name, _ in statuses(github)][1:] == ["security-advisories", "graphql"]
    assert seen.missing == {}


def test_whatever_changed_about_the_repository_asks_for_threads_anew(
    github: Double, access: GitHubAccess
) -> None:
    _, memory = looked(access)
    recording = github.named(*FLOOD_REPORT.split("/"))
    assert recording is not None
    github.add(replace(recording, repo={**recording.repo, "open_issues_count": 1}))
    github.threads[FLOOD_REPORT] = (THREADS[1],)
    github.asked.clear()
    seen, _ = looked(access, memory)
    assert len(seen.threads or ()) == 1
    assert statuses(github)[1:] == [
        ("releases", 304),
        ("security-advisories", 304),
        ("graphql", 200),
        ("issues", 200),
    ]


def test_after_a_push_the_files_that_changed_come_along(github: Double, access: GitHubAccess) -> None:
    _, memory = looked(access)
    recording = github.named(*FLOOD_REPORT.split("/"))
    assert recording is not None
    content = "# 淹水通報\n".encode()
    tree = tuple(
        {**each, "sha": blob_sha(content)} if each["path"] == "README.md" else each for each in recording.tree
    )
    repo = {**recording.repo, "pushed_at": (NOW + timedelta(hours=1)).isoformat()}
    github.add(replace(recording, repo=repo, tree=tree, files={**recording.files, "README.md": content}))
    github.asked.clear()
    seen, _ = looked(access, memory, days=1)
    assert seen.texts["README.md"] == content.decode()
    assert (asked(github, GRAPHQL), sum("/contents/" in each.path for each in github.asked)) == (1, 0)


def test_more_threads_than_are_read_are_a_sample_and_said_to_be_one(
    github: Double, access: GitHubAccess
) -> None:
    github.threads[FLOOD_REPORT] = tuple(Thread(each, "noor", ago(each)) for each in range(1, EACH + 2))
    seen, _ = looked(access)
    assert len(seen.threads or ()) == EACH
    assert seen.missing == {"threads_complete": "MORE_THAN_READ"}


@pytest.mark.parametrize(
    "content",
    ["授權".encode("big5"), "MIT License".encode("utf-16"), b"x" * (256 * 1024 + 1)],
    ids=["not UTF-8", "UTF-16", "too large"],
)
def test_a_file_that_graphql_does_not_give_is_read_as_ever(
    served: tuple[Double, str], github: Double, access: GitHubAccess, content: bytes
) -> None:
    recording = github.named(*LIBRARY_QUEUE.split("/"))
    assert recording is not None
    blob = {"path": "LICENSE", "sha": blob_sha(content), "size": len(content), "type": "blob"}
    files = {**recording.files, "LICENSE": content}
    github.add(replace(recording, tree=(*recording.tree, blob), files=files))
    url = f"https://github.com/{LIBRARY_QUEUE}"
    together = observe(url, access, now=NOW)
    alone = observe(url, GitHubAccess(served[1], timeout=5), now=NOW)
    assert (together.texts, together.missing) == (alone.texts, alone.missing)


def test_the_mark_of_utf8_is_no_part_of_a_file(github: Double, access: GitHubAccess) -> None:
    recording = github.named(*LIBRARY_QUEUE.split("/"))
    assert recording is not None
    content = b"\xef\xbb\xbfMIT License"
    blob = {"path": "LICENSE", "sha": blob_sha(content), "size": len(content), "type": "blob"}
    files = {**recording.files, "LICENSE": content}
    github.add(replace(recording, tree=(*recording.tree, blob), files=files))
    assert observe(f"https://github.com/{LIBRARY_QUEUE}", access, now=NOW).texts["LICENSE"] == "MIT License"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=502), "HTTP_502"),
        (Fault(status=404), "NOT_FOUND"),
        (Fault(status=403, message="Resource not accessible by integration"), "FORBIDDEN"),
        (Fault(kind="cut"), "CONNECTION_FAILED"),
        (Fault(kind="garbage"), "BAD_ANSWER"),
    ],
)
def test_without_graphql_files_are_read_one_by_one_and_threads_are_unknown(
    github: Double, access: GitHubAccess, fault: Fault, reason: str
) -> None:
    github.threads[FLOOD_REPORT] = THREADS
    github.fail(replace(fault, path=GRAPHQL))
    seen, _ = looked(access)
    assert (seen.threads, seen.missing) == (None, {"threads": reason})
    assert len(seen.texts) == 5


def test_a_spent_hour_of_graphql_said_in_an_answer_of_200_puts_the_look_off(
    github: Double, access: GitHubAccess
) -> None:
    github.graph_limit = 1
    memory = Memory()
    with pytest.raises(Unreachable) as failure:
        observe(URL, access, now=NOW, memory=memory)
    assert failure.value.reason == "RATE_LIMITED"
    assert failure.value.retry_after is not None
    assert 3500 < failure.value.retry_after <= 3600
    assert {each.status for each in github.asked} == {200}
    assert len(memory.learned) > 4


def test_a_secondary_limit_of_graphql_blocks_rest_too(github: Double, access: GitHubAccess) -> None:
    github.fail(Fault(path=GRAPHQL, status=403, retry_after=31))
    with pytest.raises(Unreachable) as failure:
        looked(access)
    assert failure.value.retry_after == 31
    before = len(github.asked)
    with pytest.raises(Unreachable):
        looked(access)
    assert len(github.asked) == before


def test_the_hour_of_graphql_is_not_taken_for_that_of_rest(github: Double, access: GitHubAccess) -> None:
    github.graph_limit = 10
    looked(access)
    assert access.budget.remaining == 5000 - sum(not each.path.endswith(GRAPHQL) for each in github.asked)


def test_people_of_threads_are_not_remembered(github: Double, access: GitHubAccess) -> None:
    github.threads[FLOOD_REPORT] = THREADS
    _, memory = looked(access)
    written = orjson.dumps(memory.known["threads"].facts).decode()
    assert not any(name in written for name in ("noor", "kai", "lin"))


def test_names_and_paths_are_variables_never_part_of_the_query() -> None:
    assert "$file0" in document(1)
    assert "harbour" not in document(1)
