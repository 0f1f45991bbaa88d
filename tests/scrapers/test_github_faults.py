"""What goes wrong at GitHub, and what a look makes of it."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scrapers.github import GitHubAccess, Gone, NotSupported, Unreachable, observe
from scrapers.github_client import MOST_REQUESTS, Client
from scrapers.memory import Memory
from tests.github_double import BUSY_REGISTRY, FERRY_TIMETABLE, FLOOD_REPORT, Double, Fault, serve
from tests.scrapers.conftest import INVENTED

URL = f"https://github.com/{FLOOD_REPORT}"
REPOSITORY = f"/repos/{FLOOD_REPORT}"


def test_a_repository_that_is_not_there_is_gone(access: GitHubAccess) -> None:
    with pytest.raises(Gone) as failure:
        observe("https://github.com/harbour-district/never-was", access)
    assert failure.value.reason == "NOT_FOUND"


def test_a_repository_withheld_for_legal_reasons_is_gone(double: Double, access: GitHubAccess) -> None:
    double.fail(Fault(status=451))
    with pytest.raises(Gone) as failure:
        observe(URL, access)
    assert failure.value.reason == "BLOCKED"


def test_a_private_repository_is_gone_for_the_public_even_if_our_token_sees_it(
    double: Double, access: GitHubAccess
) -> None:
    recording = double.named(*FLOOD_REPORT.split("/"))
    assert recording is not None
    recording = type(recording)({**recording.repo, "private": True}, recording.commits)
    double.add(recording)
    with pytest.raises(Gone) as failure:
        observe(URL, access)
    assert failure.value.reason == "PRIVATE"
    assert len(double.asked) == 1


@pytest.mark.parametrize(
    ("fault", "reason", "retry_after"),
    [
        (Fault(status=502), "HTTP_502", None),
        (Fault(status=401, message="Bad credentials"), "BAD_CREDENTIALS", None),
        (Fault(status=403, message="Resource protected by organization SAML"), "FORBIDDEN", None),
        (Fault(status=403), "RATE_LIMITED", 60),
        (Fault(status=403, retry_after=31), "RATE_LIMITED", 31),
        (Fault(status=429), "RATE_LIMITED", 60),
        (Fault(status=429, retry_after=7), "RATE_LIMITED", 7),
        (Fault(status=429, retry_after=10**9), "RATE_LIMITED", 3600),
        (Fault(kind="cut"), "CONNECTION_FAILED", None),
        (Fault(kind="garbage"), "BAD_ANSWER", None),
    ],
)
def test_a_refusal_says_why_and_when_to_come_back(
    double: Double, access: GitHubAccess, fault: Fault, reason: str, retry_after: float | None
) -> None:
    double.fail(fault)
    started = time.monotonic()
    with pytest.raises(Unreachable) as failure:
        observe(URL, access)
    assert failure.value.reason == reason
    assert failure.value.retry_after == retry_after
    assert len(double.asked) == 1, "one refusal is enough; the job tries again, not the look"
    assert time.monotonic() - started < 2, "no sleeping inside"


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with serve(double=Double()) as api_url:
        pass
    with pytest.raises(Unreachable) as failure:
        observe(URL, GitHubAccess(api_url, timeout=2))
    assert failure.value.reason == "CONNECTION_FAILED"


def test_while_github_says_wait_nothing_is_asked(double: Double, access: GitHubAccess) -> None:
    double.fail(Fault(status=429, retry_after=30, times=1))
    with pytest.raises(Unreachable):
        observe(URL, access)
    with pytest.raises(Unreachable) as failure:
        observe(URL, access)
    assert failure.value.retry_after is not None
    assert 25 < failure.value.retry_after <= 30
    assert len(double.asked) == 1


def test_an_exhausted_hour_puts_the_look_off_and_forgets_nothing_that_was_answered() -> None:
    double = Double(INVENTED, anonymous_limit=20)
    memory = Memory()
    with serve(double=double) as api_url:
        access = GitHubAccess(api_url, timeout=5)
        observe(URL, access)
        with pytest.raises(Unreachable) as failure:
            observe(URL, access, memory=memory)
        assert len(double.asked) == 20
        with pytest.raises(Unreachable):
            observe(URL, access, memory=memory)
        assert len(double.asked) == 20
    assert failure.value.reason == "RATE_LIMITED"
    assert failure.value.retry_after is not None
    assert 3500 < failure.value.retry_after <= 3600
    assert len(memory.learned) > 2
    assert not any(asked.status == 403 for asked in double.asked)


def test_a_token_has_its_own_larger_hour() -> None:
    double = Double(INVENTED, anonymous_limit=0)
    with serve(double=double) as api_url:
        with pytest.raises(Unreachable):
            observe(URL, GitHubAccess(api_url, timeout=5))
        assert observe(URL, GitHubAccess(api_url, "a-token", timeout=5)).missing == {}


def test_a_token_is_never_shown() -> None:
    assert "secret" not in repr(GitHubAccess("https://api.github.com", "secret"))


@pytest.mark.parametrize(
    ("below", "attribute"),
    [
        ("/git/trees/main", "files"),
        ("/tags", "tags"),
        ("/releases", "releases"),
        ("/security-advisories", "advisories"),
        ("/contents/LICENSE", "texts/LICENSE"),
    ],
)
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=502), "HTTP_502"),
        (Fault(status=404), "NOT_FOUND"),
        (Fault(kind="cut"), "CONNECTION_FAILED"),
        (Fault(kind="garbage"), "BAD_ANSWER"),
    ],
)
def test_a_part_that_fails_costs_only_that_part(
    double: Double, access: GitHubAccess, below: str, attribute: str, fault: Fault, reason: str
) -> None:
    double.fail(Fault(**{**vars(fault), "path": below}))
    found = observe(URL, access)
    assert found.missing == {attribute: reason}
    assert found.forge_id is not None
    assert len(found.commits) == 139


def test_a_history_that_fails_is_unknown_not_empty(double: Double, access: GitHubAccess) -> None:
    double.fail(Fault(path="/commits"))
    found = observe(URL, access)
    assert found.commits == ()
    assert not found.commits_complete
    assert not found.knows("commits")
    assert found.commit_count is None


def test_a_history_that_breaks_off_keeps_what_came_and_says_that_it_is_not_all(
    double: Double, access: GitHubAccess
) -> None:
    double.fail(Fault(path="/commits", after=2, times=1))
    found = observe(f"https://github.com/{BUSY_REGISTRY}", access)
    assert (len(found.commits), found.commits_complete) == (200, False)
    assert found.missing == {"commits_complete": "HTTP_502"}


def test_two_cut_connections_end_the_asking(double: Double, access: GitHubAccess) -> None:
    double.fail(Fault(kind="cut", path="/repositories/"))
    found = observe(URL, access)
    assert set(found.missing.values()) == {"CONNECTION_FAILED"}
    assert len(double.asked) == 3


def test_an_address_that_is_not_github_is_never_asked_for(double: Double, access: GitHubAccess) -> None:
    with pytest.raises(NotSupported):
        observe("https://example.org/harbour-district/flood-report", access)
    assert double.asked == []


def test_two_looks_at_once_share_one_budget(double: Double, access: GitHubAccess) -> None:
    observe(URL, access)
    before = access.budget.remaining
    observe(f"https://github.com/{FERRY_TIMETABLE}", access)
    assert before is not None
    assert access.budget.remaining == before - 15


def test_looks_in_many_threads_see_what_one_sees_alone(access: GitHubAccess) -> None:
    urls = [f"https://github.com/{recording.full_name}" for recording in INVENTED] * 3
    now = datetime.now(UTC)
    alone = [observe(url, access, now=now) for url in urls]
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda url: observe(url, access, now=now), urls))
    assert together == alone


def test_an_unchanged_address_answers_304_without_data(access: GitHubAccess) -> None:
    with Client(access) as client:
        first = client.get(REPOSITORY)
        again = client.get(REPOSITORY, etag=first.etag)
    assert (again.status, again.data) == (304, None)


def test_the_bound_on_requests_holds_whatever_is_asked(double: Double, access: GitHubAccess) -> None:
    with Client(access) as client:
        for _ in range(MOST_REQUESTS):
            client.get(REPOSITORY)
        with pytest.raises(Unreachable) as failure:
            client.get(REPOSITORY)
    assert failure.value.reason == "REQUEST_LIMIT"
    assert len(double.asked) == MOST_REQUESTS


@pytest.mark.parametrize(
    "location",
    ["https://example.org/repos/a/b", "http://example.org/repos/a/b", "http://127.0.0.1/repos/a/b"],
)
def test_a_redirect_to_another_place_is_not_followed(
    double: Double, access: GitHubAccess, location: str
) -> None:
    double.fail(Fault(status=301, location=location))
    with pytest.raises(Unreachable):
        observe(URL, access)
    assert len(double.asked) <= 2


def test_a_redirect_to_itself_ends(double: Double, access: GitHubAccess) -> None:
    double.fail(Fault(status=301, location=f"{access.api_url}{REPOSITORY}"))
    with pytest.raises(Unreachable):
        observe(URL, access)
    assert len(double.asked) == 1


def test_a_server_that_says_nothing_is_left_after_the_time_out(double: Double, access: GitHubAccess) -> None:
    double.fail(Fault(kind="slow"))
    started = time.monotonic()
    with pytest.raises(Unreachable) as failure:
        observe(URL, replace(access, timeout=1))
    assert failure.value.reason == "CONNECTION_FAILED"
    assert time.monotonic() - started < 1.4
