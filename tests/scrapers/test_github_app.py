"""GitHub is asked as an installation of an App: its token is renewed in time, its hour is its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from scrapers.budget import Budget, account_name
from scrapers.failures import Unreachable
from scrapers.github import GitHubAccess, observe
from scrapers.github_app import Installation
from scrapers.github_key import private_key
from scrapers.memory import Memory
from tests.github_double import FERRY_TIMETABLE, FLOOD_REPORT, App, Double, Fault, serve
from tests.scrapers.conftest import INVENTED

URL = f"https://github.com/{FLOOD_REPORT}"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
APP = App("123456", PUBLIC, installation_id=77)
TOKENS = "/app/installations/77/access_tokens"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Double, str]]:
    double = Double(INVENTED, anonymous_limit=0, app=APP)
    with serve(double=double) as api_url:
        yield double, api_url


@pytest.fixture
def github(served: tuple[Double, str]) -> Double:
    served[0].restore()
    served[0].app = APP
    return served[0]


@pytest.fixture
def installation(served: tuple[Double, str], github: Double) -> Installation:
    return Installation("123456", 77, PEM, served[1])


@pytest.fixture
def access(served: tuple[Double, str], installation: Installation) -> GitHubAccess:
    return GitHubAccess(served[1], installation=installation, timeout=5)


def taken(double: Double) -> int:
    return sum(each.path == TOKENS for each in double.asked)


def test_a_look_is_taken_with_a_token_that_the_app_signed_for(github: Double, access: GitHubAccess) -> None:
    assert observe(URL, access).missing == {}
    assert (taken(github), github.asked[0].path) == (1, TOKENS)
    assert {each.status for each in github.asked[1:]} == {200}


def test_the_hour_is_as_large_as_the_installation_has_it_and_the_token_costs_nothing_of_it(
    github: Double, access: GitHubAccess
) -> None:
    observe(URL, access)
    assert access.budget.reported.limit == 12_500
    counted = [each for each in github.asked if not each.path.endswith((TOKENS, "/graphql"))]
    assert access.budget.remaining == 12_500 - len(counted)


def test_looks_at_once_share_one_token(github: Double, access: GitHubAccess) -> None:
    names = [FLOOD_REPORT, FERRY_TIMETABLE] * 4
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: observe(f"https://github.com/{name}", access), names))
    assert taken(github) == 1


def test_a_token_is_taken_anew_before_its_end_never_after(served: tuple[Double, str], github: Double) -> None:
    now = [datetime.now(UTC)]
    installation = Installation("123456", 77, PEM, served[1], lambda: now[0])
    first = installation.token()
    now[0] += timedelta(minutes=54)
    assert installation.token() == first
    now[0] += timedelta(minutes=2)
    assert installation.token() != first
    assert taken(github) == 2


def test_the_next_token_goes_on_with_the_same_hour(served: tuple[Double, str], github: Double) -> None:
    github.app = replace(APP, token_seconds=1)  # shorter than any look may last, so each takes its own
    access = GitHubAccess(served[1], installation=Installation("123456", 77, PEM, served[1]), timeout=5)
    observe(URL, access.with_budget(Budget()))
    last = Budget()
    observe(URL, access.with_budget(last))
    assert taken(github) == 2
    counted = [each for each in github.asked if not each.path.endswith((TOKENS, "/graphql"))]
    assert last.remaining == 12_500 - len(counted)


def test_unchanged_answers_are_free_as_with_any_token(github: Double, access: GitHubAccess) -> None:
    memory = Memory()
    observe(URL, access, memory=memory)
    before = access.budget.remaining
    observe(URL, access, memory=Memory(memory.learned))
    assert access.budget.remaining == before


@pytest.mark.parametrize(
    ("app_id", "number", "key"),
    [
        ("654321", 77, PEM),
        ("123456", 78, PEM),
        (
            "123456",
            77,
            rsa.generate_private_key(public_exponent=65537, key_size=2048)
            .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            .decode(),
        ),
    ],
    ids=["another app", "another installation", "another key"],
)
def test_who_cannot_prove_it_gets_no_token_and_nothing_is_asked(
    served: tuple[Double, str], github: Double, app_id: str, number: int, key: str
) -> None:
    access = GitHubAccess(served[1], installation=Installation(app_id, number, key, served[1]), timeout=5)
    with pytest.raises(Unreachable) as failure:
        observe(URL, access)
    assert failure.value.reason == "BAD_CREDENTIALS"
    assert len(github.asked) == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=502), "HTTP_502"),
        (Fault(kind="cut"), "CONNECTION_FAILED"),
        (Fault(kind="garbage"), "BAD_ANSWER"),
    ],
)
def test_a_token_that_does_not_come_is_told_and_asked_for_again(
    github: Double, access: GitHubAccess, fault: Fault, reason: str
) -> None:
    github.fail(replace(fault, times=1))
    with pytest.raises(Unreachable) as failure:
        observe(URL, access)
    assert failure.value.reason == reason
    assert observe(URL, access).missing == {}


def test_workers_share_the_hour_by_the_installation_whatever_its_token_is(installation: Installation) -> None:
    one = account_name("https://api.github.com", GitHubAccess(installation=installation).credential)
    installation.token()
    other = account_name("https://api.github.com", GitHubAccess(installation=installation).credential)
    assert one == other
    assert one != account_name("https://api.github.com", GitHubAccess().credential)


def test_neither_key_nor_token_is_ever_shown(access: GitHubAccess, installation: Installation) -> None:
    token = installation.token()
    for shown in (repr(access), repr(installation), str(access), str(access.credential)):
        assert token not in shown
        assert "PRIVATE KEY" not in shown


def test_a_key_on_one_line_is_read_as_it_was() -> None:
    assert private_key(PEM.replace("\n", "\\n")) == PEM
    assert private_key(f"  {PEM}\n\n") == PEM


@pytest.mark.parametrize(
    "written",
    [
        "",
        "secret",
        PEM[:200],
        PUBLIC,
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        .decode(),
    ],
    ids=["empty", "no PEM", "cut off", "public", "elliptic"],
)
def test_what_is_no_rsa_key_is_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(ValueError, match="it is not") as refusal:
        private_key(written)
    assert written[-50:] == "" or written[-50:] not in str(refusal.value)
