import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.software.addresses import repository_address, same


@pytest.mark.parametrize(
    "written",
    [
        "https://github.com/moda-gov-tw/code-gov-tw",
        "https://github.com/moda-gov-tw/code-gov-tw/",
        "https://github.com/moda-gov-tw/code-gov-tw.git",
        "http://www.github.com/moda-gov-tw/code-gov-tw",
        "  https://GitHub.com/moda-gov-tw/code-gov-tw/tree/main/docs?plain=1#top ",
        "https://github.com/moda-gov-tw/code-gov-tw/issues",
    ],
)
def test_every_way_of_writing_a_repository_is_one_address(written: str) -> None:
    assert repository_address(written) == "https://github.com/moda-gov-tw/code-gov-tw"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("https://gitlab.com/group/part/name/-/tree/main", "https://gitlab.com/group/part/name"),
        ("https://codeberg.org/dribdat/dribdat.git", "https://codeberg.org/dribdat/dribdat"),
        ("https://git.example.org:8443/name.git", "https://git.example.org:8443/name"),
        ("http://git.example.org/a/b/c", "http://git.example.org/a/b/c"),
    ],
)
def test_other_forges_are_welcome(written: str, stored: str) -> None:
    assert repository_address(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        "",
        "dengue map",
        "github.com/a/b",
        "ftp://github.com/a/b",
        "git@github.com:a/b.git",
        "javascript:alert(1)//github.com/a/b",
        "https://github.com/",
        "https://github.com/owner",
        "https://openwoo.openservices.online/",
        "https://somebody:secret@github.com/a/b",
        "https://github.com:8080/a/b",
        "https://[::1/a/b",
        "https://github.com/a/b c",
        "https://github.com/a/b\0",
        "https://" + "a" * 2000 + ".example.org/a",
        "https://host/a",
    ],
)
def test_what_is_no_address_of_a_repository_is_none(written: str) -> None:
    assert repository_address(written) is None


def test_forges_ignore_case() -> None:
    assert same("https://github.com/AgID/wai-portal", "https://github.com/agid/Wai-Portal/")


@given(st.text(max_size=100) | st.text(max_size=60).map(lambda text: f"https://github.com/{text}"))
def test_a_stored_address_is_its_own_stored_form(written: str) -> None:
    stored = repository_address(written)
    assert stored is None or repository_address(stored) == stored
