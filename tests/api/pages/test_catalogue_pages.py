import re

import pytest
from httpx import AsyncClient

from api.pages.languages import ENGLISH
from api.pages.narrowing import VALUES_SHOWN, facet_groups
from store.database import Connection
from tests.api.pages.markup import Markup

DAY_CARE = "/en/catalogue/civic-tech-experimental-field-find-babycare-backend"


def software(page: Markup) -> list[str]:
    return [link for link in page.links if link.startswith("/en/catalogue/")]


async def test_everything_is_there_on_two_pages(reader: AsyncClient) -> None:
    first = Markup((await reader.get("/en/catalogue")).text)
    [following] = [link for link in first.links if "after=" in link]
    second = Markup((await reader.get(following)).text)
    assert (len(software(first)), len(software(second))) == (20, 6)
    assert set(software(first)).isdisjoint(software(second))


async def test_the_number_of_results_is_a_status(reader: AsyncClient) -> None:
    page = await reader.get("/en/catalogue")
    assert '<p class="govuk-body" role="status">26 entries</p>' in page.text


async def test_words_find_software_in_either_language(reader: AsyncClient) -> None:
    for words in ("dengue", "登革熱"):
        page = Markup((await reader.get("/en/catalogue", params={"query": words})).text)
        assert "/en/catalogue/civic-tech-experimental-field-dengue-backend" in software(page)


async def test_values_of_one_group_widen_and_groups_narrow(reader: AsyncClient) -> None:
    async def found(query: str) -> set[str]:
        return set(software(Markup((await reader.get(f"/en/catalogue?{query}")).text)))

    agree, declared = await found("verdict=AGREE"), await found("verdict=DECLARED_ONLY")
    assert await found("verdict=AGREE&verdict=DECLARED_ONLY") == agree | declared
    dormant = await found("verdict=AGREE&health_band=DORMANT")
    assert dormant == agree & await found("health_band=DORMANT")
    assert agree
    assert declared


async def test_a_chip_takes_one_choice_back_and_keeps_the_others(reader: AsyncClient) -> None:
    page = Markup((await reader.get("/en/catalogue?query=dengue&verdict=AGREE&verdict=CONFLICT")).text)
    chips = [given["href"] for _, given in page.elements if given.get("class") == "chip"]
    assert chips == [
        "/en/catalogue?verdict=AGREE&verdict=CONFLICT",
        "/en/catalogue?query=dengue&verdict=CONFLICT",
        "/en/catalogue?query=dengue&verdict=AGREE",
    ]


async def test_an_empty_result_offers_a_way_on(reader: AsyncClient) -> None:
    page = await reader.get("/en/catalogue?category=accounting&query=qqqqqqq")
    assert "No public code was found." in page.text
    assert "/en/post-a-challenge" in Markup(page.text).links


@pytest.mark.parametrize(
    "query", ["after=broken", "verdict=NONSENSE", "query=" + "x" * 2000, "query=%00", "category=%27"]
)
async def test_whatever_stands_in_the_address_never_breaks_the_page(reader: AsyncClient, query: str) -> None:
    assert (await reader.get(f"/en/catalogue?{query}")).status_code in {200, 400, 422}


@pytest.mark.parametrize("path", ["catalogue", "challenges", "teams", "programmes", "publishers"])
async def test_a_place_in_a_list_that_does_not_exist_is_no_fault_of_ours(
    reader: AsyncClient, path: str
) -> None:
    answer = await reader.get(f"/zh-Hant/{path}?after=broken")
    assert answer.status_code == 400
    assert "無法理解這項要求" in answer.text


@pytest.mark.parametrize(
    "path",
    ["catalogue/%00", "challenges/%00", "challenges/a%00b/fit", "teams/%00", "programmes/%00/report", "publishers/%00",
     "challenges?programme=%00", "challenges?domain=%00", "teams?before=%00"],
)  # fmt: skip
async def test_characters_that_no_name_can_have_find_nothing(reader: AsyncClient, path: str) -> None:
    assert (await reader.get(f"/en/{path}")).status_code in {200, 400, 404}


async def test_a_licence_that_is_not_shipped_is_said_first(reader: AsyncClient) -> None:
    page = await reader.get(DAY_CARE)
    words = Markup(page.text).words
    assert (
        words.index("Can we reuse this?")
        < words.index("Licence declared, not shipped")
        < words.index("Health, explained")
    )
    assert "add the full text of MIT as LICENSE" in words


async def test_health_is_explained_and_drawn_with_a_table(reader: AsyncClient) -> None:
    page = Markup((await reader.get(DAY_CARE)).text)
    assert "history-title" in page.ids
    assert [
        given
        for tag, given in page.elements
        if tag == "svg" and given.get("aria-labelledby") == "history-title history-description"
    ]
    assert "The same as a table" in page.words


async def test_a_software_nobody_looked_at_is_unknown_and_not_bad(reader: AsyncClient) -> None:
    page = await reader.get("/en/catalogue/publiccodenet-standard")
    assert "unknown does not mean bad" in page.text


async def test_a_link_that_is_no_web_address_is_only_text(
    visitor: AsyncClient, connection: Connection
) -> None:
    await connection.execute("update software set landing_url = 'javascript:alert(1)'")
    page = Markup((await visitor.get(DAY_CARE)).text)
    assert [link for link in page.links if link.startswith("javascript")] == []


async def test_what_is_stored_is_never_markup(visitor: AsyncClient, connection: Connection) -> None:
    await connection.execute(
        """update software set short_description = '{"en": "<img src=x onerror=alert(1)>"}'"""
    )
    assert "<img src=x" not in (await visitor.get(DAY_CARE)).text


def test_a_chosen_value_without_results_stays_in_view() -> None:
    [group] = facet_groups([], {"licence": ["MIT"]}, ENGLISH)
    assert [(each.code, each.count, each.chosen) for each in group.first] == [("MIT", 0, True)]


def test_the_commonest_eight_are_shown_and_the_rest_folded() -> None:
    values = [{"value": f"L{number}", "count": number} for number in range(1, 12)]
    [group] = facet_groups([{"facet": "LICENCE", "valueCount": 11, "values": values}], {}, ENGLISH)
    assert [each.code for each in group.first] == ["L11", "L10", "L9", "L8", "L7", "L6", "L5", "L4"]
    assert len(group.rest) == 3
    assert group.is_whole


def test_a_group_of_hundreds_is_sent_in_part_until_it_is_asked_for_whole() -> None:
    values = [{"value": f"L{number}", "count": number} for number in range(1, 61)]
    counted = [{"facet": "LICENCE", "valueCount": 500, "values": values}]
    [group] = facet_groups(counted, {}, ENGLISH)
    assert (len(group.first), len(group.rest), group.total, group.is_whole) == (8, 42, 500, False)
    [whole] = facet_groups([{**counted[0], "valueCount": 60}], {}, ENGLISH, whole="licence")
    assert (len(whole.first), len(whole.rest), whole.open, whole.is_whole) == (60, 0, True, True)


async def test_every_value_of_a_group_is_a_page_away(visitor: AsyncClient) -> None:
    page = (await visitor.get("/en/catalogue?all=category&after=")).text
    assert page.count('name="category"') > VALUES_SHOWN
    assert "Show all" not in page.split('name="category"')[-1].split("</fieldset>")[0]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
async def test_each_example_of_the_front_page_finds_something(reader: AsyncClient, language: str) -> None:
    page = (await reader.get(f"/{language}")).text
    hint = page.split('id="query-hint">')[1].split("</div>")[0]
    examples = re.split("[,、]", re.split("[:：]", hint)[1])
    assert len(examples) == 3
    for words in examples:
        found = Markup((await reader.get(f"/{language}/catalogue", params={"query": words})).text)
        assert [link for link in found.links if link.startswith(f"/{language}/catalogue/")], words


async def test_a_challenge_that_asks_for_what_is_missing_is_named_before_posting_another(
    reader: AsyncClient,
) -> None:
    page = await reader.get("/en/catalogue?query=vaccination")
    assert "No public code was found." in page.text
    challenge = "/en/challenges/vaccination-appointments-that-elders-can-make-themselves"
    assert Markup(page.text).links.index(challenge) < Markup(page.text).links.index("/en/post-a-challenge")
    assert page.text.index("An open challenge asks for it") < page.text.index("post it as a challenge")


async def test_a_settled_challenge_is_not_offered_for_what_is_missing(
    visitor: AsyncClient, connection: Connection
) -> None:
    await connection.execute(
        "update challenge set state = 'MATCHED' where slug like 'vaccination-appointments%'"
    )
    page = await visitor.get("/en/catalogue?query=vaccination")
    assert "open challenge" not in page.text


async def test_a_result_says_where_the_words_were_found(reader: AsyncClient) -> None:
    page = Markup((await reader.get("/en/catalogue?query=dengue")).text)
    assert "Your words are in" in page.words
    chinese = Markup((await reader.get("/zh-Hant/catalogue?query=登革熱")).text)
    assert "您的字詞出現在" in chinese.words


async def test_an_empty_result_offers_to_drop_one_group_of_choices(reader: AsyncClient) -> None:
    page = Markup((await reader.get("/en/catalogue?query=dengue&technology=cobol&health_band=DORMANT")).text)
    assert "Search without your choice of “Made with”" in page.words
    assert "/en/catalogue?query=dengue&health_band=DORMANT" in page.links
    assert "Search without your choice of “Looked after”" not in page.words
