"""A draft takes what a repository shows, says where from, and invents nothing."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.drafts import repository
from registry.drafts.model import (
    DESCRIPTIONS,
    Draft,
    Origin,
    OriginKind,
    Release,
    Shown,
    draft,
    newest_release,
)
from registry.drafts.readmes import title
from registry.drafts.translations import languages
from registry.forges import repository as forges
from registry.forges.model import ForgeAnswer
from registry.health import ReleaseFact
from registry.observations import service as observations
from registry.software import repository as softwares
from registry.software import service
from store.actor import Actor
from store.database import Connection
from tests.registry.software.looks import FILE, MIT_TEXT, URL, seen

OFFICER = Actor(name="an officer", is_officer=True)


def begun(texts: dict[str, str] | None = None, **known: object) -> Draft:
    return draft(Shown(URL, texts=texts or {}, **known))  # type: ignore[arg-type]  # the tests name its fields


def test_a_repository_that_shows_nothing_gives_its_address_and_the_name_in_it() -> None:
    found = begun()
    assert found.document == {"name": "river-watch", "url": URL}
    assert set(found.origins.values()) == {Origin(OriginKind.ADDRESS)}


def test_its_own_description_goes_before_everything_else() -> None:
    found = begun({"publiccode.yml": FILE, "LICENSE": MIT_TEXT, "README.md": "# Another name"})
    assert found.document["name"] == "River Watch"
    assert found.origins["name"] == Origin(OriginKind.FILE, "publiccode.yml")
    assert found.origins["legal.license"] == Origin(OriginKind.FILE, "publiccode.yml")


def test_what_its_file_leaves_out_comes_from_elsewhere() -> None:
    found = begun({"publiccode.yml": FILE}, release=Release("1.2", date(2026, 1, 31)))
    assert (found.document["softwareVersion"], found.document["releaseDate"]) == ("1.2", "2026-01-31")
    assert found.origins["releaseDate"] == Origin(OriginKind.RELEASES)


def test_the_licence_is_that_of_its_files_and_a_manifest_only_says_what_no_file_does() -> None:
    manifest = '{"license": "Apache-2.0"}'
    found = begun({"LICENSE": MIT_TEXT, "package.json": manifest})
    assert (found.document["legal"], found.licence) == ({"license": "MIT"}, ("MIT", "LICENSE"))
    assert begun({"package.json": manifest}).document["legal"] == {"license": "Apache-2.0"}


def test_a_declaration_that_its_files_contradict_stands_beside_what_they_say() -> None:
    found = begun({"publiccode.yml": FILE.replace("MIT", "EUPL-1.2"), "LICENSE": MIT_TEXT})
    assert (found.document["legal"]["license"], found.licence) == ("EUPL-1.2", ("MIT", "LICENSE"))


def test_a_licence_that_nobody_can_name_is_left_out() -> None:
    assert "legal" not in begun({"LICENSE": "Do what you please, but ask first."}).document


def test_a_file_that_cannot_be_read_is_told_and_says_nothing() -> None:
    found = begun({"publiccode.yml": "a: [", "codemeta.json": "{"})
    assert found.unread == ["publiccode.yml", "codemeta.json"]
    assert set(found.document) == {"name", "url"}


def test_one_line_begins_no_second_language() -> None:
    found = begun({"publiccode.yml": FILE}, description="河川水位")
    assert set(found.document["description"]) == {"en"}


@pytest.mark.parametrize(("line", "tag"), [("Shows rivers", "en"), ("顯示河川水位", "zh-Hant")])
def test_the_line_of_the_forge_is_a_short_description(line: str, tag: str) -> None:
    assert begun(description=line).document["description"] == {tag: {"shortDescription": line}}
    assert "description" not in begun(description=line * 60).document


def test_people_are_never_guessed() -> None:
    manifest = '{"name": "x", "author": {"name": "Demo Person", "email": "demo.person@example.org"}}'
    assert "maintenance" not in begun({"package.json": manifest}).document


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# Tidal\n", "Tidal"),
        ("[![b](x)](y)\n\n# [Tidal](u) :wave:\n", "Tidal"),
        ("Tidal\n=====\n", "Tidal"),
        ("<h1 align='center'>Ti<b>dal</b> &amp; co</h1>", "Tidal & co"),
        ("## Installing\n", None),
        ("# " + "word " * 30, None),
        ("", None),
    ],
)
def test_a_readme_names_the_software_in_its_first_heading(text: str, name: str | None) -> None:
    assert title(text) == name


def test_files_with_translations_tell_the_languages() -> None:
    paths = ["src/locales/zh-TW.json", "locale/de/LC_MESSAGES/django.po", "config/locales/devise.pt_BR.yml"]
    assert languages(paths) == ["de", "pt-BR", "zh-TW"]
    assert languages(["lang/ts/index.ts", "i18n/api.json", "node_modules/x/locales/fr.json"]) == ()


def test_the_newest_release_is_no_preview() -> None:
    releases = [
        {"tag": "v2.0-rc1", "published_at": "2026-03-01T00:00:00+00:00", "prerelease": True},
        {"tag": "v1.4", "published_at": "2026-01-31T00:00:00+00:00", "prerelease": False},
        {"tag": "v1.3", "published_at": None, "prerelease": False},
    ]
    assert newest_release(releases, []) == Release("1.4", date(2026, 1, 31))
    tags = [{"name": "v1.0.0", "date": None}, {"name": "nightly", "date": "2026-01-31T00:00:00+00:00"}]
    assert newest_release([], tags) == Release("1.0.0", None)
    assert newest_release([], []) is None


@given(st.dictionaries(st.sampled_from([*DESCRIPTIONS, "README.md", "LICENSE", "package.json"]), st.text()))
def test_no_text_breaks_a_draft(texts: dict[str, str]) -> None:
    found = begun(texts)
    assert set(found.origins) >= {"url"}


async def test_what_the_last_look_saw_of_a_known_repository_is_taken(tx: Connection) -> None:
    software = await service.register(tx, OFFICER, URL, observe=False)
    [held] = await softwares.repositories_of(tx, software.id)
    look = seen(
        {"README.md": "# River Watch"},
        description="Shows rivers",
        releases=(ReleaseFact("v1.0", datetime(2026, 1, 31, tzinfo=UTC), is_prerelease=False),),
    )
    await observations.record(tx, held.id, look)
    facts = {"text": "# River Watch", "is_exact": True, "sha": None}
    await forges.save_answers(tx, held.id, {"contents/README.md?ref=main": ForgeAnswer(None, facts)})
    shown = await repository.shown(tx, f"{URL}.git")
    assert shown is not None
    assert (shown.description, shown.texts) == ("Shows rivers", {"README.md": "# River Watch"})
    assert shown.release == Release("1.0", date(2026, 1, 31))


async def test_a_repository_that_the_catalogue_does_not_know_has_nothing_stored(tx: Connection) -> None:
    assert await repository.shown(tx, URL) is None
    assert await repository.shown(tx, "no address") is None
