"""The form for a publiccode.yml shows what a document says, and lays what is typed over it without losing the rest."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages import sheets
from registry.publiccode import read, write

WORDS = st.text("ab 潮.", min_size=1, max_size=8).map(str.strip).filter(bool)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "name": WORDS,
        "platforms": st.lists(WORDS, min_size=1, max_size=3),
        "roadmap": WORDS,
        "localisation": st.fixed_dictionaries({"localisationReady": st.booleans()}),
        "organisation": st.fixed_dictionaries({"uri": WORDS}),
        "description": st.dictionaries(
            st.sampled_from(["en", "zh-Hant", "nl"]),
            st.fixed_dictionaries({"shortDescription": WORDS}),
            min_size=1,
        ),
        "maintenance": st.fixed_dictionaries(
            {
                "contacts": st.lists(
                    st.fixed_dictionaries({"name": WORDS, "phone": WORDS}), min_size=1, max_size=3
                )
            }
        ),
    },
)


@given(DOCUMENTS)
def test_a_form_that_is_sent_back_as_it_was_shown_changes_nothing(document: dict[str, Any]) -> None:
    values = sheets.shown(document)
    assert sheets.filled(document, values.__getitem__) == document


def test_what_is_emptied_goes_and_what_is_not_asked_for_stays() -> None:
    base = {"name": "Tidal", "roadmap": "https://example.org/", "usedBy": ["A"]}
    typed = {**sheets.shown(base), "usedBy": "", "name": "Ebb"}
    assert sheets.filled(base, typed.__getitem__) == {"name": "Ebb", "roadmap": "https://example.org/"}


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("description[en].features[0]", "description.en.features"),
        ("maintenance.contacts", "maintenance.contacts.0.name"),
        ("maintenance.contacts[1].email", "maintenance.contacts.1.email"),
        ("legal.license", "legal.license"),
        ("organisation.uri", "organisation.uri"),
        ("description", "description.en.shortDescription"),
        ("dependsOn.open[0].name", None),
    ],
)
def test_a_finding_is_shown_at_its_control(key: str, name: str | None) -> None:
    assert sheets.anchor(key) == name


def test_every_field_has_a_key_of_the_standard() -> None:
    document = sheets.filled({}, lambda _: "x")
    assert "UNKNOWN_KEY" not in {finding.code for finding in read(write(document)).findings}
