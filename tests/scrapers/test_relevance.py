"""Which files are read, and in which order."""

from hypothesis import given
from hypothesis import strategies as st

from scrapers.relevance import MOST_TEXTS, worth_reading


def test_what_decides_most_is_read_first() -> None:
    paths = ["SECURITY.md", "package.json", "README.md", "LICENSE", "publiccode.yml", "src/main.js"]
    assert worth_reading(paths) == ("publiccode.yml", "LICENSE", "README.md", "package.json", "SECURITY.md")


def test_licences_of_the_reuse_kind_are_read_after_those_of_the_root() -> None:
    paths = ["LICENSES/MIT.txt", "LICENSE", "LICENSES/CC0-1.0.txt"]
    assert worth_reading(paths) == ("LICENSE", "LICENSES/CC0-1.0.txt", "LICENSES/MIT.txt")


def test_manifests_below_the_root_are_left() -> None:
    assert worth_reading(["frontend/package.json", "vendor/x/LICENSE"]) == ()


def test_a_crowd_of_licences_does_not_crowd_out_the_rest() -> None:
    paths = [f"LICENSE-{number}" for number in range(50)] + ["README.md", "package.json"]
    chosen = worth_reading(paths)
    assert len(chosen) == 6
    assert {"README.md", "package.json"} <= set(chosen)


@given(
    st.lists(
        st.sampled_from(["LICENSE", "COPYING", "README.md", "readme.rst", "go.mod", "setup.py", "x.gemspec"])
    )
)
def test_no_choice_repeats_or_exceeds_its_bound(paths: list[str]) -> None:
    chosen = worth_reading(paths)
    assert len(chosen) == len(set(chosen)) <= MOST_TEXTS
    assert set(chosen) <= set(paths)
