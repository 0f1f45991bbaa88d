from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from registry.health import HealthBand, observation_from_json
from registry.licences import EvidenceKind, VerdictKind, spdx
from registry.observations import service as observations
from registry.search.postgres import find
from registry.software import repository, service
from registry.software.model import RepositoryState, Software
from store.actor import Actor
from store.database import Connection
from tests.registry.software.looks import ENTRY, FILE, MIT_TEXT, NOW, URL, seen

ISC_TEXT = spdx.texts()["ISC"]
OFFICER = Actor(name="an officer", is_officer=True)


async def registered(tx: Connection, **given: object) -> tuple[Software, UUID]:
    software = await service.register(tx, OFFICER, URL, **given)  # type: ignore[arg-type]  # named as in the service
    [held] = await repository.repositories_of(tx, software.id)
    return software, held.id


async def test_what_was_seen_is_stored_and_concluded_from(tx: Connection) -> None:
    software, repository_id = await registered(tx)
    observation = seen({"publiccode.yml": FILE, "LICENSE": MIT_TEXT})
    after = await observations.record(tx, repository_id, observation)
    assert (after.name, after.licence, after.verdict.kind) == ("River Watch", "MIT", VerdictKind.AGREE)
    assert (after.observed_at, after.publiccode_valid) == (NOW, True)
    assert after.health_score is not None
    assert await repository.find(tx, software.id) == after
    facts = await tx.fetchval("select facts from observation where repository_id = $1", repository_id)
    assert observation_from_json(facts).commits == observation.commits
    row = await tx.fetchrow(
        "select score, band, taken_at from health_snapshot where software_id = $1", software.id
    )
    assert row is not None
    assert tuple(row) == (after.health_score, after.health_band, NOW)
    held = await repository.find_repository(tx, repository_id)
    assert held is not None
    assert (held.state, held.forge_id, held.full_name) == (RepositoryState.OBSERVED, 7, "example/river-watch")


async def topics(tx: Connection) -> list[str]:
    return [row["topic"] for row in await tx.fetch("select topic from outbox order by id")]


async def test_a_change_of_licence_between_two_looks_is_an_event_that_the_audit_trail_tells(
    tx: Connection,
) -> None:
    software, repository_id = await registered(tx)
    await observations.record(tx, repository_id, seen({"publiccode.yml": FILE, "LICENSE": MIT_TEXT}))
    assert service.LICENCE_CHANGED not in await topics(tx)
    changed = replace(
        seen({"publiccode.yml": FILE, "LICENSE": ISC_TEXT}), observed_at=NOW + timedelta(days=1)
    )
    after = await observations.record(tx, repository_id, changed)
    assert (after.verdict.kind, after.verdict.shipped) == (VerdictKind.CONFLICT, "ISC")
    assert (await topics(tx)).count(service.LICENCE_CHANGED) == 1
    told = await tx.fetchrow(
        "select before, after from audit_event where subject_id = $1 order by id desc limit 1", software.id
    )
    assert told is not None
    assert (told["before"]["shipped_licence"], told["after"]["shipped_licence"]) == ("MIT", "ISC")


async def test_the_same_licence_seen_again_is_no_event(tx: Connection) -> None:
    _, repository_id = await registered(tx)
    files = {"publiccode.yml": FILE, "LICENSE": MIT_TEXT}
    for day in range(3):
        look = replace(seen(files), observed_at=NOW + timedelta(days=day))
        await observations.record(tx, repository_id, look)
    assert service.LICENCE_CHANGED not in await topics(tx)


async def test_an_entry_that_says_mit_of_a_repository_without_a_licence_file_is_told_so(
    tx: Connection,
) -> None:
    software = (await service.import_publiccode(tx, OFFICER, ENTRY, "entry.yml")).software
    [held] = await repository.repositories_of(tx, software.id)
    after = await observations.record(tx, held.id, seen({}))
    assert (after.verdict.kind, after.verdict.suggestion) == (VerdictKind.DECLARED_ONLY, "MIT")
    assert after.verdict.next_step == "WRITE_EXPRESSION_AND_ADD_FILE"
    assert EvidenceKind.NO_FILE in {each.kind for each in after.verdict.evidence}
    assert after.findings == software.findings


async def test_what_the_file_newly_says_is_found_by_search(tx: Connection) -> None:
    software, repository_id = await registered(tx)
    assert (await find(tx, "gauges")).total == 0
    await observations.record(tx, repository_id, seen({"publiccode.yml": FILE}))
    assert (await find(tx, "gauges")).ids == (software.id,)


async def test_search_and_others_hear_of_every_look(tx: Connection) -> None:
    software, repository_id = await registered(tx)
    await observations.record(tx, repository_id, seen({}))
    rows = await tx.fetch("select topic, subject_id from outbox order by id")
    assert [tuple(row) for row in rows] == [("software.changed", software.id)] * 2


async def test_an_unchanged_repository_adds_to_the_history_and_not_to_the_audit_trail(tx: Connection) -> None:
    _, repository_id = await registered(tx)
    first = await observations.record(tx, repository_id, seen({"LICENSE": MIT_TEXT}))
    later = replace(seen({"LICENSE": MIT_TEXT}), observed_at=NOW + timedelta(hours=1))
    second = await observations.record(tx, repository_id, later)
    assert (second.version, second.observed_at) == (first.version, later.observed_at)
    assert await tx.fetchval("select count(*) from health_snapshot") == 2
    assert await tx.fetchval("select count(*) from audit_event where action = 'software.observed'") == 1


async def test_an_older_look_goes_into_the_history_only(tx: Connection) -> None:
    _, repository_id = await registered(tx)
    now = await observations.record(tx, repository_id, seen({"LICENSE": MIT_TEXT}))
    older = replace(seen({}), observed_at=NOW - timedelta(days=90))
    assert await observations.record(tx, repository_id, older) == now
    assert await tx.fetchval("select count(*) from health_snapshot") == 2


async def test_the_same_look_twice_is_one_look(tx: Connection) -> None:
    _, repository_id = await registered(tx)
    await observations.record(tx, repository_id, seen({}))
    await observations.record(tx, repository_id, seen({}))
    assert await tx.fetchval("select count(*) from observation") == 1
    assert await tx.fetchval("select count(*) from health_snapshot") == 1


async def test_a_renamed_repository_stays_one_entry_under_either_name(tx: Connection) -> None:
    software, repository_id = await registered(tx)
    await observations.record(tx, repository_id, seen({}, full_name="example/river-gauge"))
    again = await service.register(tx, OFFICER, "https://github.com/example/river-gauge")
    assert again.id == software.id


async def test_a_repository_that_another_entry_has_already_says_so(tx: Connection) -> None:
    _, first = await registered(tx)
    await observations.record(tx, first, seen({}))
    other = await service.register(tx, OFFICER, "https://github.com/example/moved-here")
    [held] = await repository.repositories_of(tx, other.id)
    await observations.record(tx, held.id, seen({}, full_name="example/moved-here"))
    again = await repository.find_repository(tx, held.id)
    assert again is not None
    assert (again.state, again.state_reason) == (RepositoryState.UNREACHABLE, "DUPLICATE")
    assert await tx.fetchval("select count(*) from observation") == 1


async def test_a_repository_out_of_reach_keeps_what_was_known_of_it(tx: Connection) -> None:
    software, repository_id = await registered(tx)
    known = await observations.record(tx, repository_id, seen({"LICENSE": MIT_TEXT}))
    await observations.record_unreachable(tx, repository_id, "CONNECTION_FAILED", gone=False)
    assert await repository.find(tx, software.id) == known
    await observations.record_unreachable(tx, repository_id, "NOT_FOUND", gone=True)
    held = await repository.find_repository(tx, repository_id)
    assert held is not None
    assert (held.state, held.state_reason) == (RepositoryState.GONE, "NOT_FOUND")
    actions = [row["action"] for row in await tx.fetch("select action from audit_event order by id")]
    assert actions[-3:] == ["repository.unreachable", "repository.gone", "software.observed"]


async def test_texts_that_postgresql_cannot_hold_stop_nothing(tx: Connection) -> None:
    _, repository_id = await registered(tx)
    odd = seen({"README.md": "\0"}, description="a\0b\ud800", topics=("\0",), files=("README.md", "a\ud800"))
    after = await observations.record(tx, repository_id, odd)
    assert after.observed_at == NOW
    assert await tx.fetchval("select facts ->> 'description' from observation") == "a\ufffdb\ufffd"


async def test_history_can_be_told_from_the_commits_of_today(tx: Connection) -> None:
    software, repository_id = await registered(tx)
    observation = seen({"LICENSE": MIT_TEXT})
    now = await observations.record(tx, repository_id, observation)
    days = [NOW - timedelta(days=30 * month) for month in (3, 2, 1)]
    taken = await observations.put_history(tx, software.id, observation, days)
    rows = await tx.fetch("select taken_at, score from health_snapshot order by taken_at")
    assert [row["taken_at"] for row in rows] == [*days, NOW]
    assert [row["score"] for row in rows[:3]] == [health.score for health in taken]
    assert await repository.find(tx, software.id) == now


async def test_an_entry_whose_repository_is_gone_is_dormant_for_that_reason_until_it_is_back(
    tx: Connection,
) -> None:
    software, repository_id = await registered(tx)
    lively = await observations.record(tx, repository_id, seen({"LICENSE": MIT_TEXT}))
    await observations.record_unreachable(tx, repository_id, "NOT_FOUND", gone=True)
    lost = await repository.find(tx, software.id)
    assert lost is not None
    assert lively.health_score is not None
    assert lively.health_score > 5
    assert (lost.health_score, lost.health_band, lost.observed_at) == (5, HealthBand.DORMANT, NOW)
    caps = await tx.fetchval("select caps from health_snapshot order by taken_at desc limit 1")
    assert caps == [{"code": "CAP_GONE", "limit": 5}]
    back = replace(seen({"LICENSE": MIT_TEXT}), observed_at=datetime.now(UTC) + timedelta(days=400))
    again = await observations.record(tx, repository_id, back)
    assert again.health_band is not None
    assert await tx.fetchval("select caps from health_snapshot order by taken_at desc limit 1") != caps


async def test_a_repository_that_stays_gone_is_one_point_of_the_history(tx: Connection) -> None:
    _, repository_id = await registered(tx)
    await observations.record(tx, repository_id, seen({}))
    for _ in range(3):
        await observations.record_unreachable(tx, repository_id, "NOT_FOUND", gone=True)
    assert await tx.fetchval("select count(*) from health_snapshot") == 2


async def test_a_repository_that_was_never_seen_and_is_gone_has_no_score(tx: Connection) -> None:
    software, repository_id = await registered(tx)
    await observations.record_unreachable(tx, repository_id, "NOT_FOUND", gone=True)
    found = await repository.find(tx, software.id)
    assert found is not None
    assert (found.health_score, found.health_band) == (None, HealthBand.NOT_OBSERVED)


async def test_a_repository_beside_the_main_one_takes_nothing_of_the_health_away(tx: Connection) -> None:
    software, repository_id = await registered(tx)
    lively = await observations.record(tx, repository_id, seen({"LICENSE": MIT_TEXT}))
    beside = await repository.insert_repository(tx, software.id, f"{URL}-app")
    await observations.record_unreachable(tx, beside.id, "NOT_FOUND", gone=True)
    assert await repository.find(tx, software.id) == lively
