"""Language tags: what RFC 5646 calls valid, and what each is called today."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.publiccode import Severity, languages, read, subtags
from registry.publiccode.language_tags import canonical_language, valid_form
from registry.publiccode.values import language_problem


@pytest.mark.parametrize(
    "tag",
    [
        *("en", "EN", "zh-Hant", "zh-Hant-TW", "zh-hant-tw", "en-GB", "es-419", "yue-Hant-HK", "cmn-Hans-CN"),
        *(
            "de-CH-1901",
            "de-1996",
            "sl-rozaj-biske-1994",
            "sl-Latn-IT-nedis",
            "ja-Latn-hepburn",
            "ca-valencia",
        ),
        *("en-u-ca-gregory", "zh-Hant-u-co-stroke-x-own", "de-t-en", "x-klingon", "x-a-b-c", "qaa-Qaaa-XZ"),
        *("en-EU", "en-AC", "mul", "und", "zxx", "art-x-elvish", "en-fonipa", "i-default", "zh-min"),
    ],
)
def test_a_tag_of_the_registry_is_valid_in_any_case(tag: str) -> None:
    assert language_problem(tag) is None


@pytest.mark.parametrize(
    ("tag", "today"),
    [
        ("i-klingon", "tlh"),
        ("zh-min-nan", "nan"),
        ("EN-gb-OED", "en-GB-oxendict"),
        ("sgn-BE-FR", "sfb"),
        ("sgn-US", "ase"),
        ("zh-yue", "yue"),
        ("zh-yue-Hant-HK", "yue-Hant-HK"),
        ("zh-cmn-Hans", "cmn-Hans"),
        ("ar-aeb", "aeb"),
        ("iw-IL", "he-IL"),
        ("mo", "ro"),
        ("my-BU", "my-MM"),
    ],
)
def test_a_former_name_is_valid_and_its_name_of_today_is_offered(tag: str, today: str) -> None:
    problem = language_problem(tag)
    assert problem is not None
    assert (problem.code, problem.severity, problem.fix) == ("FORMER_LANGUAGE", Severity.WARNING, today)


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("eng", "en"),
        ("zho-Hant", "zh-Hant"),
        ("chi-TW", "zh-TW"),
        ("zh_Hant_TW", "zh-Hant-TW"),
        (" en", "en"),
        ("zh_yue", "yue"),
        ("xy", None),
        ("xyz", None),
        ("english", None),
        ("en-UK", None),
        ("en-yue", None),
        ("zh-eng", None),
        ("zh-yue-cmn", None),
        ("zh-Hanq", None),
        ("en-1901", None),
        ("ja-hepburn", None),
        ("de-1901-1901", None),
        ("en-a-bb-A-cc", None),
        ("en-u", None),
        ("en-x", None),
        ("x", None),
        ("i-klingons", None),
        ("i-klingon-x-a", None),
        ("en-GB-oed-x-a", None),
        ("-en", None),
        ("en--GB", None),
        ("ｅｎ", None),
        ("en-GB-1é01", None),
        ("", None),
    ],
)
def test_what_the_registry_does_not_have_is_an_error(tag: str, meant: str | None) -> None:
    problem = language_problem(tag)
    assert problem is not None
    assert (problem.code, problem.severity, problem.fix) == ("NOT_A_LANGUAGE", Severity.ERROR, meant)


def test_no_language_of_three_letters_has_two_as_well() -> None:
    assert not languages.LANGUAGES_OF_THREE & subtags.SHORTER_LANGUAGES.keys()
    assert {*subtags.SHORTER_LANGUAGES.values()} <= subtags.LANGUAGES


def test_every_extended_language_and_every_name_of_today_is_a_language() -> None:
    known = languages.LANGUAGES_OF_THREE | subtags.LANGUAGES
    assert all(extended <= known for extended in languages.EXTENDED.values())
    assert {*languages.PREFERRED.values()} <= known


PARTS = (
    "zh",
    "eng",
    "iw",
    "yue",
    "hant",
    "tw",
    "419",
    "1901",
    "rozaj",
    "u",
    "ca",
    "x",
    "own",
    "i",
    "klingon",
)


@given(st.lists(st.sampled_from(PARTS), max_size=6).map("-".join) | st.text(max_size=12))
def test_a_name_of_today_stays_as_it_is(tag: str) -> None:
    today = canonical_language(tag)
    assert (today is None) == (valid_form(tag) is None)
    if today is not None:
        assert canonical_language(today) == today
        assert language_problem(today) is None


@pytest.mark.parametrize(("one", "other"), [("en", "EN"), ("he", "iw"), ("yue", "zh-yue")])
def test_two_sections_for_one_language_are_warned_of(
    spoiled: Callable[[str, str], bytes], one: str, other: str
) -> None:
    section = f"{{shortDescription: a, features: [a], longDescription: {'x' * 150}}}"
    data = spoiled("description:\n", f"description:\n  {one}: &own {section}\n  {other}: *own\n")
    data = data.replace(b"  en:\n", b"  it:\n") if one == "en" else data
    found = [each for each in read(data).findings if each.code == "REPEATED_LANGUAGE"]
    assert [(each.key, each.severity) for each in found] == [(f"description[{other}]", Severity.WARNING)]
    assert one in found[0].message
