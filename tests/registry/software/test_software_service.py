from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from registry.health import HealthBand
from registry.licences import EvidenceKind, VerdictKind
from registry.publiccode import PublicCode, Unreadable
from registry.software import repository, service
from registry.software.model import Software
from store.actor import Actor
from store.database import Connection, Database
from store.refusal import Refused
from tests.registry.software.looks import ENTRY, URL

OFFICER = Actor(name="an officer", is_officer=True)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert [problem.code for problem in caught.value.problems] == [code]


async def organisation(tx: Connection, name: str = "臺中市政府") -> UUID:
    organisation_id: UUID = await tx.fetchval(
        "insert into organisation (slug, name, kind) values ($1, $2, 'LOCAL_GOVERNMENT') returning id",
        f"o-{uuid4().hex}",
        {"zh-Hant": name},
    )
    return organisation_id


async def registered(tx: Connection, **given: object) -> tuple[Software, UUID]:
    software = await service.register(tx, OFFICER, URL, **given)  # type: ignore[arg-type]  # named as in the service
    [held] = await repository.repositories_of(tx, software.id)
    return software, held.id


async def nothing_was_written(tx: Connection) -> bool:
    return bool(
        await tx.fetchval(
            """
            select not exists (select from software) and not exists (select from repository)
                and not exists (select from audit_event) and not exists (select from outbox)
                and not exists (select from job)
            """
        )
    )


async def test_an_address_alone_is_enough_to_begin_an_entry(tx: Connection) -> None:
    software, _ = await registered(tx)
    assert (software.slug, software.name, software.url) == ("river-watch", "river-watch", URL)
    assert (software.health_band, software.health_score) == (HealthBand.NOT_OBSERVED, None)
    assert (software.verdict.kind, software.licence) == (VerdictKind.UNKNOWN, None)
    assert await repository.find(tx, software.id) == software


async def test_a_look_is_queued_at_once_because_somebody_waits(tx: Connection) -> None:
    _, repository_id = await registered(tx)
    assert await tx.fetchval("select subject_id from job where queue = 'observe'") == repository_id
    assert await tx.fetchval("select priority from pgqueuer") == 10


async def test_a_catalogue_read_offline_queues_nothing(tx: Connection) -> None:
    await registered(tx, observe=False)
    assert await tx.fetchval("select count(*) from job") == 0


async def test_the_same_repository_written_otherwise_is_the_same_entry(tx: Connection) -> None:
    software, _ = await registered(tx)
    again = await service.register(tx, OFFICER, "http://www.github.com/Example/River-Watch.git/")
    assert again.id == software.id
    assert await tx.fetchval("select count(*) from repository") == 1


async def test_two_at_once_make_one_entry(database: Database) -> None:
    async with database.transaction() as tx:
        first = await service.register(tx, OFFICER, URL)
    async with database.transaction() as tx:
        second = await service.register(tx, OFFICER, URL.upper().replace("HTTPS", "https"))
    assert second == replace(first, updated_at=second.updated_at)


@pytest.mark.parametrize("url", ["", "https://github.com/owner", "ftp://github.com/a/b", "dengue\0"])
async def test_what_is_no_address_is_refused_with_what_would_be_right(tx: Connection, url: str) -> None:
    with pytest.raises(Refused) as caught:
        await service.register(tx, OFFICER, url)
    [problem] = caught.value.problems
    assert (problem.code, problem.field) == ("NOT_A_REPOSITORY_ADDRESS", "url")
    assert problem.values == {"expected": "https://github.com/OWNER/NAME"}
    assert await nothing_was_written(tx)


async def test_an_agency_registers_what_it_publishes(tx: Connection) -> None:
    agency_id = await organisation(tx)
    actor = Actor(person_id=uuid4(), owner_of=frozenset({agency_id}))
    software = await service.register(tx, actor, URL, publisher_id=agency_id)
    assert software.publisher_id == agency_id


async def test_an_agency_cannot_register_for_another(tx: Connection) -> None:
    own, other = await organisation(tx), await organisation(tx, "臺南市政府")
    actor = Actor(person_id=uuid4(), owner_of=frozenset({own}))
    with refused("NOT_YOUR_SOFTWARE"):
        await service.register(tx, actor, URL, publisher_id=other)
    with refused("NOT_YOUR_SOFTWARE"):
        await service.register(tx, actor, URL)
    with refused("NOT_YOUR_SOFTWARE"):  # whoever signs usage statements does not publish
        signs_usages = Actor(person_id=uuid4(), agency_for=frozenset({own}))
        await service.register(tx, signs_usages, URL, publisher_id=own)
    assert await nothing_was_written(tx)


async def test_a_publisher_that_does_not_exist_is_refused(tx: Connection) -> None:
    with refused("UNKNOWN_ORGANISATION"):
        await service.register(tx, OFFICER, URL, publisher_id=uuid4())
    assert await nothing_was_written(tx)


async def delivered(tx: Connection) -> UUID:
    team_id: UUID = await tx.fetchval(
        """
        with o as (insert into organisation (slug, name, kind) values ('m', '{}', 'MINISTRY') returning id),
        p as (
            insert into programme (slug, organisation_id, name, mode) select 'p', id, '{}', 'OWNER_FIRST' from o
            returning id
        ),
        c as (
            insert into challenge (slug, programme_id, owner_id, title) select 'c', p.id, o.id, '{}' from p, o
            returning id
        ),
        t as (insert into team (slug, name) values ('t', '{}') returning id),
        m as (
            insert into match (programme_id, challenge_id, team_id) select p.id, c.id, t.id from p, c, t returning id
        ),
        d as (insert into delivery (match_id, repository_url) select id, $1 from m)
        select id from t
        """,
        f"{URL}.git",
    )
    return team_id


async def test_a_team_registers_what_it_delivered_and_nothing_else(tx: Connection) -> None:
    actor = Actor(person_id=uuid4(), team_ids=frozenset({await delivered(tx)}))
    with refused("NOT_YOUR_SOFTWARE"):
        await service.register(tx, actor, "https://github.com/example/other")
    with refused("NOT_YOUR_SOFTWARE"):
        await service.register(tx, actor, URL, publisher_id=await organisation(tx))
    assert await nothing_was_written(tx)
    owner_id = await tx.fetchval("select owner_id from challenge")
    assert (await service.register(tx, actor, URL, publisher_id=owner_id)).publisher_id == owner_id


async def test_registering_again_gives_nobody_power_over_the_entry_of_another(tx: Connection) -> None:
    own, other = await organisation(tx), await organisation(tx, "臺南市政府")
    software, _ = await registered(tx, publisher_id=other, metadata=PublicCode(name="Ours"))
    actor = Actor(person_id=uuid4(), owner_of=frozenset({own}))
    again = await service.register(tx, actor, URL, publisher_id=own, metadata=PublicCode(name="Theirs"))
    assert again == software
    assert await repository.find(tx, software.id) == software


async def test_a_declared_licence_is_kept_word_for_word_with_what_was_meant(tx: Connection) -> None:
    imported = await service.import_publiccode(tx, OFFICER, ENTRY, "entry.yml")
    software = imported.software
    assert imported.is_new
    assert (software.metadata.licence, software.licence) == ("MIT License", None)
    assert (software.verdict.kind, software.verdict.suggestion) == (VerdictKind.UNKNOWN, "MIT")
    assert [(each.kind, each.source, each.statement) for each in software.verdict.evidence] == [
        (EvidenceKind.PUBLICCODE, "entry.yml", "MIT License")
    ]
    [finding] = [each for each in imported.findings if each["key"] == "legal.license"]
    assert (finding["severity"], finding["line"], finding["fix"]) == ("error", 4, "MIT")
    [stored] = [each for each in software.findings if each["key"] == "legal.license"]
    assert (stored["line"], stored["message"]["en"]) == (4, finding["message"])
    assert set(stored["message"]) == {"en", "zh-Hant"}
    assert (software.publiccode_version, software.publiccode_valid) == ("0.3.0", False)


async def test_an_imported_entry_belongs_to_the_organisation_it_names(tx: Connection) -> None:
    owner_id = await organisation(tx)
    assert (
        await service.import_publiccode(tx, OFFICER, ENTRY, "entry.yml")
    ).software.publisher_id == owner_id


async def test_importing_twice_changes_nothing(tx: Connection) -> None:
    first = await service.import_publiccode(tx, OFFICER, ENTRY, "entry.yml")
    second = await service.import_publiccode(tx, OFFICER, ENTRY, "entry.yml")
    assert not second.is_new
    assert (second.software.id, second.software.version) == (first.software.id, 1)
    assert await tx.fetchval("select count(*) from audit_event") == 1


async def test_a_file_that_does_not_parse_is_refused_with_line_and_column(tx: Connection) -> None:
    with pytest.raises(Unreadable) as caught:
        await service.import_publiccode(tx, OFFICER, b"name: a\nurl: ]", "entry.yml")
    assert (caught.value.line, caught.value.column) == (2, 6)
    assert await nothing_was_written(tx)


async def test_an_entry_without_an_address_is_refused(tx: Connection) -> None:
    with refused("NOT_A_REPOSITORY_ADDRESS"):
        await service.import_publiccode(tx, OFFICER, b"name: a", "entry.yml")
    assert await nothing_was_written(tx)


async def test_a_file_with_what_no_text_can_have_comes_in(tx: Connection) -> None:
    data = f"""name: "{"long name " * 500}"
url: {URL}
legal: {{license: "MIT\\0", repoOwner: "a\\0"}}
description: {{en: {{shortDescription: "\\0", features: ["\\0"]}}}}
dependsOn: {{open: [{{name: "\\0"}}]}}
""".encode()
    software = (await service.import_publiccode(tx, OFFICER, data, "entry\udcff.yml")).software
    assert (len(software.name), software.metadata.licence) == (200, "MIT\ufffd")


async def test_a_new_look_is_for_officers_and_publishers_to_ask(tx: Connection) -> None:
    software, repository_id = await registered(tx, observe=False)
    with refused("NOT_YOUR_SOFTWARE"):
        await service.observe_again(tx, Actor(person_id=uuid4()), software.id)
    assert await tx.fetchval("select count(*) from job") == 0
    [job_id] = await service.observe_again(tx, OFFICER, software.id)
    assert await tx.fetchval("select subject_id from job where id = $1", job_id) == repository_id


@pytest.mark.shared
async def test_all_22_entries_of_the_public_code_platform_come_in_as_they_are(
    tx: Connection, shared: Path
) -> None:
    for path in sorted((shared / "code-gov-tw").glob("*.yml")):
        await service.import_publiccode(tx, OFFICER, path.read_bytes(), path.name)
    assert await tx.fetchval("select count(*) from software") == 22
    wrong = await tx.fetch(
        """
        select declared_licence, licence_suggestion
        from software
        where exists (
            select from jsonb_array_elements(findings) as f
            where f ->> 'key' = 'legal.license' and f ->> 'severity' = 'error'
        )
        """
    )
    assert len(wrong) == 17
    assert {row["licence_suggestion"] for row in wrong if row["declared_licence"] == "MIT License"} == {"MIT"}
    assert all(row["licence_suggestion"] for row in wrong)
    assert await tx.fetchval("select count(*) from software where health_band = 'NOT_OBSERVED'") == 22


@pytest.mark.shared
async def test_real_files_with_mistakes_come_in_or_say_why_not(tx: Connection, shared: Path) -> None:
    refusals = {}
    for path in sorted((shared / "publiccode").glob("*.yml")):
        try:
            async with tx.transaction():
                await service.import_publiccode(tx, OFFICER, path.read_bytes(), path.name)
        except (Refused, Unreadable) as refusal:
            refusals[path.name] = str(refusal)
    assert refusals == {
        "Azienda-USL-di-Bologna__DAE-RespondER.yml": "63:1: This is not YAML: could not find expected ':'.",
        "CommonGateway__WooBundle.yml": "NOT_A_REPOSITORY_ADDRESS",
    }
