"""Each of the 22 entries of Taiwan's catalogue shows its verdict, every piece of evidence, and what to do next."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from api.pages.environment import text_of
from api.pages.labels import LABELS
from api.pages.languages import LANGUAGES
from registry.licences.next_steps import NEXT_STEPS
from registry.publiccode import read
from registry.software.addresses import repository_address

ENTRIES = 22
PLACE = re.compile(r"\{\w+\}")
ASKED = """{
  catalogue(first: 100) {
    nodes { slug url declaredLicence verdict nextStep evidence { kind source statement expression observedAt } }
  }
}"""


def real(shared: Path) -> Mapping[str, str]:
    """Address and declared licence of each entry, as Taiwan's catalogue has them."""
    documents = [read(file.read_bytes()).document for file in (shared / "code-gov-tw").glob("*.yml")]
    return {repository_address(each["url"]) or "": each["legal"]["license"] for each in documents}


@pytest.fixture
async def entries(reader: AsyncClient, shared: Path) -> Sequence[Mapping[str, Any]]:
    answer = await reader.post("/graphql", json={"query": ASKED}, headers={"Accept": "application/json"})
    nodes = answer.json()["data"]["catalogue"]["nodes"]
    licences = real(shared)
    found = [each for each in nodes if each["url"] in licences]
    assert {each["url"]: each["declaredLicence"] for each in found} == licences
    return found


def licence_of(page: str) -> str:
    """The words of the section about the licence."""
    section = page[page.index('id="licence"') :]
    words = re.sub(r"<[^>]+>", " ", section[: section.index("</section>")])
    return re.sub(r"\s+", " ", html.unescape(words))


@pytest.mark.shared
@pytest.mark.parametrize("tag", LANGUAGES)
async def test_every_real_entry_says_what_its_verdict_rests_on_and_what_to_do(
    reader: AsyncClient, entries: Sequence[Mapping[str, Any]], tag: str
) -> None:
    language = LANGUAGES[tag]
    assert len(entries) == ENTRIES
    for entry in entries:
        slug = entry["slug"]
        shown = licence_of((await reader.get(f"/{tag}/catalogue/{slug}")).text)
        assert text_of(language, LABELS["verdict"][entry["verdict"]]) in shown, slug
        for part in PLACE.split(NEXT_STEPS[entry["nextStep"]][tag]):
            assert part.strip() in shown, slug
        assert entry["evidence"], slug
        for piece in entry["evidence"]:
            assert text_of(language, LABELS["licence-evidence"][piece["kind"]]) in shown, slug
            assert piece["kind"] == "NO_FILE" or piece["source"] in shown, slug
            assert piece["expression"] is None or piece["expression"] in shown, slug
            assert piece["observedAt"], slug
        assert entry["declaredLicence"].strip("「」") in shown, slug


@pytest.mark.shared
async def test_the_seventeen_licences_that_no_tool_understands_are_told_with_what_was_meant(
    entries: Sequence[Mapping[str, Any]],
) -> None:
    steps = {
        each["declaredLicence"]: each["nextStep"]
        for each in entries
        if each["declaredLicence"] not in {"MIT", "Apache-2.0", "CC0-1.0"}
    }
    assert steps["GPL v3"] == steps["AGPL-3"] == steps["AGPL-3.0"] == "SAY_ONLY_OR_LATER_THEN_LOOK"
    assert steps["LGPL-3.0、MPL-2.0"] == "SAY_AND_OR_OR_THEN_LOOK"
    assert steps["CC0 v1.0"] == "WRITE_EXPRESSION_THEN_LOOK"
    assert steps["除另有標示外，內容以創用 CC BY 4.0 授權條款釋出。"] == "STATE_CODE_LICENCE"
    assert set(steps.values()) <= set(NEXT_STEPS) - {"NOTHING_TO_DO", "LOOK_AT_FILES", "DECLARE_READABLY"}
