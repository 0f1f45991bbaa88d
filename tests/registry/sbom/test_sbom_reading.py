from __future__ import annotations

import json
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.licences.normalise import words_in
from registry.sbom import read
from registry.sbom.messages import FINDINGS, finding_as_json, message
from registry.sbom.model import Finding
from registry.sbom.values import MOST_FINDINGS
from tests.timing import best_seconds

HOSTILE = {
    "TOO_LARGE": b"{" + b" " * (32 * 1024 * 1024),
    "TOO_DEEP": b'{"spdxVersion":' + b"[" * 100_000,
    "NOT_TEXT": b"\xff\xfe\x00",
    "NO_SBOM": b'{"a": 1}',
    "XML": b"<rdf:RDF/>",
    "NOT_PARSED": b"{",
    "ALIAS": b"spdxVersion: SPDX-2.3\na: &a [x]\nb: [*a, *a]\n",
}


@pytest.mark.parametrize(("code", "data"), HOSTILE.items())
def test_hostile_files_are_refused_with_their_reason_and_at_once(code: str, data: bytes) -> None:
    sbom = read(data)
    assert best_seconds(lambda: read(data), tries=2) < 0.5
    assert (sbom.format, sbom.components, [each.code for each in sbom.findings]) == (None, (), [code])


@pytest.mark.parametrize(
    "data",
    [
        b"spdxVersion: SPDX-2.3\na: " + b"[" * 50_000,
        b"spdxVersion: SPDX-2.3\n" + b"- " * 50_000,
        b"spdxVersion: SPDX-2.3\n" + b"? " * 50_000,
        b"SPDXVersion: SPDX-2.3\nDocumentComment: <text>never closed",
        b"SPDXVersion: SPDX-2.3\nRelationship: a",
        b'{"spdxVersion": ' + b"9" * 5000 + b"}",
        b"",
        b"\0",
    ],
)
def test_broken_files_are_no_bills_of_materials(data: bytes) -> None:
    sbom = read(data)
    assert sbom.format is None
    assert len(sbom.findings) == 1


def test_a_file_that_is_wrong_everywhere_has_no_endless_list_of_findings() -> None:
    document = {"spdxVersion": "SPDX-2.3", "packages": [{} for _ in range(10_000)]}
    assert len(read(json.dumps(document).encode()).findings) == MOST_FINDINGS


def test_every_message_exists_in_both_languages() -> None:
    for code, texts in FINDINGS.items():
        assert set(texts) == {"en", "zh-Hant"}, code
    assert message(Finding("REQUIRED", "name"), "zh-Hant") == "此欄位為必填。"
    assert finding_as_json(Finding("URL", "homepage", "x"))["message"]["en"] == "“x” is no web address."


KEYS = st.sampled_from(
    sorted(
        words_in(
            "spdxVersion packages files snippets relationships annotations SPDXID name licenseDeclared checksums"
            " externalRefs bomFormat specVersion components licenses license expression bom-ref dependencies ref"
            " dependsOn metadata @context @graph type spdxId from to relationshipType creationInfo created creators"
            " ranges startPointer"
        )
    )
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(string.printable, max_size=8),
    st.sampled_from(
        [
            "SPDX-2.3",
            "1.6",
            "CycloneDX",
            "MIT",
            "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
            "Relationship",
        ]
    ),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(KEYS, VALUES, max_size=8),
    st.sampled_from(
        [
            {"spdxVersion": "SPDX-2.3"},
            {"bomFormat": "CycloneDX", "specVersion": "1.6"},
            {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"},
        ]
    ),
)
def test_no_object_whatever_makes_reading_fail(document: dict[str, Any], head: dict[str, Any]) -> None:
    sbom = read(json.dumps({**document, **head}).encode())
    assert sbom.ok is not bool(sbom.findings)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_reading_fail(data: bytes) -> None:
    for head in (b"", b"SPDXVersion: SPDX-2.3\n", b"spdxVersion: SPDX-2.3\n"):
        assert not read(head + data).ok
