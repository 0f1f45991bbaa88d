"""Every call that we make of GitHub is one that GitHub describes, and its own examples of answers are understood."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from scrapers import github_parts as parts
from scrapers import github_waiting as waiting
from scrapers import organisations
from scrapers.github import GitHubAccess, observe
from scrapers.github_app import Installation
from scrapers.github_client import Client
from scrapers.look import Look
from scrapers.memory import Memory
from scrapers.sbom import observe_sbom
from tests.contract.description import EXAMPLE, IS_INSTALLED, Described, as_described, described

pytestmark = pytest.mark.skipif(
    not IS_INSTALLED, reason="needs npm's @octokit/openapi and @stoplight/prism-cli: make test-contract"
)
URL = f"https://github.com/{EXAMPLE}"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
REPOSITORY = f"/repos/{EXAMPLE}"
NUMBER = 1296269  # of the example


@pytest.fixture(scope="module")
def served() -> Iterator[Described]:
    with described() as api:
        yield api


@pytest.fixture
def github(served: Described) -> Described:
    served.calls.clear()
    return served


@pytest.fixture
def access(github: Described) -> GitHubAccess:
    return GitHubAccess(github.api_url, timeout=30)  # as anybody: GraphQL is held to a schema of its own


def wrong(api: Described) -> list[object]:
    return [each for each in api.calls if not each.is_as_described]


def test_every_call_of_a_look_is_one_that_github_describes(github: Described, access: GitHubAccess) -> None:
    seen = observe(URL, access, now=NOW)
    assert wrong(github) == []
    assert {each.path for each in github.calls} >= {
        REPOSITORY,
        f"{REPOSITORY}/git/trees/master",
        f"{REPOSITORY}/commits",
        f"{REPOSITORY}/releases",
        f"{REPOSITORY}/tags",
        f"{REPOSITORY}/security-advisories",
    }
    assert (seen.forge_id, seen.full_name, seen.default_branch) == (NUMBER, EXAMPLE, "master")
    assert (seen.archived, seen.fork, seen.forge_licence) == (False, False, "MIT")
    assert [each.tag for each in seen.releases or ()] == ["v1.0.0"]
    assert [each.name for each in seen.tags] == ["v0.1"]
    assert {each.id for each in seen.advisories or ()} == {"GHSA-abcd-1234-efgh", "GHSA-1234-5678-9012"}
    assert (len(seen.commits), seen.commits_complete, seen.commit_count) == (1, True, 1)
    assert seen.files
    assert seen.missing == {}


def test_the_second_look_asks_nothing_else(github: Described, access: GitHubAccess) -> None:
    memory = Memory()
    observe(URL, access, forge_id=NUMBER, now=NOW, memory=memory)
    github.calls.clear()
    observe(URL, access, forge_id=NUMBER, now=NOW, memory=Memory({**memory.learned}))
    assert wrong(github) == []
    assert len(github.calls) == 3


def test_the_calls_that_only_some_looks_make_are_described_too(
    github: Described, access: GitHubAccess
) -> None:
    with Client(access) as client:
        look = Look(client, Memory(), f"/repositories/{NUMBER}", "master", NOW)
        texts = parts.texts(
            look, {"README.md": parts.Blob(10, None), "LICENSES/MIT.txt": parts.Blob(10, None)}
        )
        older = look.content("commits", parts.commit_facts, until="2024-01-01T00:00:00Z", per_page=100)
        date = parts.commit_date(look, "6dcb09b5b57875f334f61aebed695e2e4193db5e")
        root = look.content("contents/", parts.root_facts, ref="master")
        newest = look.asked(waiting.BELOW, waiting.newest, **waiting.NEWEST)
        elsewhere = parts.organisation_files(look, "octocat", ())
    assert wrong(github) == []
    # The content of GitHub's example ends in a backslash and an n, which is no base64: it is not read as anything else.
    assert (texts, set(look.missing.values())) == ({}, {"BAD_ANSWER"})
    assert len(older["commits"]) == 1
    assert date is not None
    assert root["files"]
    assert newest["at"] is not None
    assert elsewhere


def test_the_bill_of_materials_is_asked_for_and_read_as_described(
    github: Described, access: GitHubAccess
) -> None:
    seen = observe_sbom(URL, access, forge_id=NUMBER)
    assert wrong(github) == []
    assert seen.sbom is not None
    assert [each.name for each in seen.sbom.components]


def test_the_repositories_of_an_account_are_asked_for_and_read_as_described(
    github: Described, access: GitHubAccess
) -> None:
    account = organisations.repositories("https://github.com/octocat", access, Memory())
    assert [each.full_name for each in account.repositories] == [EXAMPLE]
    organisations.look_into(account.repositories, access, Memory())
    assert organisations.whereabouts(NUMBER, access).full_name == EXAMPLE
    assert wrong(github) == []
    assert [each.path for each in github.calls][:2] == ["/users/octocat/repos", f"{REPOSITORY}/contents/root"]


def test_an_installation_gets_its_token_as_described(github: Described) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    token = Installation("123456", 1, pem, github.api_url).token()
    assert wrong(github) == []
    assert token.startswith("ghs_")
    assert [each.path for each in github.calls] == ["/app/installations/1/access_tokens"]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("/repositories/7", REPOSITORY),
        ("/repositories/7/commits?per_page=1", f"{REPOSITORY}/commits?per_page=1"),
        ("/repositories/7/contents/a/b%20c.md?ref=x/y", f"{REPOSITORY}/contents/a%2Fb%20c.md?ref=x/y"),
        ("/repositories/7/contents/?ref=main", f"{REPOSITORY}/contents/root?ref=main"),
        ("/repositories/73/git/trees/main?recursive=1", f"{REPOSITORY}/git/trees/main?recursive=1"),
    ],
)
def test_only_addresses_are_rewritten(ours: str, theirs: str) -> None:
    assert as_described(ours) == theirs
