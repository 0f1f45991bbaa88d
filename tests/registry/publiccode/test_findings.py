"""What is found wrong in a publiccode.yml, where, and what was probably meant."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.publiccode import MESSAGES, Finding, read, reading_as_json, summarise, text_of

Spoiled = Callable[[str, str], bytes]


def found(data: bytes) -> list[tuple[str, str, str]]:
    return [(finding.severity.value, finding.code, finding.key) for finding in read(data).findings]


def only(data: bytes) -> Finding:
    findings = read(data).findings
    assert len(findings) == 1, findings
    return findings[0]


@pytest.mark.parametrize(
    ("old", "new", "code", "key", "fix"),
    [
        ('Version: "0.7"', 'Version: "0.1"', "UNKNOWN_VERSION", "publiccodeYmlVersion", None),
        ('Version: "0.7"', 'Version: "0.6"', "UNKNOWN_VERSION", "publiccodeYmlVersion", "0.7"),
        ("name: Tidal\nurl", "nam: x\nname: Tidal\nurl", "UNKNOWN_KEY", "nam", None),
        ('Version: "0.7"', "Version: 0.7", "NOT_QUOTED", "publiccodeYmlVersion", '"0.7"'),
        ("usedBy:", "it: {}\nIT: {}\nusedBy:", "SECOND_COUNTRY_SECTION", "it", None),
        ("usedBy:", "IT: {countryExtensionVersion: '9'}\nusedBy:", "NOT_A_CHOICE", "IT.countryExtensionVersion", None),
        ("landingURL", "landingUrl", "UNKNOWN_KEY", "landingUrl", "landingURL"),
        ("localisedName", "localizedName", "UNKNOWN_KEY", "description[en].localizedName", "localisedName"),
        ("usedBy:", "nl: {}\nusedBy:", "UNKNOWN_KEY", "nl", None),
        ("categories", "tags", "RENAMED_KEY", "tags", "categories"),
        ("scope: [", "onlyFor: [", "RENAMED_KEY", "intendedAudience.onlyFor", "scope"),
        ("https://example.org/tidal.git", "example.org/tidal.git", "NOT_A_URL", "url", "https://example.org/tidal.git"),
        ("https://example.org/tidal.git", "tidal", "NOT_A_URL", "url", None),
        ("https://example.org/tidal\n", "ftp://example.org/tidal\n", "NOT_A_WEB_URL", "landingURL", None),
        ("https://example.org/tidal\n", "https://exa mple.org/\n", "NOT_A_WEB_URL", "landingURL", None),
        ("https://example.org/tidal\n", "https://example.org:port/\n", "NOT_A_WEB_URL", "landingURL", None),
        ("https://example.org/tidal\n", "'https://[::1/'\n", "NOT_A_WEB_URL", "landingURL", None),
        ("https://example.org/ebb.git", "[ebb]", "NOT_A_URL", "isBasedOn[0]", None),
        ("2026-03-01", "2026-3-1", "NOT_A_DATE", "releaseDate", "2026-03-01"),
        ("2026-03-01", "2026/03/01", "NOT_A_DATE", "releaseDate", "2026-03-01"),
        ("2026-03-01", "20260301", "NOT_A_DATE", "releaseDate", "2026-03-01"),
        ("2026-03-01", "2026-03-01T10:00:00Z", "NOT_A_DATE", "releaseDate", "2026-03-01"),
        ("2026-03-01", "2026-02-30", "NOT_A_DATE", "releaseDate", None),
        ("2026-03-01", "01.03.2026", "NOT_A_DATE", "releaseDate", None),
        ("images/logo.svg", "/images/logo.svg", "NOT_A_PATH", "logo", "images/logo.svg"),
        ("images/logo.svg", "file:///logo.svg", "NOT_A_WEB_URL", "logo", None),
        ("[web]", "{web: true}", "WRONG_TYPE", "platforms", None),
        ("[web]", "web", "NOT_A_LIST", "platforms", "[web]"),
        ("[web]", "[]", "REQUIRED", "platforms", None),
        ("platforms: [web]\n", "", "REQUIRED", "platforms", None),
        ("[https://youtu.be/tidal]", "[https://a.org/a.mp4]", "NOT_A_VIDEO_SITE", "description[en].videos[0]", None),
        ("[https://youtu.be/tidal]", "https://youtu.be/tidal", "NOT_A_LIST", "description[en].videos", "[https://youtu.be/tidal]"),
        ("data-visualization", "Data Visualization", "NOT_IN_VOCABULARY", "categories[1]", "data-visualization"),
        ("data-visualization", "data-visualisation", "NOT_IN_VOCABULARY", "categories[1]", "data-visualization"),
        ("data-visualization", "utility", "NOT_IN_VOCABULARY", "categories[1]", None),
        ("[environment]", "[sea]", "NOT_IN_VOCABULARY", "intendedAudience.scope[0]", None),
        ("\n  - Harbour Office", " Harbour Office", "WRONG_TYPE", "usedBy", None),
        ("  - Harbour Office\nroadmap", "  - [Harbour]\nroadmap", "WRONG_TYPE", "usedBy[0]", None),
        ("developmentStatus: stable", "developmentStatus: Stable", "NOT_A_CHOICE", "developmentStatus", "stable"),
        ("standalone/web", "standalone/utility", "NOT_A_CHOICE", "softwareType", None),
        ("standalone/web", "Standalone/Web", "NOT_A_CHOICE", "softwareType", "standalone/web"),
        ("alias:gdpr", "alias:gdrp", "UNKNOWN_ALIAS", "supports[0].id", None),
        ("alias:gdpr", "alias:GDPR", "UNKNOWN_ALIAS", "supports[0].id", "alias:gdpr"),
        ("alias:gdpr", "gdpr", "NOT_A_URI", "supports[0].id", None),
        ("alias:gdpr", "'urn:'", "NOT_A_URI", "supports[0].id", None),
        ("uri: urn:example:harbour-office", "uri: harbour:office", "NOT_A_URI", "organisation.uri", None),
        ("id: alias:gdpr", "{}", "REQUIRED", "supports[0].id", None),
        ("  uri: urn:example:harbour-office\n", "", "REQUIRED", "organisation.uri", None),
        ("[TW]", "[UK]", "NOT_A_COUNTRY", "intendedAudience.countries[0]", None),
        ("[TW]", "[Tw]", "NOT_A_COUNTRY", "intendedAudience.countries[0]", "TW"),
        ("\n  zh-Hant:", "\n  zh_Hant:", "NOT_A_LANGUAGE", "description[zh_Hant]", "zh-Hant"),
        ("\n  zh-Hant:", "\n  chinese traditional:", "NOT_A_LANGUAGE", "description[chinese traditional]", None),
        ("[en, zh-Hant]", "[eng, zh-Hant]", "NOT_A_LANGUAGE", "localisation.availableLanguages[0]", "en"),
        ("[en, zh-Hant]", "[en-UK]", "NOT_A_LANGUAGE", "localisation.availableLanguages[0]", None),
        ("[en, zh-Hant]", "[xy]", "NOT_A_LANGUAGE", "localisation.availableLanguages[0]", None),
        ("[en, zh-Hant]", "[zh-Hanq]", "NOT_A_LANGUAGE", "localisation.availableLanguages[0]", None),
        ("[en, zh-Hant]", "[en-spoken]", "NOT_A_LANGUAGE", "localisation.availableLanguages[0]", None),
        ("[en, zh-Hant]", "[en-yue]", "NOT_A_LANGUAGE", "localisation.availableLanguages[0]", None),
        ("[en, zh-Hant]", "[en-999]", "NOT_A_LANGUAGE", "localisation.availableLanguages[0]", None),
        ("[en, zh-Hant]", "[de-1901-1901]", "NOT_A_LANGUAGE", "localisation.availableLanguages[0]", None),
        ("[en, zh-Hant]", "[en-a-one-A-two]", "NOT_A_LANGUAGE", "localisation.availableLanguages[0]", None),
        ("license: EUPL-1.2", "license: MIT License", "NOT_AN_EXPRESSION", "legal.license", "MIT"),
        ("  license: EUPL-1.2\n", "", "REQUIRED", "legal.license", None),
        ("type: internal", "type: external", "NOT_A_CHOICE", "maintenance.type", None),
        ("demo.person@example.org", "demo.person", "NOT_AN_EMAIL", "maintenance.contacts[0].email", None),
        ("- name: Demo Person\n      email", "- email", "REQUIRED", "maintenance.contacts[0].name", None),
        ("Ready: true", "Ready: yes", "WRONG_TYPE", "localisation.localisationReady", "true"),
        ("Ready: true", "Ready: 'false'", "WRONG_TYPE", "localisation.localisationReady", "false"),
        ("Ready: true", "Ready:", "REQUIRED", "localisation.localisationReady", None),
        ("optional: true", "optional: maybe", "WRONG_TYPE", "dependsOn.open[0].optional", None),
        ("- name: Tide gauge", "- gauge: x\n      name: y", "UNKNOWN_KEY", "dependsOn.hardware[0].gauge", None),
        ("[web]", "[web]\nplatforms: [linux]", "REPEATED_KEY", "platforms", None),
        ("name: Tidal\nurl", "? [a]\n: b\nname: Tidal\nurl", "ODD_KEY", "", None),
        ("shortDescription: Shows", "genericName: " + "x" * 36 + "\n    shortDescription: Shows", "TOO_LONG",
         "description[en].genericName", None),
    ],
)  # fmt: skip
def test_one_fault_gives_one_error(
    spoiled: Spoiled, old: str, new: str, code: str, key: str, fix: str | None
) -> None:
    errors = [finding for finding in read(spoiled(old, new)).findings if finding.severity == "error"]
    assert [
        (each.code, each.key, each.fix) for each in errors if each.code != "REQUIRED" or code == "REQUIRED"
    ] == [(code, key, fix)]


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("logo: ", "monochromeLogo: ", "DEPRECATED_KEY", "monochromeLogo"),
        ("usedBy:", "inputTypes: [text/plain]\nusedBy:", "DEPRECATED_KEY", "inputTypes"),
        ("  mainCopyrightOwner", "  repoOwner", "DEPRECATED_KEY", "legal.repoOwner"),
        ("[TW]", "[tw]", "LOWER_CASE_COUNTRY", "intendedAudience.countries[0]"),
        ("EUPL-1.2", "GPL-3.0", "DEPRECATED_LICENCE", "legal.license"),
        ("usedBy:", "IT: {riuso: {codiceIPA: ''}}\nusedBy:", "DEPRECATED_COUNTRY_SECTION", "IT"),
        ('Version: "0.7"', 'Version: "0.5.0"', "OLD_VERSION", "publiccodeYmlVersion"),
        ("images/logo.svg", "../logo.svg", "OUTSIDE_REPOSITORY", "logo"),
        ("images/logo.svg", "images/logo.gif", "NOT_AN_IMAGE", "logo"),
        ("[images/map.png]", "[map.png, map.webp]", "NOT_AN_IMAGE", "description[en].screenshots[1]"),
        ("usedBy:", "tw: {techStacks: [{name: Vue.js}]}\nusedBy:", "DEPRECATED_COUNTRY_SECTION", "tw"),
    ],
)
def test_what_is_deprecated_is_a_warning_and_the_file_stays_valid(
    spoiled: Spoiled, old: str, new: str, code: str, key: str
) -> None:
    data = spoiled(old, new)
    assert found(data) == [("warning", code, key)]
    assert read(data).ok


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[web]", "[web, Kiosk 7]"),
        ('Version: "0.7"', "Version: 0.7.0"),
        ('Version: "0.7"', 'Version: "0"'),
        ("images/logo.svg", "''"),
        ("  - Harbour Office\nroadmap", "  - Harbour Office\n  -\nroadmap"),
        ("demo.person@example.org", "démo@exämple.org"),
        ("https://example.org/tidal.git", "ssh://git@example.org/tidal.git"),
        ("https://example.org/tidal\n", "https://例子.example.org/潮汐\n"),
        ("isBasedOn: https://example.org/ebb.git", "isBasedOn: [https://example.org/ebb.git]"),
        ("images/logo.svg", "https://example.org/logo"),
        ("[en, zh-Hant]", "[en-GB, zh-Hant-TW, sl-IT-nedis, nan, de-CH-1996, es-419, ZH-hant]"),
        ("license: EUPL-1.2", "license: MIT OR (Apache-2.0 WITH LLVM-exception)"),
        ('versionMin: "15"', "versionMin: 15"),
        ("name: Tidal\nurl", "name: 2026\nurl"),
        ("landingURL: https://example.org/tidal", "landingURL:"),
        ("usedBy:\n  - Harbour Office", "usedBy: []"),
        ("type: internal\n  contacts:", "type: none\n  contacts:"),
    ],
)
def test_what_the_standard_allows_is_not_reported(spoiled: Spoiled, old: str, new: str) -> None:
    assert found(spoiled(old, new)) == []


def test_a_finding_points_to_its_value(spoiled: Spoiled) -> None:
    finding = only(spoiled("name: Tide gauge", "name: [Tide gauge]"))
    assert (finding.line, finding.column) == (61, 13)


def test_a_finding_about_a_key_points_to_the_key(spoiled: Spoiled) -> None:
    finding = only(spoiled("    localisedName: Tidal", "    nickname: Tidal"))
    assert (finding.line, finding.column) == (29, 5)


def test_columns_count_characters_not_bytes(spoiled: Spoiled) -> None:
    finding = only(spoiled("features: [水位地圖]", "features: [水位地圖, [潮汐]]"))
    assert (finding.line, finding.column) == (41, 22)


def test_what_is_missing_points_to_where_it_belongs(spoiled: Spoiled) -> None:
    finding = only(spoiled("    shortDescription: 在地圖上顯示港口潮汐\n", ""))
    assert (finding.key, finding.line) == ("description[zh-Hant].shortDescription", 39)


def test_findings_come_in_the_order_of_the_file(spoiled: Spoiled) -> None:
    findings = read(b"softwareType: x\nname: [a]\nnonsense: 1\n").findings
    places = [(each.line, each.column) for each in findings]
    assert places == sorted(places)


def test_a_missing_section_is_reported_by_the_keys_it_must_have() -> None:
    assert [key for _, code, key in found(b"name: Tidal") if code == "REQUIRED"] == [
        "publiccodeYmlVersion",
        "url",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal.license",
        "maintenance.type",
        "localisation.localisationReady",
        "localisation.availableLanguages",
    ]


def test_one_wrong_field_hides_no_other(valid: str) -> None:
    wrong = valid.replace("[web]", "[]", 1).replace("stable", "ready").replace("EUPL-1.2", "free")
    wrong = wrong.replace("internal", "contract").replace("en:", "english language:", 1)
    assert [(code, key) for _, code, key in found(wrong.encode())] == [
        ("REQUIRED", "platforms"),
        ("NOT_A_CHOICE", "developmentStatus"),
        ("NOT_A_LANGUAGE", "description[english language]"),
        ("NOT_AN_EXPRESSION", "legal.license"),
        ("REQUIRED_FOR_MAINTENANCE", "maintenance.contractors"),
    ]


@pytest.mark.parametrize("name", ["longDescription", "features"])
def test_each_language_must_say_everything(valid: str, name: str) -> None:
    start = valid.index("  zh-Hant:")
    line = valid[valid.index(f"    {name}", start) :].split("\n", 1)[0] + "\n"
    finding = only(valid.replace(line, "").encode())
    assert (finding.code, finding.key) == ("REQUIRED", f"description[zh-Hant].{name}")


def test_deprecated_keys_of_a_lower_case_country_section_have_the_path_of_the_standard(
    spoiled: Spoiled,
) -> None:
    data = spoiled("usedBy:", "it: {conforme: {gdpr: true}, riuso: {codiceIPA: x}}\nusedBy:")
    assert [(code, key) for _, code, key in found(data)] == [
        ("DEPRECATED_COUNTRY_SECTION", "it"),
        ("DEPRECATED_KEY", "IT.conforme"),
        ("DEPRECATED_KEY", "IT.riuso.codiceIPA"),
    ]


@pytest.mark.parametrize("kind", ["internal", "community"])
def test_maintenance_inside_or_by_a_community_needs_contacts(valid: str, kind: str) -> None:
    without = valid.replace("  contacts:", "  nobody:").replace("internal", kind).encode()
    assert ("error", "REQUIRED_FOR_MAINTENANCE", "maintenance.contacts") in found(without)


def test_an_empty_list_of_contractors_is_one_too_many_without_a_contract(spoiled: Spoiled) -> None:
    data = spoiled("type: internal", "type: internal\n  contractors: []")
    assert found(data) == [("error", "NOT_FOR_MAINTENANCE", "maintenance.contractors")]


def test_maintenance_by_contract_needs_contractors(spoiled: Spoiled) -> None:
    assert found(spoiled("type: internal", "type: contract")) == [
        ("error", "REQUIRED_FOR_MAINTENANCE", "maintenance.contractors")
    ]


def test_contractors_without_a_contract_are_an_error(spoiled: Spoiled) -> None:
    data = spoiled("type: internal", "type: internal\n  contractors: [{name: A, until: 2027-01-01}]")
    assert found(data) == [("error", "NOT_FOR_MAINTENANCE", "maintenance.contractors")]


def test_contractors_with_a_contract_are_fine(spoiled: Spoiled) -> None:
    data = spoiled("type: internal", "type: contract\n  contractors: [{name: A, until: 2027-01-01}]")
    assert found(data) == []


@pytest.mark.parametrize(
    ("text", "too_long"),
    [
        ("x" * 150, False),
        ("x" * 151, True),
        ("潮" * 150, False),
        ("e\u0301" * 150, False),
        ("👩‍🔬" * 151, True),
    ],
    ids=["150 letters", "151 letters", "150 characters", "150 letters with marks", "151 joined emoji"],
)
def test_lengths_are_counted_as_readers_count(spoiled: Spoiled, text: str, too_long: bool) -> None:  # noqa: FBT001 - an expectation
    data = spoiled("Shows the tides of a harbour on a map", text)
    assert found(data) == [("error", "TOO_LONG", "description[en].shortDescription")] * too_long


def test_the_break_at_the_end_of_a_folded_block_counts(spoiled: Spoiled) -> None:
    data = spoiled("Shows the tides of a harbour on a map", ">\n      " + "x" * 150)
    assert found(data) == [("error", "TOO_LONG", "description[en].shortDescription")]
    assert (
        found(spoiled("Shows the tides of a harbour on a map", ">-\n      " + "x" * 150)) == []
    )  # no break kept


def test_a_long_description_of_149_characters_is_too_short(valid: str) -> None:
    start = valid.index(">\n      Tidal shows")
    short = valid[:start] + "x" * 149 + "\n" + valid[valid.index("    features:\n", start) :]
    finding = only(short.encode())
    assert (finding.code, finding.values["length"]) == ("TOO_SHORT", "149")


def test_a_certain_fix_says_so(spoiled: Spoiled) -> None:
    assert only(spoiled("Ready: true", "Ready: yes")).fix_is_certain


def test_a_guess_is_not_certain(spoiled: Spoiled) -> None:
    assert not only(spoiled("data-visualization", "data-visualisation")).fix_is_certain


def test_whether_later_versions_are_allowed_is_not_guessed_with_certainty(spoiled: Spoiled) -> None:
    finding = only(spoiled("EUPL-1.2", "GPL v3"))
    assert (finding.code, finding.fix_is_certain) == ("NOT_AN_EXPRESSION", False)


def test_a_message_is_said_in_the_readers_language(spoiled: Spoiled) -> None:
    finding = only(spoiled("Ready: true", "Ready: yes"))
    assert finding.message == "“localisation.localisationReady” must be true or false, not “yes”."
    assert text_of(finding.code, finding.values, "zh-Hant") == (
        "「localisation.localisationReady」必須是 true 或 false，而不是“yes”。"
    )


def test_every_message_exists_in_both_languages_with_the_same_values() -> None:
    names = {
        code: [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in texts.values()]
        for code, texts in MESSAGES.items()
    }
    assert {tuple(texts) for texts in MESSAGES.values()} == {("en", "zh-Hant")}
    assert [code for code, (english, chinese) in names.items() if english != chinese] == []


def test_the_report_has_the_shape_that_programs_read(spoiled: Spoiled) -> None:
    report = reading_as_json("tidal.yml", read(spoiled("Ready: true", "Ready: yes")))
    assert report == {
        "file": "tidal.yml",
        "version": "0.7",
        "ok": False,
        "results": [
            {
                "severity": "error",
                "code": "WRONG_TYPE",
                "key": "localisation.localisationReady",
                "message": "“localisation.localisationReady” must be true or false, not “yes”.",
                "line": 53,
                "column": 22,
                "fix": "true",
            }
        ],
    }


KEYS = st.sampled_from(
    [
        *("name", "url", "description", "en", "legal", "license", "maintenance", "type", "contacts"),
        *("contractors", "platforms", "localisation", "availableLanguages", "tw", "techStacks"),
        *("dependsOn", "open", "supports", "id", "isBasedOn", "unknown"),
    ]
)
TEXTS = st.text(st.characters(exclude_categories=["C"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.sampled_from(["internal", "MIT"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def as_yaml(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()  # all of JSON that is printable is YAML 1.2


@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_any_document_gets_findings_in_order_with_messages_in_both_languages(
    document: dict[str, Any],
) -> None:
    reading = read(as_yaml(document))
    assert [text_of(each.code, each.values) for each in reading.findings] == [
        each.message for each in reading.findings
    ]
    assert all(text_of(each.code, each.values, "zh-Hant") for each in reading.findings)
    assert list(reading.findings) == sorted(reading.findings, key=lambda each: (each.line, each.column))


@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_any_document_can_be_summarised(document: dict[str, Any]) -> None:
    summarise(read(as_yaml(document)))


CANARY = "ada.byron"
CONTACTS = '  contacts:\n    - name: Demo Person\n      email: demo.person@example.org\n      phone: "+000"\n'


@pytest.mark.parametrize(
    ("people", "code", "key"),
    [
        (
            f"  contacts:\n    - name: D\n      email: {CANARY} at example.org\n",
            "NOT_AN_EMAIL",
            "contacts[0].email",
        ),
        (f"  contacts: {CANARY}@example.org\n", "WRONG_TYPE", "contacts"),
        (f"  contacts: [{CANARY}@example.org]\n", "WRONG_TYPE", "contacts[0]"),
        (f"  contacts:\n    - name: D\n      {CANARY}@example.org: write\n", "UNKNOWN_KEY", "contacts[0].…"),
        (
            f"  contacts:\n    - name: D\n      {CANARY}: 1\n      {CANARY}: 2\n",
            "REPEATED_KEY",
            "contacts[0].…",
        ),
        (f"  contacts:\n    - name: [{CANARY}]\n", "WRONG_TYPE", "contacts[0].name"),
        (f"  contractors:\n    - name: D\n      until: ask {CANARY}\n", "NOT_A_DATE", "contractors[0].until"),
        (
            f"  contractors:\n    - name: D\n      until: 2027-01-01\n      website: example.org/{CANARY}\n",
            "NOT_A_WEB_URL",
            "contractors[0].website",
        ),
        (
            f"  contractors:\n    - name: D\n      until: 2027-01-01\n      email: {CANARY}\n",
            "NOT_AN_EMAIL",
            "contractors[0].email",
        ),
    ],
)
def test_what_is_wrong_with_a_contact_is_said_without_repeating_it(
    spoiled: Spoiled, people: str, code: str, key: str
) -> None:
    reading = read(spoiled(CONTACTS, people))
    found = [finding for finding in reading.findings if finding.code == code]
    assert f"maintenance.{key}" in [finding.key for finding in found]
    assert CANARY not in json.dumps(reading_as_json("publiccode.yml", reading))
    assert not any(CANARY in value for finding in reading.findings for value in finding.values.values())


def test_a_misspelt_key_of_a_contact_is_still_named(spoiled: Spoiled) -> None:
    finding = only(spoiled("      phone:", "      phon:"))
    assert (finding.code, finding.key, finding.fix) == (
        "UNKNOWN_KEY",
        "maintenance.contacts[0].phon",
        "phone",
    )
