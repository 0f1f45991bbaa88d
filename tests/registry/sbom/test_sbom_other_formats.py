from __future__ import annotations

import json
from typing import Any

import pytest

from registry.sbom import Relationship, Sbom, read
from tests.timing import best_seconds

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"


def read_json(document: dict[str, Any]) -> Sbom:
    return read(json.dumps(document).encode())


@pytest.fixture
def cyclone() -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": {
            "timestamp": "2026-03-01T08:00:00+08:00",
            "component": {"type": "application", "name": "lights", "bom-ref": "lights"},
        },
        "components": [
            {
                "type": "library",
                "name": "lamp",
                "version": "2",
                "bom-ref": "lamp",
                "purl": "pkg:pypi/lamp@2",
                "supplier": {"name": "Example"},
                "hashes": [{"alg": "SHA-256", "content": "A" * 64}],
                "licenses": [
                    {"license": {"id": "MIT"}},
                    {"expression": "ISC OR 0BSD"},
                    {"license": {"id": "Apache-2.0", "acknowledgement": "concluded"}},
                ],
                "components": [{"type": "file", "name": "bulb", "bom-ref": "bulb"}],
            }
        ],
        "dependencies": [{"ref": "lights", "dependsOn": ["lamp"]}, {"ref": "lamp"}],
    }


def test_cyclonedx_has_components_with_those_inside_others(cyclone: dict[str, Any]) -> None:
    sbom = read_json(cyclone)
    assert sbom.findings == ()
    assert (sbom.format, sbom.name, sbom.roots) == ("CycloneDX-1.6", "lights", ("lights",))
    assert [each.name for each in sbom.components] == ["lights", "lamp", "bulb"]
    lamp = sbom.components[1]
    assert (lamp.declared, lamp.concluded) == ("MIT AND (ISC OR 0BSD)", "Apache-2.0")
    assert (lamp.licence, lamp.supplier) == ("Apache-2.0", "Example")
    assert sbom.relationships == (Relationship("lights", "DEPENDS_ON", "lamp"),)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("serialNumber", "3e671687", "SERIAL"),
        ("version", 0, "WRONG_TYPE"),
        ("version", True, "WRONG_TYPE"),
        ("specVersion", "0.9", "VERSION"),
        ("dependencies", [{"ref": "gone"}], "ID_UNKNOWN"),
        ("dependencies", [{"ref": "lamp"}, {"ref": "lamp"}], "DUPLICATE_ID"),
        ("dependencies", [{"ref": "lamp", "dependsOn": ["gone"]}], "ID_UNKNOWN"),
        ("metadata", {"timestamp": "2026"}, "TIME"),
        ("components", [{"type": "library"}], "REQUIRED"),
        ("components", [{"type": "gadget", "name": "a"}], "TYPE"),
        ("components", [{"type": "file", "name": "a", "bom-ref": "lights"}], "DUPLICATE_ID"),
        ("components", [{"type": "file", "name": "a", "purl": "a"}], "LOCATOR"),
        (
            "components",
            [{"type": "file", "name": "a", "licenses": [{"license": {"id": "mit"}}]}],
            "LICENCE_UNKNOWN",
        ),
        ("components", [{"type": "file", "name": "a", "licenses": [{"expression": "MIT OR"}]}], "EXPRESSION"),
        ("components", [{"type": "file", "name": "a", "licenses": [{}]}], "LICENCE_CHOICE"),
        (
            "components",
            [{"type": "file", "name": "a", "hashes": [{"alg": "MD5", "content": "a"}]}],
            "CHECKSUM",
        ),
    ],
)
def test_what_is_wrong_in_cyclonedx_is_told(cyclone: dict[str, Any], key: str, value: Any, code: str) -> None:
    assert code in [each.code for each in read_json({**cyclone, key: value}).findings]


def test_cyclonedx_1_7_is_read_with_the_details_that_it_brought(cyclone: dict[str, Any]) -> None:
    cyclone["specVersion"] = "1.7"
    lamp = cyclone["components"][0]
    del lamp["version"]
    lamp |= {"isExternal": True, "versionRange": "vers:pypi/>=2"}
    lamp["hashes"] = [{"alg": "Streebog-256", "content": "a" * 64}]
    lamp["licenses"] = [{"expression": "ISC OR 0BSD", "expressionDetails": [{"licenseIdentifier": "ISC"}]}]
    sbom = read_json(cyclone)
    assert (sbom.format, sbom.components[1].licence, sbom.findings) == ("CycloneDX-1.7", "ISC OR 0BSD", ())


@pytest.mark.parametrize("more", [{"version": "2"}, {"isExternal": False}])
def test_a_range_of_versions_is_for_external_parts_without_a_version(
    cyclone: dict[str, Any], more: dict[str, Any]
) -> None:
    part = {"type": "library", "name": "lamp", "isExternal": True, "versionRange": "vers:pypi/>=2"}
    document = {**cyclone, "specVersion": "1.7", "dependencies": []}
    right = read_json({**document, "components": [part]})
    assert (right.components[1].version, right.findings) == ("vers:pypi/>=2", ())
    wrong = read_json({**document, "components": [{**part, **more}]})
    assert [each.code for each in wrong.findings] == ["VERSION_RANGE"]


@pytest.mark.parametrize("version", ["1.2", "1.3"])
def test_the_first_versions_as_json_need_a_version_of_each_part(
    cyclone: dict[str, Any], version: str
) -> None:
    cyclone |= {"specVersion": version, "dependencies": []}
    cyclone["metadata"]["component"]["version"] = "1"
    cyclone["components"] = [{"type": "library", "name": "lamp", "version": "2"}]
    sbom = read_json(cyclone)
    assert (sbom.format, sbom.findings) == (f"CycloneDX-{version}", ())
    del cyclone["components"][0]["version"]
    assert [(each.code, each.place) for each in read_json(cyclone).findings] == [
        ("REQUIRED", "components[0].version")
    ]


def test_checksums_that_came_later_are_refused_in_1_6(cyclone: dict[str, Any]) -> None:
    cyclone["components"][0]["hashes"] = [{"alg": "Streebog-512", "content": "a" * 128}]
    assert [each.code for each in read_json(cyclone).findings] == ["CHECKSUM_ALGORITHM"]


def test_types_that_came_later_are_refused_in_1_4(cyclone: dict[str, Any]) -> None:
    cyclone["specVersion"] = "1.4"
    cyclone["components"] = [{"type": "platform", "name": "a"}]
    del cyclone["dependencies"]
    assert [each.code for each in read_json(cyclone).findings] == ["TYPE"]


def test_a_licence_by_name_is_kept_as_it_stands(cyclone: dict[str, Any]) -> None:
    cyclone["components"][0]["licenses"] = [{"license": {"name": "Our own terms"}}]
    assert read_json(cyclone).components[1].licence == "Our own terms"


def test_components_nested_without_end_are_read_without_recursion(cyclone: dict[str, Any]) -> None:
    part: dict[str, Any] = {"type": "file", "name": "core"}
    for _ in range(200):
        part = {"type": "file", "name": "shell", "components": [part]}
    cyclone["components"] = [part]
    del cyclone["dependencies"]
    assert len(read_json(cyclone).components) == 202


def test_five_thousand_components_of_cyclonedx_take_under_a_second(cyclone: dict[str, Any]) -> None:
    lamp = cyclone["components"][0]
    cyclone["components"] = [{**lamp, "bom-ref": f"lamp-{n}", "components": []} for n in range(5000)]
    cyclone["dependencies"] = [{"ref": "lights", "dependsOn": [f"lamp-{n}" for n in range(5000)]}]
    data = json.dumps(cyclone).encode()
    sbom = read(data)
    assert best_seconds(lambda: read(data), tries=2) < 1
    assert (len(sbom.components), sbom.findings) == (5001, ())


@pytest.fixture
def three() -> dict[str, Any]:
    base = "https://example.org/spdx/"
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "type": "CreationInfo",
                "@id": "_:made",
                "specVersion": "3.0.1",
                "created": "2026-03-01T08:00:00Z",
                "createdBy": [f"{base}city"],
            },
            {
                "type": "Organization",
                "spdxId": f"{base}city",
                "name": "City of Example",
                "creationInfo": "_:made",
            },
            {
                "type": "SpdxDocument",
                "spdxId": f"{base}document",
                "name": "lights",
                "creationInfo": "_:made",
                "rootElement": [f"{base}lights"],
                "element": [f"{base}lights"],
            },
            {
                "type": "software_Package",
                "spdxId": f"{base}lights",
                "name": "lights",
                "creationInfo": "_:made",
                "software_packageVersion": "1.2",
                "software_packageUrl": "pkg:pypi/lights@1.2",
                "suppliedBy": f"{base}city",
                "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": "a" * 64}],
            },
            {
                "type": "simplelicensing_LicenseExpression",
                "spdxId": f"{base}licence",
                "creationInfo": "_:made",
                "simplelicensing_licenseExpression": "MIT OR ISC",
            },
            {
                "type": "Relationship",
                "spdxId": f"{base}declared",
                "creationInfo": "_:made",
                "from": f"{base}lights",
                "relationshipType": "hasDeclaredLicense",
                "to": [f"{base}licence"],
            },
            {
                "type": "Relationship",
                "spdxId": f"{base}concluded",
                "creationInfo": "_:made",
                "from": f"{base}lights",
                "relationshipType": "hasConcludedLicense",
                "to": ["https://spdx.org/licenses/ISC"],
            },
        ],
    }


def test_spdx_3_has_packages_with_licences_told_by_relationships(three: dict[str, Any]) -> None:
    sbom = read_json(three)
    assert sbom.findings == ()
    assert (sbom.format, sbom.name, sbom.created) == ("SPDX-3.0", "lights", "2026-03-01T08:00:00Z")
    lights = sbom.components[0]
    assert (lights.version, lights.purl, lights.supplier) == ("1.2", "pkg:pypi/lights@1.2", "City of Example")
    assert (lights.declared, lights.concluded) == ("MIT OR ISC", "ISC")
    assert sbom.roots == (lights.id,)
    assert sbom.relationships == ()


def test_sets_of_licences_become_expressions(three: dict[str, Any]) -> None:
    three["@graph"][4] = {
        "type": "expandedlicensing_ConjunctiveLicenseSet",
        "spdxId": "https://example.org/spdx/licence",
        "creationInfo": "_:made",
        "expandedlicensing_member": ["https://spdx.org/licenses/MIT", "https://spdx.org/licenses/Zlib"],
    }
    assert read_json(three).components[0].declared == "MIT AND Zlib"


@pytest.mark.parametrize(
    ("number", "key", "value", "code"),
    [
        (0, "specVersion", "2.3", "VERSION"),
        (0, "created", "today", "TIME"),
        (0, "createdBy", [], "REQUIRED"),
        (1, "spdxId", "https://example.org/spdx/lights", "DUPLICATE_ID"),
        (1, "spdxId", "city", "ID"),
        (2, "rootElement", ["https://example.org/gone"], "ID_UNKNOWN"),
        (3, "creationInfo", None, "REQUIRED"),
        (3, "suppliedBy", "https://example.org/gone", "ID_UNKNOWN"),
        (3, "name", None, "REQUIRED"),
        (3, "software_packageUrl", "x", "LOCATOR"),
        (4, "simplelicensing_licenseExpression", "MIT AND", "EXPRESSION"),
        (5, "relationshipType", "likes", "RELATIONSHIP"),
        (5, "to", [], "REQUIRED"),
        (2, "type", "Organization", "ONE_DOCUMENT"),
    ],
)
def test_what_is_wrong_in_spdx_3_is_told(
    three: dict[str, Any], number: int, key: str, value: Any, code: str
) -> None:
    three["@graph"][number][key] = value
    assert code in [each.code for each in read_json(three).findings]
