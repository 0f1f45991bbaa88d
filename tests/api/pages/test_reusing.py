import pytest
import yaml
from httpx import AsyncClient

from api.pages.languages import CHINESE, ENGLISH, Language
from api.pages.reusing import words_in_common
from tests.api.pages.markup import Markup

DAY_CARE = "civic-tech-experimental-field-find-babycare-backend"
STANDARD = "publiccodenet-standard"


async def shown(client: AsyncClient, path: str) -> Markup:
    answer = await client.get(path)
    assert answer.status_code == 200
    return Markup(answer.text)


async def test_two_software_stand_side_by_side(reader: AsyncClient) -> None:
    page = await shown(reader, f"/en/compare?slug={DAY_CARE}&slug={STANDARD}")
    assert "Comparison: Public day care applications: back end, Standard for Public Code" in page.title
    assert f"/en/catalogue/{DAY_CARE}" in page.links
    assert f"/en/catalogue/{STANDARD}" in page.links


async def test_a_column_can_be_taken_away(reader: AsyncClient) -> None:
    page = await shown(reader, f"/en/compare?slug={DAY_CARE}&slug={STANDARD}")
    assert f"/en/compare?slug={STANDARD}" in page.links


async def test_what_is_not_in_the_catalogue_is_said_and_breaks_nothing(reader: AsyncClient) -> None:
    page = await shown(reader, f"/en/compare?slug={DAY_CARE}&slug=nobody-knows-it")
    assert "1 of the entries asked for is not in the catalogue." in page.words


async def test_a_fifth_is_left_out_and_said(reader: AsyncClient) -> None:
    page = await shown(reader, f"/en/compare?slug={DAY_CARE}&slug={STANDARD}&slug=a&slug=b&slug=c")
    assert "Only the first 4 are shown side by side." in page.words


async def test_a_comparison_of_nothing_says_how_to_begin(reader: AsyncClient) -> None:
    page = await shown(reader, "/zh-Hant/compare")
    assert "尚未選擇要比較的軟體。" in page.words


async def test_a_software_leads_to_others_like_it_and_to_their_comparison(
    reader: AsyncClient,
) -> None:
    page = await shown(reader, f"/en/catalogue/{DAY_CARE}")
    assert (2, "Similar software") in page.headings
    assert any(link.startswith(f"/en/compare?slug={DAY_CARE}&slug=") for link in page.links)


async def test_the_metadata_of_a_software_can_be_taken_away(reader: AsyncClient) -> None:
    answer = await reader.get(f"/en/catalogue/{DAY_CARE}/publiccode.yml")
    assert answer.headers["content-disposition"] == 'attachment; filename="publiccode.yml"'
    document = yaml.safe_load(answer.text)
    assert document["url"] == f"https://github.com/moda-gov-tw/{DAY_CARE}"
    assert document["name"] == DAY_CARE


async def test_the_metadata_of_what_is_not_there_is_not_found(reader: AsyncClient) -> None:
    assert (await reader.get("/en/catalogue/nobody-knows-it/publiccode.yml")).status_code == 404


async def test_a_software_can_be_cited_and_its_badge_pasted(reader: AsyncClient) -> None:
    page = await shown(reader, f"/en/catalogue/{DAY_CARE}")
    repository = f"https://github.com/moda-gov-tw/{DAY_CARE}"
    assert f"Public day care applications: back end, 2023, {repository}" in page.words
    assert f"/badge/{DAY_CARE}.svg?lang=en)](http" in page.words


@pytest.mark.parametrize(
    ("words", "language", "told"),
    [
        (["地圖", "maps", "lists"], ENGLISH, "maps, lists"),
        (["地圖", "maps", "資料列表與", "資料列表"], CHINESE, "地圖、資料列表"),
        (["地圖"], ENGLISH, "地圖"),
    ],
)
def test_words_in_common_are_told_in_the_script_of_the_reader(
    words: list[str], language: Language, told: str
) -> None:
    assert words_in_common(words, language) == told
