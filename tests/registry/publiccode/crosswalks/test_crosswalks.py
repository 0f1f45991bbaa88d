"""Formats say the same of a software as far as they can, and what they cannot say is listed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.publiccode import read, write
from registry.publiccode.crosswalks import REASONS, Conversion, Format, Loss, Reason, convert, to_supports
from registry.publiccode.standard import CATEGORIES, MAINTENANCE_TYPES

SHARED = Path(__file__).parents[5] / "shared" / "data"
OTHERS = (Format.CODEJSON, Format.CODEMETA, Format.SPDX)
TEXTS = st.text("abc 潮汐.", min_size=1, max_size=12).filter(str.strip)
LISTS = st.lists(TEXTS, min_size=1, max_size=3)
DAYS = st.dates().map(str)
CONTACTS = st.lists(
    st.fixed_dictionaries({"name": TEXTS}, optional={"email": TEXTS, "phone": TEXTS}), min_size=1, max_size=1
)
_TEXTS = {"shortDescription": TEXTS, "longDescription": TEXTS}
DESCRIBED = st.fixed_dictionaries({"en": st.fixed_dictionaries(_TEXTS)})
FEATURED = st.fixed_dictionaries({"en": st.fixed_dictionaries({**_TEXTS, "features": LISTS})})
TECHNOLOGIES = st.lists(st.fixed_dictionaries({"name": TEXTS}), min_size=1, max_size=2)
LICENCES = st.sampled_from(["MIT", "EUPL-1.2"])
DOCUMENTS = {
    Format.CODEJSON: st.fixed_dictionaries(
        {"name": TEXTS, "url": TEXTS, "description": DESCRIBED},
        optional={
            "softwareVersion": TEXTS,
            "landingURL": TEXTS,
            "organisation": st.fixed_dictionaries({"name": TEXTS}),
            "developmentStatus": st.sampled_from(["concept", "development", "beta", "stable", "obsolete"]),
            "legal": st.fixed_dictionaries({"license": TEXTS}),
            "platforms": LISTS,
            "categories": st.lists(st.sampled_from(sorted(CATEGORIES)), min_size=1, max_size=3),
            "softwareType": st.sampled_from(["addon", "standalone/web", "configurationFiles"]),
            "maintenance": st.fixed_dictionaries({"type": st.sampled_from(MAINTENANCE_TYPES), "contacts": CONTACTS}),
            "localisation": st.fixed_dictionaries({"localisationReady": st.booleans()}),
            "tw": st.fixed_dictionaries({"techStacks": TECHNOLOGIES, "createdDate": DAYS}),
        },
    ),
    Format.CODEMETA: st.fixed_dictionaries(
        {"name": TEXTS, "url": TEXTS, "description": FEATURED},
        optional={
            "isBasedOn": LISTS,
            "releaseDate": DAYS,
            "platforms": LISTS,
            "categories": LISTS,
            "organisation": st.fixed_dictionaries({"uri": TEXTS}, optional={"name": TEXTS}),
            "fundedBy": st.lists(st.fixed_dictionaries({"name": TEXTS}), min_size=1, max_size=2),
            "developmentStatus": st.sampled_from(["concept", "development", "stable", "obsolete"]),
            "legal": st.fixed_dictionaries({"license": LICENCES, "mainCopyrightOwner": TEXTS}),
            "maintenance": st.fixed_dictionaries({"contacts": CONTACTS}),
            "localisation": st.fixed_dictionaries({"availableLanguages": LISTS}),
        },
    ),
    Format.SPDX: st.fixed_dictionaries(
        {"name": TEXTS, "url": TEXTS, "legal": st.fixed_dictionaries({"license": TEXTS})},
        optional={
            "softwareVersion": TEXTS,
            "landingURL": TEXTS,
            "releaseDate": DAYS,
            "softwareType": st.just("library"),
            "organisation": st.fixed_dictionaries({"name": TEXTS}),
            "description": DESCRIBED,
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
@given(data=st.data())
def test_what_both_can_say_comes_back_unchanged_and_nothing_is_lost(other: Format, data: Any) -> None:
    document = data.draw(DOCUMENTS[other])
    there = convert(document, Format.PUBLICCODE, other)
    back = convert(there.result, other, Format.PUBLICCODE)
    assert (back.result, there.lost, back.lost) == (document, (), ())


KEYS = st.sampled_from(
    [
        *(
            "name",
            "url",
            "description",
            "en",
            "zh-Hant",
            "shortDescription",
            "legal",
            "license",
            "maintenance",
        ),
        *(
            "type",
            "contacts",
            "platforms",
            "permissions",
            "licenses",
            "status",
            "publisher",
            "it",
            "piattaforme",
        ),
        *("tw", "techStacks", "organisation", "supports", "downloadLocation", "supplier", "releases", "spid"),
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | TEXTS
    | st.sampled_from(["stable", "NOASSERTION", "2026-01-31"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


FORMATS = st.sampled_from(Format)


@given(source=FORMATS, target=FORMATS, document=st.dictionaries(KEYS, VALUES, max_size=6))
def test_anything_is_converted_without_a_crash(
    source: Format, target: Format, document: dict[str, Any]
) -> None:
    assert isinstance(convert(document, source, target), Conversion)


@given(other=st.sampled_from(OTHERS), document=st.dictionaries(KEYS, VALUES, max_size=6))
def test_going_to_and_fro_comes_to_rest(other: Format, document: dict[str, Any]) -> None:
    def to_and_fro(result: Any) -> Any:
        return convert(convert(result, other, Format.PUBLICCODE).result, Format.PUBLICCODE, other).result

    once = to_and_fro(convert(document, Format.PUBLICCODE, other).result)
    assert to_and_fro(once) == once


def test_what_another_format_has_no_place_for_is_listed_by_its_path(valid: str) -> None:
    lost = convert(read(valid.encode()).document, Format.PUBLICCODE, Format.SPDX).lost
    assert Loss("usedBy", Reason.NO_PLACE) in lost
    assert Loss("description[zh-Hant]", Reason.OTHER_LANGUAGE) in lost
    assert Loss("description[en].features", Reason.NO_PLACE) in lost
    assert Loss("softwareType", Reason.LESS_EXACT) in lost


def test_the_first_language_is_taken_where_the_one_asked_for_is_missing() -> None:
    document = {"description": {"it": {"shortDescription": "Maree"}}}
    assert convert(document, Format.PUBLICCODE, Format.SPDX).result["summary"] == "Maree"


def test_two_formats_meet_over_publiccode() -> None:
    package = {"name": "Tidal", "downloadLocation": "git+https://example.org/t.git", "checksums": [1]}
    conversion = convert(package, Format.SPDX, Format.CODEMETA)
    assert conversion.result["codeRepository"] == "https://example.org/t.git"
    assert conversion.lost == (Loss("checksums", Reason.NO_PLACE),)


def test_several_licences_of_code_json_are_lost_rather_than_joined() -> None:
    release = {"permissions": {"usageType": "openSource", "licenses": [{"name": "MIT"}, {"name": "CC0-1.0"}]}}
    assert convert(release, Format.CODEJSON, Format.PUBLICCODE) == Conversion(
        {}, (Loss("permissions.licenses", Reason.NOT_SAYABLE),)
    )


def test_the_section_of_italy_becomes_supports_and_organisation() -> None:
    document = {
        "name": "Tidal",
        "supports": [{"id": "alias:spid"}],
        "it": {
            "countryExtensionVersion": "1.0",
            "conforme": {"gdpr": True, "lineeGuidaDesign": True},
            "piattaforme": {"spid": True, "cie": True, "anpr": False},
            "riuso": {"codiceIPA": "c_a123"},
        },
    }
    assert to_supports(document) == Conversion(
        {
            "name": "Tidal",
            "supports": [{"id": "alias:spid"}, {"id": "alias:gdpr"}, {"id": "alias:cie"}],
            "organisation": {"uri": "urn:x-italian-pa:c_a123"},
        },
        (
            Loss("it.conforme.lineeGuidaDesign", Reason.NO_PLACE),
            Loss("it.piattaforme.anpr", Reason.NOT_SAYABLE),
        ),
    )


@pytest.mark.parametrize("written", ["2024-02-30", "yesterday it was", "2024-1-5", "20240105", 2024])
def test_a_date_that_is_none_is_listed_as_lost_rather_than_copied(written: Any) -> None:
    invalid = (Loss("releaseDate", Reason.NOT_VALID),)
    for other, key in ((Format.CODEMETA, "datePublished"), (Format.SPDX, "releaseDate")):
        there = convert({"releaseDate": written}, Format.PUBLICCODE, other)
        assert (there.result.get(key), there.lost) == (None, invalid)
        back = convert({key: written}, other, Format.PUBLICCODE)
        assert (back.result, back.lost) == ({}, (Loss(key, Reason.NOT_VALID),))


def test_the_time_of_a_release_is_less_than_its_day() -> None:
    back = convert({"datePublished": "2024-02-29T10:00:00Z"}, Format.CODEMETA, Format.PUBLICCODE)
    assert (back.result, back.lost) == (
        {"releaseDate": "2024-02-29"},
        (Loss("datePublished", Reason.LESS_EXACT),),
    )


def test_every_reason_is_said_in_both_languages() -> None:
    assert list(REASONS) == list(Reason)
    assert all(set(words) == {"en", "zh-Hant"} for words in REASONS.values())


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real inputs of ../shared are not here")
def test_real_inventories_of_agencies_bring_name_address_and_licence() -> None:
    for file in (SHARED / "codejson").glob("*.json"):
        converted = convert(json.loads(file.read_text()), Format.CODEJSON, Format.PUBLICCODE).result
        again = read(write(converted)).document
        assert again["name"], file.name
        assert again["url"].startswith("https://github.com/"), file.name
        assert again["legal"]["license"], file.name


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("git+https://example.org/t.git@v1.2#docs", "https://example.org/t.git"),
        ("git+https://example.org/t@feature/x", "https://example.org/t"),
        ("git+ssh://git@example.org/t.git#docs", "ssh://git@example.org/t.git"),
    ],
)
def test_the_revision_of_a_package_is_no_part_of_its_repository(location: str, url: str) -> None:
    done = convert({"downloadLocation": location}, Format.SPDX, Format.PUBLICCODE)
    assert (done.result, [each.path for each in done.lost]) == ({"url": url}, ["downloadLocation"])


def test_an_address_that_would_say_a_revision_is_not_written_as_one() -> None:
    done = convert({"url": "https://example.org/@someone/t"}, Format.PUBLICCODE, Format.SPDX)
    assert (done.result["downloadLocation"], [each.path for each in done.lost]) == ("NOASSERTION", ["url"])


def test_codemeta_may_point_with_addresses() -> None:
    document = {
        "codeRepository": {"@id": "https://example.org/t"},
        "license": {"@id": "https://spdx.org/licenses/EUPL-1.2.html"},
        "developmentStatus": "https://www.repostatus.org/#active",
    }
    done = convert(document, Format.CODEMETA, Format.PUBLICCODE)
    assert done.lost == ()
    assert done.result == {
        "url": "https://example.org/t",
        "legal": {"license": "EUPL-1.2"},
        "developmentStatus": "stable",
    }
