"""Files as governments publish them; the findings expected here were read one by one."""

import json
from collections import Counter
from pathlib import Path

import pytest

from registry.publiccode import Reading, Unreadable, read, summarise
from registry.publiccode.standard import (
    ALIASES,
    DEVELOPMENT_STATUSES,
    MAINTENANCE_TYPES,
    SOFTWARE_TYPES,
    VERSIONS,
)
from tests.timing import best_seconds

SHARED = Path(__file__).parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real inputs of ../shared are not here"),
]


@pytest.fixture(scope="module")
def taiwan() -> dict[str, Reading]:
    return {path.stem: read(path.read_bytes()) for path in sorted((SHARED / "code-gov-tw").glob("*.yml"))}


@pytest.fixture(scope="module")
def world() -> dict[str, Reading]:
    readings = {}
    for path in sorted((SHARED / "publiccode").glob("*.yml")):
        try:
            readings[path.stem] = read(path.read_bytes())
        except Unreadable:
            continue
    return readings


def codes(reading: Reading) -> Counter[str]:
    return Counter(finding.code for finding in reading.findings)


def test_all_22_entries_of_taiwan_come_in_with_what_a_catalogue_shows(taiwan: dict[str, Reading]) -> None:
    entries = [summarise(reading) for reading in taiwan.values()]
    assert len(entries) == 22
    assert all(
        entry.name and entry.url and entry.licence and entry.release_date and entry.platforms
        and entry.categories and entry.development_status and entry.software_type
        and entry.names["zh-Hant"] and entry.short_descriptions["zh-Hant"] and entry.features["zh-Hant"]
        and entry.maintenance_type and entry.languages and entry.localisation_ready is not None
        and entry.vulnerability_scanners
        for entry in entries
    )  # fmt: skip


def test_17_of_the_22_declare_a_licence_that_is_no_expression(taiwan: dict[str, Reading]) -> None:
    wrong = [name for name, reading in taiwan.items() if "NOT_AN_EXPRESSION" in codes(reading)]
    assert len(wrong) == 17


def test_each_wrong_licence_of_the_22_is_understood(taiwan: dict[str, Reading]) -> None:
    meant = {
        summarise(reading).licence: finding.fix
        for reading in taiwan.values()
        for finding in reading.findings
        if finding.code == "NOT_AN_EXPRESSION"
    }
    assert meant == {
        "MIT License": "MIT",
        "CC0 v1.0": "CC0-1.0",
        "GPL v3": "GPL-3.0-only",
        "AGPL-3": "AGPL-3.0-only",
        "LGPL-3.0、MPL-2.0": "LGPL-3.0-only AND MPL-2.0",
        "「網頁文字圖片採取 CC0 授權方式，程式碼採取 MIT 的授權方式」": "MIT AND CC0-1.0",
        "除另有標示外，內容以創用 CC BY 4.0 授權條款釋出。": "CC-BY-4.0",
    }


def test_none_of_the_22_has_an_unknown_key_or_a_wrong_type(taiwan: dict[str, Reading]) -> None:
    kinds = {code for reading in taiwan.values() for code in codes(reading)}
    assert kinds == {
        "OLD_VERSION",
        "REQUIRED",
        "TOO_LONG",
        "NOT_A_PATH",
        "NOT_AN_EXPRESSION",
        "DEPRECATED_LICENCE",
        "DEPRECATED_KEY",
        "DEPRECATED_COUNTRY_SECTION",
    }


def test_41_of_42_files_of_the_world_can_be_read_and_25_of_them_are_valid(world: dict[str, Reading]) -> None:
    assert len(world) == 41
    assert sum(reading.ok for reading in world.values()) == 25


def test_the_one_that_is_no_yaml_is_refused_where_the_indentation_breaks() -> None:
    with pytest.raises(Unreadable) as refused:
        read((SHARED / "publiccode" / "Azienda-USL-di-Bologna__DAE-RespondER.yml").read_bytes())
    assert (refused.value.code, refused.value.line, refused.value.column) == ("YAML_SYNTAX", 63, 1)


def test_every_readable_file_of_the_world_brings_its_name_address_and_licence(
    world: dict[str, Reading],
) -> None:
    entries = {name: summarise(reading) for name, reading in world.items()}
    assert [name for name, each in entries.items() if not (each.name and each.url and each.licence)] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("5Tsrl__emma-backend", "REQUIRED WRONG_TYPE"),
        ("AI-Riksarkivet__htrflow", "REQUIRED_FOR_MAINTENANCE"),
        ("Aitema-gmbh__ratsinformationssystem", "NOT_QUOTED NOT_IN_VOCABULARY NOT_A_CHOICE"),
        (
            "Amsterdam__alletaal-lint",
            (
                "NOT_IN_VOCABULARY NOT_IN_VOCABULARY NOT_IN_VOCABULARY"
                " REQUIRED_FOR_MAINTENANCE NOT_FOR_MAINTENANCE REQUIRED"
            ),
        ),
        ("CittaMetropolitanaVenezia__WebMappVenezia", "NOT_A_URL NOT_FOR_MAINTENANCE"),
        (
            "CodeForBaltimore__Bmore-Responsive",
            "UNKNOWN_KEY NOT_IN_VOCABULARY NOT_A_CHOICE WRONG_TYPE WRONG_TYPE",
        ),
        ("dribdat__dribdat", "WRONG_TYPE WRONG_TYPE WRONG_TYPE WRONG_TYPE"),
        ("maykinmedia__objects-api", "REQUIRED"),
        ("open-zaak__open-zaak", "REQUIRED"),
    ],
)
def test_the_errors_of_a_file_are_those_that_a_person_finds(
    world: dict[str, Reading], name: str, expected: str
) -> None:
    assert [each.code for each in world[name].findings if each.severity == "error"] == expected.split()


def test_enumerations_are_the_standards() -> None:
    standard = json.loads((SHARED / "publiccode-0.7.json").read_text())
    assert set(standard["supported_versions_parser"]) == set(VERSIONS)
    assert list(DEVELOPMENT_STATUSES) == standard["developmentStatus"]
    assert list(SOFTWARE_TYPES) == standard["softwareType"]
    assert list(MAINTENANCE_TYPES) == standard["maintenanceType"]
    assert set(ALIASES) == set(standard["aliases"])


def test_typical_files_are_read_at_a_usable_speed() -> None:
    files = [path.read_bytes() for path in (SHARED / "code-gov-tw").glob("*.yml")]
    seconds = best_seconds(lambda: [read(data) for data in files])
    assert len(files) / seconds > 500  # measured 2,600; machines differ, habits slip
