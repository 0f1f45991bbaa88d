"""The demo's files: facts as they are, words of our own, both languages, nothing of a real person."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.observations import read_all
from demo.records import DATA, people, read, sections
from registry.concepts import CONCEPTS, max_level, recognise
from registry.publiccode import Severity, summarise
from registry.publiccode import read as read_publiccode

LONGEST_COPY = 30  # characters; a run that long is a sentence copied, not a name
SHORT_DESCRIPTION = 150  # graphemes, publiccode.yml's limit
FROZEN = "6d1116c76a630d5c848f3479a1b6e97eae8c83e3f52cbb27d367c91bb7523ba1"
CATALOGUE = sorted((DATA / "catalogue").glob("*.yml"))

#: What each concept is called in the manifests and READMEs of the four sandbox repositories.
SHOWN_AS = {
    "vue": '"vue"',
    "tailwind-css": '"tailwindcss"',
    "openlayers": '"ol"',
    "airtable": '"airtable"',
    "php": '"php"',
    "laravel": '"laravel/framework"',
    "mysql": "MySQL",
    "quasar": '"quasar"',
    "firebase": '"firebase"',
    "nodejs": "nodemon app.js",
    "express": '"express"',
    "mongodb": '"mongodb"',
    "line-platform": '"line-notify-nodejs"',
}


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text in several languages below a value."""
    if isinstance(value, dict):
        if "en" in value or "zh-Hant" in value:
            yield value
        else:
            for each in value.values():
                yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def plain(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only texts


def copied_run(ours: str, theirs: str) -> str | None:
    """A run of at least thirty characters that both have."""
    for start in range(len(ours) - LONGEST_COPY + 1):
        if ours[start : start + LONGEST_COPY] in theirs:
            return ours[start : start + LONGEST_COPY]
    return None


FILES = (
    "organisations",
    "programmes",
    "challenges",
    "teams",
    "example/teams",
    "example/rounds",
    "example/modes",
)


@pytest.mark.parametrize("name", FILES)
def test_every_text_stands_in_both_languages(name: str) -> None:
    found = list(texts(read(name)))
    assert found
    for each in found:
        assert each.keys() == {"en", "zh-Hant"}
        assert all(text.strip() for text in each.values())


@pytest.mark.parametrize("name", FILES)
def test_the_chinese_is_chinese_and_the_english_has_none_of_it(name: str) -> None:
    for each in texts(read(name)):
        assert re.search(r"[\u4e00-\u9fff]", each["zh-Hant"])
        assert not re.search(r"[\u3400-\u9fff]", each["en"])


def test_there_are_twenty_two_entries_five_programmes_and_eight_challenges() -> None:
    counts = len(CATALOGUE), len(list(sections("programmes"))), len(list(sections("challenges")))
    assert counts == (22, 5, 8)


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_an_entry_is_described_in_both_languages_within_the_standards_limit(path: Path) -> None:
    entry = summarise(read_publiccode(path.read_bytes()))
    for each in (entry.names, entry.short_descriptions, entry.features):
        assert each.keys() == {"en", "zh-Hant"}
    assert all(len(text) <= SHORT_DESCRIPTION for text in entry.short_descriptions.values())
    assert len({len(each) for each in entry.features.values()}) == 1


def test_seventeen_entries_declare_a_licence_that_is_no_expression() -> None:
    wrong = [
        finding.values
        for path in CATALOGUE
        for finding in read_publiccode(path.read_bytes()).findings
        if finding.code == "NOT_AN_EXPRESSION" and finding.severity is Severity.ERROR
    ]
    assert len(wrong) == 17


def test_every_owner_of_an_entry_is_a_known_organisation() -> None:
    known = {owner for _, facts in sections("organisations") for owner in facts.get("repo_owners", [])}
    assert {plain(path)["legal"]["repoOwner"] for path in CATALOGUE} == known


def test_needs_and_skills_are_concepts_at_levels_they_have() -> None:
    asked = [need for _, facts in sections("challenges") for need in facts["needs"]]
    asked += [need for facts in read("example/rounds")["challenges"].values() for need in facts["needs"]]
    asked += [skill for _, facts in sections("example/teams") for skill in facts["skills"]]
    assert asked
    for each in asked:
        assert 1 <= each["level"] <= max_level(each["concept"])


def test_whoever_signs_in_is_invented() -> None:
    assert len(people()) == 17
    for facts in people().values():
        assert facts["email"].endswith("@example.org")
        assert facts["name"].startswith("Demo ")
        assert "示範" in facts["name"]


def test_there_is_somebody_for_every_role() -> None:
    roles = {grant[0] for facts in people().values() for grant in facts.get("grants", [])}
    assert roles == {"officer", "owner", "reviewer", "agency"}


def test_real_teams_without_public_repositories_have_no_skills() -> None:
    without = {name for name, facts in sections("teams") if "shown" not in facts}
    assert without == {"zaomiao", "jiantan-manshi"}


def test_example_teams_stay_as_they_were_before_fit_was_run() -> None:
    frozen = hashlib.sha256((DATA / "example" / "teams.toml").read_bytes()).hexdigest()
    assert frozen == FROZEN


def test_observations_carry_figures_only() -> None:
    for each in read_all():
        assert dict(each.observation.texts) == {}
        people_seen = {commit.author for commit in each.observation.commits if not commit.is_bot}
        assert all(re.fullmatch(r"person-\d+", author) for author in people_seen)


def test_observations_say_what_they_do_not_know() -> None:
    for each in read_all():
        assert each.observation.stars is None
        assert not each.observation.knows("stars")


def test_six_of_ten_observations_are_of_repositories_that_the_catalogue_lists() -> None:
    listed = {plain(path)["url"]: path.stem for path in CATALOGUE}
    attached = {each.observation.url: each.entry for each in read_all() if each.entry is not None}
    assert len(read_all()) == 10
    assert attached == {url: listed[url] for url in attached}
    assert len(attached) == 6


def test_the_upstream_of_a_copy_is_not_taken_for_the_copy() -> None:
    upstream = next(each for each in read_all() if each.observation.full_name == "italia/publiccode-editor")
    assert upstream.entry is None


def test_all_demo_data_is_small() -> None:
    size = sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file())
    assert size < 500_000  # nine tenths are the dates of ten whole histories


@pytest.mark.shared
@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_every_licence_string_is_the_original(path: Path, shared: Path) -> None:
    ours, theirs = plain(path), plain(shared / "code-gov-tw" / path.name)
    assert ours["legal"] == theirs["legal"]


@pytest.mark.shared
@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_the_other_facts_are_the_originals(path: Path, shared: Path) -> None:
    ours, theirs = plain(path), plain(shared / "code-gov-tw" / path.name)
    restated = {"description", "maintenance", "usedBy", "tw"}
    assert {key: value for key, value in ours.items() if key not in restated} == {
        key: value for key, value in theirs.items() if key not in restated
    }
    assert ours["maintenance"]["type"] == theirs["maintenance"]["type"]
    localised = "localisedName"
    assert ours["description"]["zh-Hant"][localised] == theirs["description"]["zh-Hant"][localised]
    for key in ("createdDate", "accessibilityConformance", "techStacks"):
        wanted = theirs["tw"].get(key)
        assert ours["tw"].get(key) == (None if wanted == "null" else wanted)


@pytest.mark.shared
@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_what_is_wrong_with_an_entry_is_wrong_with_ours_except_its_length(path: Path, shared: Path) -> None:
    """Our descriptions are shorter than the limit that some of the originals pass."""
    ours = read_publiccode(path.read_bytes())
    theirs = read_publiccode((shared / "code-gov-tw" / path.name).read_bytes())
    assert [finding.code for finding in ours.findings if finding.key == "legal.license"] == [
        finding.code for finding in theirs.findings if finding.key == "legal.license"
    ]
    codes = {finding.code for finding in theirs.findings} - {"TOO_LONG"}
    assert {finding.code for finding in ours.findings} == codes


@pytest.mark.shared
@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_no_sentence_of_an_entry_is_copied(path: Path, shared: Path) -> None:
    ours = summarise(read_publiccode(path.read_bytes()))
    theirs = (shared / "code-gov-tw" / path.name).read_text(encoding="utf-8")
    for text in (
        *ours.short_descriptions.values(),
        *(each for many in ours.features.values() for each in many),
    ):
        assert copied_run(text, theirs) is None


@pytest.mark.shared
def test_no_sentence_of_a_report_is_copied(shared: Path) -> None:
    theirs = (shared / "challenges.json").read_text(encoding="utf-8")
    names = {facts["title"]["en"] for _, facts in sections("challenges")}
    names |= {facts["name"]["en"] for room in ("organisations", "programmes") for _, facts in sections(room)}
    for name in ("programmes", "challenges"):
        for each in texts(read(name)):
            for text in set(each.values()) - names:
                assert copied_run(text, theirs) is None


@pytest.mark.shared
def test_challenges_say_what_the_reports_say(shared: Path) -> None:
    reported = yaml.safe_load((shared / "challenges.json").read_text(encoding="utf-8"))
    ours = dict(sections("challenges"))
    assert {each["id"] for each in reported["challenges"]} == ours.keys()
    for theirs in reported["challenges"]:
        mine = ours[theirs["id"]]
        assert mine["title"] == theirs["title"]
        assert mine["data_class"] == theirs["data"].upper()
        assert mine.get("delivers", []) == theirs["software"]
        assert ("outcome" in mine) == (theirs["outcome"] is not None)
        needed = [need["concept"] for need in mine["needs"]]
        assert all(set(recognise(need)) & set(needed) for need in theirs["needs"])
        assert len(needed) == len(theirs["needs"])


@pytest.mark.shared
def test_programmes_have_the_modes_that_are_reported(shared: Path) -> None:
    reported = yaml.safe_load((shared / "challenges.json").read_text(encoding="utf-8"))
    modes = {each["id"]: (each["mode"], each["name"]) for each in reported["programmes"]}
    assert {name: (facts["mode"], facts["name"]) for name, facts in sections("programmes")} == modes


@pytest.mark.shared
def test_real_teams_have_only_skills_that_their_repositories_show(shared: Path) -> None:
    from tests.github_double.recording import read_folder  # noqa: PLC0415 - only where recordings are present

    for _, facts in sections("teams"):
        for shown in facts.get("shown", []):
            folder = shared / "github" / shown["url"].removeprefix("https://github.com/")
            content = read_folder(folder).files[shown["evidence"]].decode()
            for concept in shown["concepts"]:
                assert concept in CONCEPTS
                assert SHOWN_AS[concept] in content


@pytest.mark.shared
def test_observations_are_what_restating_gives(shared: Path, tmp_path: Path) -> None:
    from demo.restate import restate  # noqa: PLC0415 - only where recordings are present

    restate(shared / "github", tmp_path)
    again = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.json")}
    kept = {path.name: path.read_text(encoding="utf-8") for path in (DATA / "observations").glob("*.json")}
    assert again == kept
