"""Addresses of repositories as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.addresses import parse_address
from scrapers.failures import NotSupported


@pytest.mark.parametrize(
    "written",
    [
        "https://github.com/moda-gov-tw/code-gov-tw",
        "https://github.com/moda-gov-tw/code-gov-tw/",
        "https://github.com/moda-gov-tw/code-gov-tw.git",
        "http://www.github.com/moda-gov-tw/code-gov-tw",
        "https://GitHub.com/moda-gov-tw/code-gov-tw",
        "https://github.com/moda-gov-tw/code-gov-tw/tree/main/src",
        "https://github.com/moda-gov-tw/code-gov-tw?tab=readme#usage",
        "git@github.com:moda-gov-tw/code-gov-tw.git",
        "ssh://git@github.com/moda-gov-tw/code-gov-tw.git",
        "  https://github.com/moda-gov-tw/code-gov-tw\n",
    ],
)
def test_all_ways_of_writing_a_repository_give_one_address(written: str) -> None:
    assert parse_address(written).url == "https://github.com/moda-gov-tw/code-gov-tw"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "flood-report",
        "https://github.com",
        "https://github.com/moda-gov-tw",
        "https://github.com/moda-gov-tw/code-gov-tw/issues",
        "https://gitlab.com/moda-gov-tw/code-gov-tw",
        "https://github.com.example.org/moda-gov-tw/code-gov-tw",
        "https://github.com@example.org/moda-gov-tw/code-gov-tw",
        "https://user:secret@github.com/moda-gov-tw/code-gov-tw",
        "https://github.com:8443/moda-gov-tw/code-gov-tw",
        "https://github.com:port/moda-gov-tw/code-gov-tw",
        "https://[github.com/moda-gov-tw/code-gov-tw",
        "ftp://github.com/moda-gov-tw/code-gov-tw",
        "file:///etc/passwd",
        "https://github.com/moda-gov-tw/..",
        "https://github.com/../code-gov-tw",
        "https://github.com/moda-gov-tw/%2e%2e",
        "https://github.com/moda-gov-tw/a b",
        "https://github.com/moda-gov-tw/.git",
        "https://github.com/" + "a" * 3000,
    ],
)
def test_what_is_no_repository_on_github_is_refused(written: str) -> None:
    with pytest.raises(NotSupported):
        parse_address(written)


def test_an_enterprise_server_serves_its_own_host_only() -> None:
    api = "https://git.example.org/api/v3"
    assert parse_address("https://git.example.org/team/tool", api).url == "https://git.example.org/team/tool"
    with pytest.raises(NotSupported):
        parse_address("https://github.com/team/tool", api)


def test_another_api_address_still_serves_repositories_named_by_github() -> None:
    assert parse_address("https://github.com/team/tool", "http://127.0.0.1:4000").full_name == "team/tool"


@given(st.text())
def test_any_text_is_an_address_or_refused(written: str) -> None:
    try:
        address = parse_address(written)
    except NotSupported:
        return
    assert parse_address(address.url) == address


@given(st.from_regex(r"https://github\.com/[\w.%/@:#?-]{0,40}", fullmatch=True))
def test_an_accepted_address_never_leaves_its_two_parts(written: str) -> None:
    try:
        address = parse_address(written)
    except NotSupported:
        return
    assert address.url.count("/") == 4
    assert address.name not in {"", ".", ".."}
