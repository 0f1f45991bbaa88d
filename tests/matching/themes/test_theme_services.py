from uuid import UUID

import pytest_asyncio

from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.challenges import service as challenges
from matching.challenges.model import ChallengeForm
from matching.programmes import service as programmes
from matching.programmes.model import Mode, Programme, ProgrammeForm
from matching.teams.model import Team
from matching.themes import service
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection
from tests.matching.conftest import Refuses

NAMES = ({"en": "Care", "zh-Hant": "照顧"}, {"en": "Water"})


@pytest_asyncio.fixture
async def prepared(tx: Connection, officer: Actor, ministry: Organisation) -> Programme:
    form = ProgrammeForm(name={"en": "By theme"}, mode=Mode.THEME)
    return await programmes.create(tx, officer, ministry.id, form)


async def theme(tx: Connection, name: str) -> UUID:
    found: UUID = await tx.fetchval("select id from theme where name ->> 'en' = $1", name)
    return found


async def test_a_round_by_theme_opens_with_its_themes(
    tx: Connection, officer: Actor, owner: Actor, prepared: Programme, programme: Programme, refused: Refuses
) -> None:
    async with refused("THEMES_MISSING"):
        await programmes.open_applications(tx, officer, prepared.id)
    async with refused("OFFICERS_ONLY"):
        await service.set_themes(tx, owner, prepared.id, NAMES, prepared.version)
    async with refused("NAME_MISSING"):
        await service.set_themes(tx, officer, prepared.id, ({"en": " "},), prepared.version)
    async with refused("NO_THEMES_HERE"):
        await service.set_themes(tx, officer, programme.id, NAMES, programme.version)
    await service.set_themes(tx, officer, prepared.id, NAMES, prepared.version)
    await programmes.open_applications(tx, officer, prepared.id)
    async with refused("PROGRAMME_STATE"):
        await service.set_themes(tx, officer, prepared.id, NAMES, prepared.version)


async def test_owner_and_team_meet_where_both_committed(
    tx: Connection, officer: Actor, owner: Actor, lead: Actor, prepared: Programme, tainan: Organisation, team: Team,
    complete_form: ChallengeForm, refused: Refuses,
) -> None:  # fmt: skip
    await service.set_themes(tx, officer, prepared.id, NAMES, prepared.version)
    await programmes.open_applications(tx, officer, prepared.id)
    care, water = await theme(tx, "Care"), await theme(tx, "Water")
    async with refused("THEME_FIRST"):
        await challenges.draft(tx, owner, prepared.id, tainan.id, complete_form)
    await service.commit(tx, owner, care, tainan.id, None)
    drafted = await challenges.draft(tx, owner, prepared.id, tainan.id, complete_form)
    await challenges.submit(tx, owner, drafted.id)
    await challenges.approve(tx, officer, drafted.id, "Ready")
    await service.commit(tx, lead, water, None, team.id)
    bid = ApplicationForm(proposal={"en": "We help"})
    async with refused("THEME_NOT_SHARED"):
        await applications.apply(tx, lead, drafted.id, team.id, bid)
    await service.commit(tx, lead, care, None, team.id)
    assert (await applications.apply(tx, lead, drafted.id, team.id, bid)).team_id == team.id


async def test_a_commitment_is_withdrawn_before_the_pairing_and_noted(
    tx: Connection, officer: Actor, owner: Actor, lead: Actor, stranger: Actor, prepared: Programme,
    tainan: Organisation, team: Team, refused: Refuses,
) -> None:  # fmt: skip
    await service.set_themes(tx, officer, prepared.id, NAMES, prepared.version)
    await programmes.open_applications(tx, officer, prepared.id)
    care = await theme(tx, "Care")
    await service.commit(tx, owner, care, tainan.id, None)
    await service.commit(tx, lead, care, None, team.id)
    async with refused("NOT_YOUR_ORGANISATION"):
        await service.withdraw(tx, stranger, care, tainan.id, None)
    async with refused("NOT_YOUR_TEAM"):
        await service.withdraw(tx, owner, care, None, team.id)
    async with refused("OWNER_OR_TEAM"):
        await service.withdraw(tx, owner, care, None, None)
    for _ in range(2):
        await service.withdraw(tx, owner, care, tainan.id, None)
    noted = "select before from audit_event where action = 'theme.commitment_withdrawn'"
    assert [each["before"] for each in await tx.fetch(noted)] == [{"organisation_id": str(tainan.id)}]
    await programmes.start_review(tx, officer, prepared.id)
    await service.withdraw(tx, lead, care, None, team.id)
    assert await tx.fetchval("select count(*) from theme_commitment") == 0
    await tx.execute("update programme set state = 'MATCHED' where id = $1", prepared.id)
    async with refused("PROGRAMME_STATE"):
        await service.withdraw(tx, lead, care, None, team.id)


async def test_a_commitment_stays_while_a_challenge_or_a_bid_stands_by_it_alone(
    tx: Connection, officer: Actor, owner: Actor, lead: Actor, prepared: Programme, tainan: Organisation, team: Team,
    complete_form: ChallengeForm, refused: Refuses,
) -> None:  # fmt: skip
    await service.set_themes(tx, officer, prepared.id, NAMES, prepared.version)
    await programmes.open_applications(tx, officer, prepared.id)
    care, water = await theme(tx, "Care"), await theme(tx, "Water")
    await service.commit(tx, owner, care, tainan.id, None)
    drafted = await challenges.draft(tx, owner, prepared.id, tainan.id, complete_form)
    async with refused("COMMITMENT_RELIED_ON"):
        await service.withdraw(tx, owner, care, tainan.id, None)
    await challenges.submit(tx, owner, drafted.id)
    await challenges.approve(tx, officer, drafted.id, "Ready")
    await service.commit(tx, lead, care, None, team.id)
    bid = await applications.apply(tx, lead, drafted.id, team.id, ApplicationForm(proposal={"en": "We help"}))
    await service.commit(tx, owner, water, tainan.id, None)
    for actor, agency, of_team in ((owner, tainan.id, None), (lead, None, team.id)):
        async with refused("COMMITMENT_RELIED_ON"):
            await service.withdraw(tx, actor, care, agency, of_team)
    await service.commit(tx, lead, water, None, team.id)
    await service.withdraw(tx, owner, care, tainan.id, None)
    async with refused("COMMITMENT_RELIED_ON"):
        await service.withdraw(tx, lead, water, None, team.id)
    await applications.withdraw(tx, lead, bid.id)
    await service.withdraw(tx, lead, water, None, team.id)
    assert await tx.fetchval("select count(*) from theme_commitment") == 2


async def test_each_commits_for_their_own_and_once(
    tx: Connection, officer: Actor, owner: Actor, stranger: Actor, prepared: Programme, tainan: Organisation,
    team: Team, refused: Refuses,
) -> None:  # fmt: skip
    await service.set_themes(tx, officer, prepared.id, NAMES, prepared.version)
    care = await theme(tx, "Care")
    async with refused("UNKNOWN_THEME"):
        await service.commit(tx, owner, care, tainan.id, None)
    await programmes.open_applications(tx, officer, prepared.id)
    async with refused("NOT_YOUR_ORGANISATION"):
        await service.commit(tx, stranger, care, tainan.id, None)
    async with refused("NOT_YOUR_TEAM"):
        await service.commit(tx, stranger, care, None, team.id)
    async with refused("OWNER_OR_TEAM"):
        await service.commit(tx, owner, care, None, None)
    for _ in range(2):
        await service.commit(tx, owner, care, tainan.id, None)
    assert await tx.fetchval("select count(*) from theme_commitment") == 1
