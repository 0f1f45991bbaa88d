from hypothesis import given
from hypothesis import strategies as st

from api.pages import addresses
from api.pages.languages import CHINESE, ENGLISH


def test_the_front_page_has_no_slash_at_its_end() -> None:
    assert addresses.page(CHINESE, "/") == "/zh-Hant"


def test_the_same_page_in_another_language_keeps_path_and_query() -> None:
    other = addresses.in_language("/en/challenges/dengue", "done=saved", CHINESE)
    assert other == "/zh-Hant/challenges/dengue?done=saved"


def test_an_address_without_a_language_leads_to_the_front_page() -> None:
    assert addresses.in_language("/favicon.ico", "", CHINESE) == "/zh-Hant"


def test_a_choice_that_is_removed_resets_the_list_to_its_first_page() -> None:
    query = addresses.pairs("category=maps&category=blog&after=abc")
    assert addresses.without(query, "category", "maps") == [("category", "blog")]


def test_turning_a_page_keeps_the_choices() -> None:
    query = addresses.pairs("category=maps&before=abc")
    assert addresses.turned(query, after="xyz") == [("category", "maps"), ("after", "xyz"), ("page", "2")]


def test_pages_are_counted_as_they_are_turned() -> None:
    third = addresses.pairs("category=maps&after=abc&page=3")
    assert addresses.turned(third, after="x")[-1] == ("page", "4")
    assert addresses.turned(third, before="x")[-1] == ("page", "2")
    assert addresses.turned(addresses.turned(third, before="x"), before="y") == [
        ("category", "maps"),
        ("before", "y"),
    ]
    assert addresses.turned(third) == [("category", "maps")]


@given(st.text(max_size=8))
def test_whatever_an_address_says_of_its_page_is_a_number_from_one(said: str) -> None:
    assert addresses.page_number([("page", said)]) >= 1


def test_names_that_a_list_does_not_know_are_ignored() -> None:
    assert addresses.kept(addresses.pairs("state=DRAFT&evil=1&state=DRAFT"), ["state"]) == {
        "state": ["DRAFT"]
    }


@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz-0123456789/", max_size=30),
    st.text(alphabet="ab=&", max_size=8),
)
def test_there_and_back_is_the_same_address(path: str, query: str) -> None:
    here = f"/en/{path}".rstrip("/")
    there = addresses.in_language(here, query, CHINESE)
    back_path, _, back_query = there.partition("?")
    assert addresses.in_language(back_path, back_query, ENGLISH) == here + (f"?{query}" if query else "")


def test_of_an_address_that_was_made_to_grow_the_page_only_the_beginning_is_read() -> None:
    many = addresses.pairs("&".join(f"licence=x{number}" for number in range(4_000)))
    assert (many[0], many[-1], len(many)) == (("licence", "x0"), ("licence", "x59"), 60)
    ((_, long),) = addresses.pairs("query=" + "a" * 60_000)
    assert len(long) == 5_994
