"""What the catalogue takes from a file, whatever else is wrong with it."""

from collections.abc import Callable
from datetime import date

import pytest

from registry.publiccode import Dependency, DependencyKind, PublicCode, read, summarise

SHORT = {"en": "Shows the tides of a harbour on a map", "zh-Hant": "在地圖上顯示港口潮汐"}

Spoiled = Callable[[str, str], bytes]


def test_a_valid_file_comes_in_whole(valid: str) -> None:
    code = summarise(read(valid.encode()))
    assert code == PublicCode(
        name="Tidal",
        url="https://example.org/tidal.git",
        landing_url="https://example.org/tidal",
        is_based_on=("https://example.org/ebb.git",),
        software_version="1.10",
        release_date=date(2026, 3, 1),
        platforms=("web",),
        categories=("geographic-information-systems", "data-visualization"),
        scopes=("environment",),
        development_status="stable",
        software_type="standalone/web",
        names={"en": "Tidal"},
        short_descriptions={
            "en": "Shows the tides of a harbour on a map",
            "zh-Hant": "在地圖上顯示港口潮汐",
        },
        long_descriptions=code.long_descriptions,
        features={"en": ("Map of water levels", "Flood warnings"), "zh-Hant": ("水位地圖",)},
        licence="EUPL-1.2",
        main_copyright_owner="Harbour Office",
        maintenance_type="internal",
        localisation_ready=True,
        languages=("en", "zh-Hant"),
        used_by=("Harbour Office",),
        depends_on=(
            Dependency(DependencyKind.OPEN, "PostgreSQL", version_min="15", optional=True),
            Dependency(DependencyKind.HARDWARE, "Tide gauge"),
        ),
    )
    assert code.long_descriptions["en"].startswith("Tidal shows when the water of a harbour rises")


def test_the_section_of_taiwan_comes_in(spoiled: Spoiled) -> None:
    section = (
        "tw:\n  techStacks: [{name: Vue.js}]\n  vulnerabilityScanners: [OWASP]\n"
        "  accessibilityConformance: AA\n  createdDate: 2025-11-02\nusedBy:"
    )
    code = summarise(read(spoiled("usedBy:", section)))
    assert code.tech_stacks == ("Vue.js",)
    assert code.vulnerability_scanners == ("OWASP",)
    assert code.accessibility == "AA"
    assert code.created_date == date(2025, 11, 2)


def test_a_licence_that_is_no_expression_comes_in_as_declared(spoiled: Spoiled) -> None:
    assert summarise(read(spoiled("EUPL-1.2", "MIT License"))).licence == "MIT License"


def test_a_description_that_is_too_long_still_comes_in(spoiled: Spoiled) -> None:
    code = summarise(read(spoiled("Shows the tides of a harbour on a map", "x" * 155)))
    assert code.short_descriptions["en"] == "x" * 155


@pytest.mark.parametrize(
    ("old", "new", "field", "empty"),
    [
        ("https://example.org/tidal.git", "tidal", "url", None),
        ("2026-03-01", "soon", "release_date", None),
        ("developmentStatus: stable", "developmentStatus: ready", "development_status", None),
        ("standalone/web", "[addon]", "software_type", None),
        ("Ready: true", "Ready: perhaps", "localisation_ready", None),
        ("type: internal", "type: external", "maintenance_type", None),
        ("license: EUPL-1.2", "license: [MIT]", "licence", None),
    ],
)
def test_a_wrong_value_is_left_out(spoiled: Spoiled, old: str, new: str, field: str, empty: object) -> None:
    assert getattr(summarise(read(spoiled(old, new))), field) is empty


def test_a_wrong_item_leaves_the_others(spoiled: Spoiled) -> None:
    code = summarise(read(spoiled("[geographic-information-systems,", "[sea,")))
    assert code.categories == ("data-visualization",)


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("developmentStatus: stable", "developmentStatus: Stable", "development_status", "stable"),
        ("Ready: true", "Ready: no", "localisation_ready", False),
        ("2026-03-01", "2026/3/1", "release_date", date(2026, 3, 1)),
        ("[en, zh-Hant]", "[eng, zh_TW]", "languages", ("en", "zh-TW")),
        ("\n  zh-Hant:", "\n  zh_hant:", "short_descriptions", SHORT),
    ],
)
def test_a_wrong_value_with_a_certain_correction_comes_in_corrected(
    spoiled: Spoiled, old: str, new: str, field: str, value: object
) -> None:
    assert getattr(summarise(read(spoiled(old, new))), field) == value


def test_texts_in_no_known_language_are_left_out(spoiled: Spoiled) -> None:
    assert list(summarise(read(spoiled("\n  zh-Hant:", "\n  chinese language:"))).features) == ["en"]


def test_the_latest_contract_counts(spoiled: Spoiled) -> None:
    contractors = "[{name: A, until: 2027-01-31}, {name: B, until: 2028-06-30}, {name: C, until: later}]"
    code = summarise(read(spoiled("type: internal", f"type: contract\n  contractors: {contractors}")))
    assert code.contract_until == date(2028, 6, 30)


def test_the_first_of_a_repeated_key_counts(spoiled: Spoiled) -> None:
    assert summarise(read(spoiled("name: Tidal\nurl", "name: Tidal\nname: Ebb\nurl"))).name == "Tidal"


def test_an_empty_mapping_gives_an_empty_summary() -> None:
    assert summarise(read(b"{}")) == PublicCode()
