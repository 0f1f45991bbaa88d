from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from registry.sbom import Relationship, read
from registry.sbom.writing import Entry, Need, document, spdx

MADE = datetime(2026, 3, 1, 8, tzinfo=UTC)


def entry(**told: object) -> Entry:
    given = {
        "name": "Lights",
        "url": "https://example.org/lights",
        "namespace": "https://example.org/s/1",
        **told,
    }
    return Entry(created=MADE, **given)  # type: ignore[arg-type]  # what the tests hand in


def test_an_entry_says_what_it_is_and_what_it_needs() -> None:
    needs = (Need("PostgreSQL", "15"), Need("Redis", optional=True))
    sbom = read(spdx(entry(version="1.2", declared="mit", concluded="MIT", needs=needs)).encode())
    assert sbom.findings == ()
    assert [(each.name, each.version, each.licence) for each in sbom.components] == [
        ("Lights", "1.2", "MIT"),
        ("PostgreSQL", "15", None),
        ("Redis", None, None),
    ]
    assert sbom.relationships == (
        Relationship("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-Software"),
        Relationship("SPDXRef-Software", "DEPENDS_ON", "SPDXRef-Needed-1"),
        Relationship("SPDXRef-Needed-2", "OPTIONAL_DEPENDENCY_OF", "SPDXRef-Software"),
    )


def test_a_declaration_that_is_no_expression_is_a_comment_and_no_licence() -> None:
    written = spdx(entry(declared="GPL v3"))
    assert '"licenseComments": "Declared as: GPL v3"' in written
    assert read(written.encode()).components[0].licence is None


@settings(deadline=None, max_examples=50)
@given(
    st.builds(
        entry,
        name=st.text(min_size=1).filter(str.strip),
        url=st.text(),
        version=st.none() | st.text(),
        homepage=st.text(),
        publisher=st.text(),
        copyright=st.text(),
        declared=st.text(),
        concluded=st.sampled_from([None, "MIT", "LicenseRef-x", "GPL-2.0+", "MIT OR ISC", "x y"]),
    )
)
def test_whatever_an_entry_says_what_is_written_is_valid(told: Entry) -> None:
    assert read(spdx(told).encode()).findings == ()
    assert validate_full_spdx_document(document(told)) == []
