from __future__ import annotations

import pytest

from registry.licences import expressions, spdx


def test_ids_are_found_whatever_their_case() -> None:
    found = spdx.licence("apache-2.0")
    assert found is not None
    assert (found.id, found.osi_approved, found.fsf_libre) == ("Apache-2.0", True, True)


def test_a_letter_that_only_looks_like_ascii_names_no_licence() -> None:
    assert spdx.licence("\N{KELVIN SIGN}astrup") is None
    assert spdx.licence("Kastrup") is not None


def test_what_the_list_does_not_say_about_the_fsf_is_unknown() -> None:
    found = spdx.licence("MIT-0")
    assert found is not None
    assert found.fsf_libre is None


def test_exceptions_are_no_licences() -> None:
    assert spdx.licence("Classpath-exception-2.0") is None
    found = spdx.exception("classpath-EXCEPTION-2.0")
    assert found is not None
    assert found.id == "Classpath-exception-2.0"


def test_every_licence_in_force_has_a_text() -> None:
    without = {entry.id for entry in spdx.licences().values() if entry.id not in spdx.texts()}
    assert without == {entry.id for entry in spdx.licences().values() if entry.deprecated}


def test_every_deprecated_licence_but_one_has_a_valid_replacement() -> None:
    without = set()
    for entry in spdx.licences().values():
        if entry.deprecated:
            replacement = spdx.replacement(entry.id)
            if replacement is None:
                without.add(entry.id)
            else:
                assert expressions.read(replacement).warnings == ()
    assert without == {"Net-SNMP"}


def test_every_open_content_licence_is_on_the_list() -> None:
    assert set(spdx.licences()) >= spdx.OPEN_CONTENT


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("MIT", True),
        ("OGDL-Taiwan-1.0", True),
        ("CC-BY-4.0", True),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-ND-4.0", False),
        ("BUSL-1.1", False),
        ("SSPL-1.0", False),
        ("No-Such-Licence", False),
    ],
)
def test_open_means_recognised_by_osi_fsf_or_the_open_definition(identifier: str, expected: bool) -> None:  # noqa: FBT001 - a parametrised value
    assert spdx.is_open(identifier) is expected
