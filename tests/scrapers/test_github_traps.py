"""PyGithub's traps and GitHub's own, as docs/DESIGN.md lists them: each is still there, and we do not step in it.

Where a test says that a trap is still there and fails, the trap is gone, and so may be what we do about it.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import github
import pytest
from github.GithubRetry import GithubRetry

from scrapers import github_client
from scrapers.budget import Budget
from scrapers.failures import Unreachable
from scrapers.github import GitHubAccess, observe
from scrapers.github_client import Client
from scrapers.memory import Memory
from tests.github_double import BUSY_REGISTRY, FLOOD_REPORT, Double, Fault, serve
from tests.scrapers.conftest import INVENTED, NOW

URL = f"https://github.com/{FLOOD_REPORT}"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Double, str]]:
    double = Double(INVENTED, anonymous_limit=1000)
    with serve(double=double) as api_url:
        yield double, api_url


@pytest.fixture
def double(served: tuple[Double, str]) -> Double:
    served[0].restore()
    served[0].graph_limit = 5000
    return served[0]


@pytest.fixture
def access(served: tuple[Double, str], double: Double) -> GitHubAccess:
    return GitHubAccess(served[1], "a-token", timeout=5)


@pytest.fixture
def theirs(served: tuple[Double, str], double: Double) -> Iterator[github.Github]:
    """PyGithub as its users have it, but for pauses."""
    client = github.Github(
        base_url=served[1], retry=None, seconds_between_requests=None, seconds_between_writes=None, lazy=True
    )
    yield client
    client.close()


def test_not_thread_safe_so_each_look_has_a_client_of_its_own_and_they_share_the_budget(
    access: GitHubAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    class Noted(github.Github):
        def __init__(self, *positional: Any, **named: Any) -> None:
            super().__init__(*positional, **named)
            made.append(self.requester)

    monkeypatch.setattr(github_client, "Github", Noted)
    with ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(lambda _: observe(URL, access, now=NOW), range(8)))
    assert len({id(each) for each in made}) == 8
    assert all(each == seen[0] for each in seen)
    assert access.budget.sent == 8 * 9


def test_a_redirect_drops_the_query_so_lists_are_asked_for_by_number(
    double: Double, access: GitHubAccess, theirs: github.Github
) -> None:
    double.rename(FLOOD_REPORT, "harbour-district/water-watch")
    _, _, body = theirs.requester.requestJson(
        "GET", f"/repos/{FLOOD_REPORT}/commits", parameters={"per_page": 1}
    )
    assert body.count('"committer":{"name"') == 30, "the trap is still there: one commit was asked for"
    double.asked.clear()
    observe(URL, access, now=NOW)
    by_name = [each.path for each in double.asked if each.path.startswith("/repos/")]
    assert by_name == [f"/repos/{FLOOD_REPORT}"]
    lists = {
        each.path.rsplit("/", 1)[-1]: each.query for each in double.asked if "/repositories/" in each.path
    }
    assert "per_page=100" in lists["tags"]
    assert "per_page=100" in lists["releases"]


def test_lists_know_no_validators_so_they_are_sent_by_hand(
    double: Double, access: GitHubAccess, theirs: github.Github
) -> None:
    for _ in range(2):
        list(theirs.get_repo(BUSY_REGISTRY).get_tags())
    tags = [each.conditional for each in double.asked if each.path.endswith("/tags")]
    assert tags == [False, False], "the trap is still there"
    memory = Memory()
    observe(f"https://github.com/{BUSY_REGISTRY}", access, now=NOW, memory=memory)
    double.asked.clear()
    known = Memory({name: each for name, each in memory.learned.items() if name != "content"})
    observe(f"https://github.com/{BUSY_REGISTRY}", access, now=NOW, memory=known)
    lists = [each for each in double.asked if each.path.endswith(("/tags", "/releases", "/commits"))]
    assert {(each.conditional, each.status) for each in lists} == {(True, 304)}


def test_a_429_without_retry_after_raises_at_once_so_the_wait_is_ours(
    double: Double, access: GitHubAccess, served: tuple[Double, str]
) -> None:
    double.fail(Fault(status=429))
    waiting = github.Github(base_url=served[1], retry=GithubRetry(total=1), lazy=True)
    began = time.monotonic()
    with pytest.raises(github.GithubException):
        waiting.get_user("somebody").complete()
    assert time.monotonic() - began < 5, "the trap is still there: nothing was waited for"
    waiting.close()
    with pytest.raises(Unreachable) as failure:
        observe(URL, access, now=NOW)
    assert (failure.value.reason, failure.value.retry_after) == ("RATE_LIMITED", 60)


def test_graphql_says_in_an_answer_of_200_that_the_hour_is_spent(
    double: Double, access: GitHubAccess
) -> None:
    double.graph_limit = 0
    with Client(access) as client, pytest.raises(Unreachable) as failure:
        client.ask_graph("{ __typename }", {})
    assert [each.status for each in double.asked] == [200]
    assert failure.value.reason == "RATE_LIMITED"
    assert failure.value.retry_after is not None
    assert failure.value.retry_after > 3500


def test_statistics_recurse_while_github_computes_them_so_they_are_never_asked_for(
    double: Double, access: GitHubAccess
) -> None:
    for recording in INVENTED:
        observe(f"https://github.com/{recording.full_name}", access, now=NOW)
    assert not any("/stats/" in each.path for each in double.asked)


@pytest.mark.parametrize(("token", "cost"), [("a-token", 0), (None, 1)])
def test_a_304_is_free_only_for_those_whom_github_knows(
    served: tuple[Double, str], double: Double, token: str | None, cost: int
) -> None:
    access = GitHubAccess(served[1], token, timeout=5)
    with Client(access) as client:
        etag = client.get(f"/repos/{FLOOD_REPORT}").etag
        before = access.budget.remaining
        assert client.get(f"/repos/{FLOOD_REPORT}", etag=etag).status == 304
    assert before is not None
    assert access.budget.remaining == before - cost


@pytest.mark.parametrize("limit", [5_000, 7_350, 12_500])
def test_how_large_an_hour_is_is_learned_never_assumed(
    served: tuple[Double, str], double: Double, limit: int
) -> None:
    double.authorised_limit = limit
    budget = Budget()
    observe(URL, GitHubAccess(served[1], f"token-{limit}", timeout=5, budget=budget), now=NOW)
    double.authorised_limit = 5_000
    assert budget.reported.limit == limit
