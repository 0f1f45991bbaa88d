"""What goes wrong at a GitLab, which projects are its, and what a look makes of it."""

import time
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers import gitlab_facts as facts
from scrapers.failures import Gone, NotSupported, Unreachable
from scrapers.gitlab import MOST_REQUESTS, GitLabAccess, observe
from scrapers.gitlab_addresses import is_gitlab, parse_project
from scrapers.gitlab_client import MOST_ANSWER_BYTES, GitLabClient
from scrapers.memory import Memory
from scrapers.public_addresses import Pinned
from tests.github_double import FLOOD_REPORT, Fault
from tests.gitlab_double import GitLabDouble, serve
from tests.scrapers.conftest import INVENTED, NOW

HOST = "gitlab.city.example"
URL = f"https://{HOST}/{FLOOD_REPORT}"
TOKEN = "glpat-of-the-test"  # noqa: S105 - the double's


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
def access(served: tuple[GitLabDouble, str], gitlab: GitLabDouble) -> GitLabAccess:
    return GitLabAccess(HOST, served[1], TOKEN, timeout=5)


@pytest.mark.parametrize(
    ("fault", "reason", "retry_after"),
    [
        (Fault(status=502), "HTTP_502", None),
        (Fault(status=401), "BAD_CREDENTIALS", None),
        (Fault(status=403, message="403 Forbidden"), "FORBIDDEN", None),
        (Fault(status=429, retry_after=7), "RATE_LIMITED", 7),
        (Fault(status=429), "RATE_LIMITED", 60),
        (Fault(kind="cut"), "CONNECTION_FAILED", None),
        (Fault(kind="garbage"), "BAD_ANSWER", None),
    ],
)
def test_a_refusal_says_why_and_when_to_come_back(
    gitlab: GitLabDouble, access: GitLabAccess, fault: Fault, reason: str, retry_after: float | None
) -> None:
    gitlab.wire.fail(fault)
    began = time.monotonic()
    with pytest.raises(Unreachable) as failure:
        observe(URL, access, now=NOW)
    assert (failure.value.reason, failure.value.retry_after) == (reason, retry_after)
    assert len(gitlab.wire.asked) == 1
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("below", "attribute"),
    [
        ("/repository/tree", "files"),
        ("/repository/commits", "commits"),
        ("/repository/tags", "tags"),
        ("/releases", "releases"),
        ("/issues", "threads"),
        ("/files/LICENSE", "texts/LICENSE"),
    ],
)
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=502), "HTTP_502"),
        (Fault(status=404), "NOT_FOUND"),
        (Fault(kind="garbage"), "BAD_ANSWER"),
    ],
)
def test_a_part_that_fails_costs_only_that_part(
    gitlab: GitLabDouble, access: GitLabAccess, below: str, attribute: str, fault: Fault, reason: str
) -> None:
    gitlab.wire.fail(Fault(**{**vars(fault), "path": below}))
    found = observe(URL, access, now=NOW)
    assert found.missing[attribute] == reason
    assert set(found.missing) == {attribute, "commit_count", "advisories"}
    assert found.forge_id is not None


def test_a_project_that_is_not_there_is_gone(access: GitLabAccess) -> None:
    with pytest.raises(Gone) as failure:
        observe(f"https://{HOST}/nobody/never-was", access, now=NOW)
    assert failure.value.reason == "NOT_FOUND"


def test_a_private_project_is_gone_for_the_public_even_if_our_token_sees_it(
    gitlab: GitLabDouble, access: GitLabAccess
) -> None:
    recording = gitlab.wire.named(*FLOOD_REPORT.split("/"))
    assert recording is not None
    gitlab.wire.add(replace(recording, repo={**recording.repo, "private": True}))
    for token, reason in ((TOKEN, "PRIVATE"), (None, "NOT_FOUND")):
        with pytest.raises(Gone) as failure:
            observe(URL, replace(access, token=token), now=NOW)
        assert failure.value.reason == reason


def test_a_spent_minute_puts_the_look_off_and_forgets_nothing_that_was_answered() -> None:
    double, memory = GitLabDouble(INVENTED, limit=6), Memory()
    with serve(double) as api_url, pytest.raises(Unreachable) as failure:
        observe(URL, GitLabAccess(HOST, api_url, TOKEN, timeout=5), now=NOW, memory=memory)
    assert failure.value.reason == "RATE_LIMITED"
    assert failure.value.retry_after is not None
    assert 50 < failure.value.retry_after <= 60
    assert (len(double.wire.asked), {each.status for each in double.wire.asked}) == (6, {200})
    assert len(memory.learned) > 4


def test_a_304_is_not_free_here(gitlab: GitLabDouble, access: GitLabAccess) -> None:
    memory = Memory()
    observe(URL, access, now=NOW, memory=memory)
    left = access.budget.remaining
    known = Memory({**memory.known, **memory.learned})
    gitlab.wire.asked.clear()
    observe(URL, access, now=NOW, memory=known)
    assert {each.status for each in gitlab.wire.asked} == {304}
    assert left is not None
    assert access.budget.remaining == left - len(gitlab.wire.asked)


@pytest.mark.parametrize("location", ["http://127.0.0.1/", "https://elsewhere.example.org/api/v4/version"])
def test_a_redirect_to_anything_but_a_project_is_not_followed(
    gitlab: GitLabDouble, access: GitLabAccess, location: str
) -> None:
    gitlab.wire.fail(Fault(status=302, location=location))
    with pytest.raises(Unreachable):
        observe(URL, access, now=NOW)
    assert len(gitlab.wire.asked) == 1


def test_a_redirect_in_circles_ends(gitlab: GitLabDouble, access: GitLabAccess) -> None:
    gitlab.wire.fail(Fault(status=302, location=f"https://{HOST}/api/v4/projects/7"))
    with pytest.raises(Unreachable) as failure:
        observe(URL, access, now=NOW)
    assert failure.value.reason == "BAD_ANSWER"
    assert len(gitlab.wire.asked) == 2


def answering(content: bytes, seen: list[httpx.Request]) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=content)

    return httpx.MockTransport(answer)


def test_an_answer_without_end_is_given_up() -> None:
    access = GitLabAccess(HOST, f"https://{HOST}/api/v4")
    endless = answering(b"x" * (MOST_ANSWER_BYTES + 1), [])
    with GitLabClient(access, endless) as client, pytest.raises(Unreachable) as failure:
        client.get("/projects/1")
    assert failure.value.reason == "TOO_LARGE"


def test_a_host_that_a_stranger_named_is_asked_at_the_machine_it_was_looked_up_to() -> None:
    pinned = Pinned("https://203.0.113.7:443/api/v4", HOST, HOST)
    seen: list[httpx.Request] = []
    access = GitLabAccess(HOST, f"https://{HOST}/api/v4", pinned=pinned)
    with GitLabClient(access, answering(b"{}", seen)) as client:
        client.get("/projects/1", {"license": "true"})
    assert str(seen[0].url) == "https://203.0.113.7/api/v4/projects/1?license=true"
    assert seen[0].headers["host"] == HOST
    assert seen[0].extensions["sni_hostname"] == HOST


def test_the_bound_on_requests_holds_whatever_is_asked() -> None:
    with GitLabClient(GitLabAccess(HOST, "https://x.example/api/v4"), answering(b"{}", [])) as client:
        for _ in range(MOST_REQUESTS):
            client.get("/projects/1")
        with pytest.raises(Unreachable) as failure:
            client.get("/projects/1")
    assert failure.value.reason == "REQUEST_LIMIT"


def test_a_token_is_never_shown() -> None:
    assert "secret" not in repr(GitLabAccess(HOST, "https://x.example/api/v4", "secret"))


@pytest.mark.parametrize(
    "written",
    [
        "https://gitlab.opencode.de/city/tools/map",
        "https://gitlab.opencode.de/city/tools/map.git",
        "https://gitlab.opencode.de/city/tools/map/-/tree/main",
        "http://www.gitlab.opencode.de/city/tools/map/",
    ],
)
def test_a_project_within_groups_is_read_from_its_address(written: str) -> None:
    found = parse_project(written)
    assert (found.url, found.path) == (
        "https://gitlab.opencode.de/city/tools/map",
        "/projects/city%2Ftools%2Fmap",
    )


@pytest.mark.parametrize(
    "written",
    [
        "https://gitlab.com/city",
        "https://gitlab.com",
        "https://user:word@gitlab.com/city/map",
        "https://gitlab.com:8443/city/map",
        "https://gitläb.example/city/map",
        "https://[::1]/city/map",
        "https://gitlab.com/city/..",
        "https://gitlab.com/city/a%2Fb",
        "ftp://gitlab.com/city/map",
        "https://gitlab.com:x/city/map",
        "https://gitlab.com/" + "/".join("a" * 30),
    ],
)
def test_what_is_no_project_is_not_asked_for(written: str) -> None:
    with pytest.raises(NotSupported):
        parse_project(written)


def test_a_gitlab_is_told_from_other_servers_by_its_own_words() -> None:
    assert is_gitlab(401, {"message": "401 Unauthorized"})
    assert not is_gitlab(401, {"id": "api.context.session_expired", "message": "Invalid or expired session"})
    assert not is_gitlab(404, {"message": "401 Unauthorized"})
    assert not is_gitlab(401, "401 Unauthorized")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "iid",
                    "author",
                    "username",
                    "created_at",
                    "commit",
                    "name",
                    "tag_name",
                    "assets",
                    "links",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=15,
)


@given(anything)
def test_no_json_breaks_the_reading(data: object) -> None:
    for each in [data] if isinstance(data, dict) else []:
        facts.project(each)
        facts.commit(each)
        facts.tag(each)
        facts.release(each)
        facts.thread(each)
    facts.first_note(data, "somebody")
