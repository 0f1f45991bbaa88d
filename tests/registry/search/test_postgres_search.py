from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from registry.search import postgres, repository
from registry.search.document import Document, vector
from registry.search.loosened import loose
from registry.search.model import Facet, FacetCount, Subject
from registry.search.query import signs, strict, understand
from store.database import Connection, Database
from store.refusal import Refused

DENGUE: dict[str, Any] = {
    "name": "Dengue map",
    "localised_name": {"zh-Hant": "登革熱地圖"},
    "short_description": {"en": "Shows where mosquitoes breed.", "zh-Hant": "顯示病媒蚊孳生處。"},
    "features": {"en": ["Weekly report"]},
    "categories": ["geographic-information-systems"],
    "verdict": "AGREE",
    "licence": "MIT",
    "health_band": "DORMANT",
}
BABYCARE: dict[str, Any] = {
    "name": "find-babycare",
    "localised_name": {"zh-Hant": "公托報名管理系統"},
    "short_description": {"zh-Hant": "提供查詢、審核及個案管理。"},
    "categories": ["data-collection"],
    "verdict": "DECLARED_ONLY",
    "licence": None,
    "health_band": "DORMANT",
}
CASES: dict[str, Any] = {
    "name": "Open cases",
    "short_description": {"en": "Case management for social workers."},
    "categories": ["data-collection", "geographic-information-systems"],
    "verdict": "AGREE",
    "licence": "EUPL-1.2",
    "health_band": "THRIVING",
}
EMPTY: dict[str, Any] = {"localised_name": {}, "short_description": {}, "features": {}}


async def stored(tx: Connection, **facts: Any) -> UUID:
    given = {**EMPTY, **facts}
    slug = f"{given['name'].lower().replace(' ', '-')}-{uuid4().hex[:6]}"
    software_id: UUID = await tx.fetchval(
        """
        insert into software (slug, name, url, localised_name, short_description, features, categories, verdict,
                              licence, health_band)
        values ($1, $2, 'https://github.com/example/' || $1, $3, $4, $5, $6, $7, $8, $9)
        returning id
        """,
        slug,
        *(given[key] for key in ("name", "localised_name", "short_description", "features", "categories")),
        *(given[key] for key in ("verdict", "licence", "health_band")),
    )
    await postgres.index_software(tx, software_id)
    await postgres.learn_words(tx, software_id)
    return software_id


async def catalogue(tx: Connection) -> dict[str, UUID]:
    return {
        "dengue": await stored(tx, **DENGUE),
        "babycare": await stored(tx, **BABYCARE),
        "cases": await stored(tx, **CASES),
    }


async def found(tx: Connection, query: str, **filters: Any) -> list[str]:
    entries = {software_id: name for name, software_id in (await catalogue(tx)).items()}
    page = await postgres.find(tx, query, **filters)
    return [entries[software_id] for software_id in page.ids]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("dengue", ["dengue"]),
        ("DENGUE mosquito", ["dengue"]),
        ("登革熱", ["dengue"]),
        ("報名管理系統", ["babycare"]),
        ("weekly reports", ["dengue"]),
        ("dengue tainan river", ["dengue"]),
        ("zebra", []),
    ],
)
async def test_software_is_found_by_its_words(tx: Connection, query: str, names: list[str]) -> None:
    assert await found(tx, query) == names


async def test_chinese_finds_english_and_the_readers_own_words_come_first(tx: Connection) -> None:
    assert await found(tx, "個案管理") == ["babycare", "cases"]


async def test_english_finds_chinese_and_the_readers_own_words_come_first(tx: Connection) -> None:
    assert await found(tx, "case management") == ["cases", "babycare"]


async def test_a_category_is_found_by_its_name_in_either_language(tx: Connection) -> None:
    assert set(await found(tx, "地理資訊系統")) == {"dengue", "cases"}


async def test_half_a_word_finds_the_whole(tx: Connection) -> None:
    assert await found(tx, "mosq") == ["dengue"]


async def test_a_typo_is_forgiven_and_said(tx: Connection) -> None:
    await catalogue(tx)
    page = await postgres.find(tx, "dengeu weakly")
    assert (page.total, page.understood, page.is_loosened) == (1, "dengue weekly", False)


async def test_an_inflected_word_is_no_typo(tx: Connection) -> None:
    entries = await catalogue(tx)
    page = await postgres.find(tx, "mosquito breeds zebras")
    assert (page.ids, page.understood) == ((entries["dengue"],), None)


async def test_what_has_only_some_of_the_words_is_said_to_be_near(tx: Connection) -> None:
    entries = await catalogue(tx)
    page = await postgres.find(tx, "dengue hospital")
    assert (page.ids, page.is_loosened) == ((entries["dengue"],), True)


async def test_the_one_that_has_all_words_of_a_sentence_does_not_hide_the_others(tx: Connection) -> None:
    entries = await catalogue(tx)
    assert (await postgres.find(tx, "cases of social workers in the management of data")).total == 1
    page = await postgres.find(tx, "How can social workers manage their cases and data?")
    assert page.ids[0] == entries["cases"]
    assert (len(page.ids) > 1, page.is_loosened) == (True, True)


@pytest.mark.parametrize(
    "query", ["dengue", "weekly dengue report", "which cases have social workers in data"]
)
async def test_what_is_chosen_beside_the_words_does_not_change_how_they_are_read(
    tx: Connection, query: str
) -> None:
    await catalogue(tx)
    page = await postgres.find(tx, query)
    for counted in page.facets[Facet.HEALTH_BAND]:
        narrowed = await postgres.find(tx, query, {Facet.HEALTH_BAND: [counted.value]})
        assert narrowed.total == counted.count
    none = await postgres.find(tx, "dengue", {Facet.HEALTH_BAND: ["THRIVING"]})
    assert (none.total, none.is_loosened) == (0, False)


async def test_a_chinese_term_with_one_wrong_character_is_mended_and_said(tx: Connection) -> None:
    entries = await catalogue(tx)
    page = await postgres.find(tx, "登隔熱")
    assert (page.ids, page.understood) == ((entries["dengue"],), "登革熱")


async def test_no_words_find_everything(tx: Connection) -> None:
    await catalogue(tx)
    page = await postgres.find(tx, "  ")
    assert (page.total, len(page.ids), page.has_next_page) == (3, 3, False)


async def test_values_of_one_group_are_or_and_groups_are_and(tx: Connection) -> None:
    chosen = {Facet.LICENCE: ["MIT", "EUPL-1.2"], Facet.HEALTH_BAND: ["DORMANT"]}
    assert await found(tx, "", filters=chosen) == ["dengue"]


async def test_counts_of_a_group_say_what_another_choice_in_it_would_give(tx: Connection) -> None:
    await catalogue(tx)
    page = await postgres.find(tx, "", {Facet.VERDICT: ["AGREE"]})
    assert page.total == 2
    assert page.facets[Facet.VERDICT] == (FacetCount("AGREE", 2), FacetCount("DECLARED_ONLY", 1))
    assert page.facets[Facet.HEALTH_BAND] == (FacetCount("DORMANT", 1), FacetCount("THRIVING", 1))
    assert page.facets[Facet.CATEGORY] == (
        FacetCount("geographic-information-systems", 2),
        FacetCount("data-collection", 1),
    )


async def test_an_unknown_value_finds_nothing_and_still_shows_the_choices(tx: Connection) -> None:
    await catalogue(tx)
    page = await postgres.find(tx, "", {Facet.LICENCE: ["NOT-A-LICENCE"]})
    assert (page.total, page.ids) == (0, ())
    assert {each.value for each in page.facets[Facet.LICENCE]} == {"MIT", "EUPL-1.2"}


async def test_pages_follow_each_other_without_gap_or_repetition(tx: Connection) -> None:
    entries = [await stored(tx, **{**DENGUE, "name": f"Dengue map {number}"}) for number in range(5)]
    seen: list[UUID] = []
    after = None
    while True:
        page = await postgres.find(tx, "dengue", first=2, after=after)
        assert page.total == 5
        seen.extend(page.ids)
        if not page.has_next_page:
            break
        after = page.cursors[-1]
    assert len(seen) == 5
    assert set(seen) == set(entries)


async def test_without_words_pages_follow_the_order_of_health(tx: Connection) -> None:
    entries = {score: await stored(tx, **{**DENGUE, "name": f"Map {score}"}) for score in (40, 90, 70)}
    for score, software_id in entries.items():
        await tx.execute("update software set health_score = $2 where id = $1", software_id, score)
    first = await postgres.find(tx, "", first=2)
    second = await postgres.find(tx, "", first=2, after=first.cursors[-1])
    assert (*first.ids, *second.ids) == (entries[90], entries[70], entries[40])
    assert second.total == 3


async def test_counting_stops_and_says_so(tx: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "COUNTED_TO", 2)
    monkeypatch.setattr(repository, "RANKED", 2)
    entries = [await stored(tx, **{**DENGUE, "name": f"Map {number}"}) for number in range(4)]
    for number, software_id in enumerate(entries):
        await tx.execute("update software set health_score = $2 where id = $1", software_id, 10 * number)
    page = await postgres.find(tx, "mosquitoes")
    assert (page.total, page.total_is_at_least, page.has_next_page) == (2, True, False)
    assert set(page.ids) == {entries[3], entries[2]}
    assert (await postgres.find(tx, "", first=1)).has_next_page


async def test_software_is_narrowed_by_its_publishers_place_and_by_who_uses_it(tx: Connection) -> None:
    software_id = await stored(tx, **DENGUE)
    await stored(tx, **CASES)
    await tx.execute(
        """
        with tainan as (
            insert into organisation (slug, name, kind, country, place)
            values ('tainan', '{"en": "Tainan"}', 'LOCAL_GOVERNMENT', 'TW', 'TW-TNN')
            returning id
        ), published as (
            update software set publisher_id = tainan.id from tainan where software.id = $1
        )
        insert into usage (software_id, agency_id, since) select $1, id, date '2026-01-05' from tainan
        """,
        software_id,
    )
    for facet, value in ((Facet.COUNTRY, "TW"), (Facet.COUNTY, "TW-TNN"), (Facet.USED_BY, "tainan")):
        page = await postgres.find(tx, "", {facet: [value]})
        assert page.ids == (software_id,)
        assert page.facets[facet] == (FacetCount(value, 1),)


async def test_a_page_stays_right_when_something_is_added_before_it(tx: Connection) -> None:
    for number in range(4):
        await stored(tx, **{**DENGUE, "name": f"Dengue map {number}"})
    first = await postgres.find(tx, "dengue", first=2)
    expected = (await postgres.find(tx, "dengue", first=4)).ids[2:]
    await stored(tx, **{**DENGUE, "name": "Dengue dengue dengue"})
    second = await postgres.find(tx, "dengue", first=2, after=first.cursors[-1])
    assert second.ids == expected


@pytest.mark.parametrize("first", [0, -1, 101])
async def test_a_page_has_one_to_a_hundred_results(tx: Connection, first: int) -> None:
    with pytest.raises(Refused) as caught:
        await postgres.find(tx, "", first=first)
    assert caught.value.problems[0].code == "FIRST_OUT_OF_RANGE"


@pytest.mark.parametrize("cursor", ["x", "€", "MS4w", "bm8gbnVtYmVy", "'; drop table software"])
async def test_a_made_up_cursor_is_refused(tx: Connection, cursor: str) -> None:
    with pytest.raises(Refused) as caught:
        await postgres.find(tx, "", after=cursor)
    assert caught.value.problems[0].code == "CURSOR_UNKNOWN"


async def test_values_that_no_text_can_have_find_nothing(tx: Connection) -> None:
    await catalogue(tx)
    assert (await postgres.find(tx, "a\0b \ud800", {Facet.LICENCE: ["\0", "\ud800"]})).total == 0


async def test_the_longest_document_fits(tx: Connection) -> None:
    long = " ".join(f"{number:x}" * 30 for number in range(40_000))
    software_id = await stored(tx, **{**DENGUE, "short_description": {"en": long + " " + "q" * 5000}})
    assert (await postgres.find(tx, "dengue")).ids == (software_id,)


async def test_a_changed_entry_is_no_longer_found_by_its_old_words(tx: Connection) -> None:
    software_id = await stored(tx, **DENGUE)
    await tx.execute(
        "update software set short_description = $2 where id = $1", software_id, {"en": "Shows floods."}
    )
    await postgres.index_software(tx, software_id)
    assert (await postgres.find(tx, "孳生處")).total == 0
    assert (await postgres.find(tx, "flood")).ids == (software_id,)


async def test_words_are_counted_and_forgotten_with_their_software(tx: Connection) -> None:
    software_id = await stored(tx, **DENGUE)
    await stored(tx, **{**DENGUE, "short_description": {"en": "Reports."}})
    await postgres.recount_words(tx)
    assert await tx.fetchval("select occurrences from search_word where word = 'dengue'") == 2
    assert await tx.fetchval("select occurrences from search_word where word = 'mosquitoes'") == 1
    await tx.execute("delete from software where id = $1", software_id)
    await postgres.recount_words(tx)
    assert await tx.fetchval("select count(*) from search_word where word = 'mosquitoes'") == 0


async def test_a_typo_is_mended_to_a_word_and_not_to_a_stem(tx: Connection) -> None:
    await stored(tx, **DENGUE)
    await postgres.recount_words(tx)
    assert (await postgres.find(tx, "dengeu ")).understood == "dengue"


async def test_the_default_engine_answers_through_the_pool(database: Database) -> None:
    async with database.transaction() as tx:
        entries = await catalogue(tx)
    index = postgres.PostgresIndex(database)
    await index.index(list(entries.values()))
    page = await index.search("登革熱")
    assert (page.ids, page.engine) == ((entries["dengue"],), "postgres")


async def test_published_challenges_are_found_and_drafts_are_not(tx: Connection) -> None:
    await tx.execute(
        """
        with ministry as (
            insert into organisation (slug, name, kind) values ('ministry', '{"en": "Ministry"}', 'MINISTRY')
            returning id
        ), programme as (
            insert into programme (slug, organisation_id, name, mode)
            select 'sandbox', id, '{}', 'OWNER_FIRST' from ministry returning id
        )
        insert into challenge (slug, programme_id, owner_id, title, domains, state, published_at)
        select slug, programme.id, ministry.id, '{"zh-Hant": "登革熱疫情"}', '{healthcare}', state, now()
        from programme, ministry, (values ('draft', 'DRAFT'), ('open', 'PUBLISHED')) as v (slug, state)
        """
    )
    for row in await tx.fetch("select id from challenge"):
        await postgres.index_challenge(tx, row["id"])
    page = await postgres.find(tx, "登革熱", subject=Subject.CHALLENGE)
    assert page.ids == (await tx.fetchval("select id from challenge where slug = 'open'"),)
    assert page.total == 1


async def test_teams_are_found_by_their_skills(tx: Connection) -> None:
    team_id = await tx.fetchval(
        "insert into team (slug, name) values ('river-watch', '{\"en\": \"River Watch\"}') returning id"
    )
    await tx.execute(
        "insert into team_skill (team_id, position, concept, level) values ($1, 0, 'postgresql', 3)", team_id
    )
    await postgres.index_team(tx, team_id)
    assert (await postgres.find(tx, "PostgreSQL", subject=Subject.TEAM)).ids == (team_id,)


@given(text=st.text(max_size=60))
@example("马")  # Simplified: indexed as written, read as 馬
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_whatever_is_written_or_asked_postgresql_can_read_it(tx: Connection, text: str) -> None:
    text = text.replace("\0", "")
    document = vector(Document((text,), (text,), (text,)))
    clauses = understand(text)
    matches = await tx.fetchval(
        "select $1::text::tsvector @@ any(array[$2::text::tsquery, $3::text::tsquery] || $4::text[]::tsquery[])",
        document,
        strict(clauses),
        loose(clauses),
        [sign.query for sign in signs(clauses)],
    )
    assert matches is bool(clauses)
