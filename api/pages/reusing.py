"""What helps an agency that is about to reuse a software: others like it, some side by side, and its file."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.pages import addresses, documents, said
from api.pages.errors import NotFound
from api.pages.languages import CHINESE, Language
from api.pages.site import SECURITY_HEADERS, Page
from registry.syndication.publiccode import publiccode_yml
from registry.syndication.repository import find_software
from schema.ids import row_id

MOST_COMPARED = 4  # columns that can still be read side by side at a desk
MOST_ALIKE = 4  # with the one that is looked at this is one more than a comparison holds: the reader chooses
FIRST_IDEOGRAPH = "\u4e00"  # of Unicode's block CJK Unified Ideographs
JOINING = "與和及或的之"

_COLUMN = """
query Column($slug: String!) {
  software(slug: $slug) {
    slug name localisedName shortDescription licence verdict healthBand healthScore observedAt usageCount
    maintenanceType developmentStatus releaseDate softwareType categories technologies languages localisationReady
    platforms url publisher { slug name }
  }
}
"""


@get("/compare")
async def compare(page: NamedDependency[Page]) -> Response[str]:
    """Up to four software side by side, as the address names them; whatever is not there is left out, and said."""
    asked = addresses.values(page.query, "slug")
    found = [(await page.read(_COLUMN, slug=slug))["software"] for slug in asked[:MOST_COMPARED]]
    columns = [each for each in found if each is not None]
    return page.show(
        "catalogue/compare.html",
        columns=columns,
        names=[said.plain(each["localisedName"], page.language) or each["name"] for each in columns],
        missing=len(found) - len(columns),
        too_many=max(0, len(asked) - MOST_COMPARED),
        most=MOST_COMPARED,
    )


@get("/catalogue/{slug:str}/publiccode.yml")
async def manifest(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """The metadata of an entry as a publiccode.yml, written from what the catalogue knows."""
    found = (await page.read(documents.SOFTWARE_ID, slug=slug))["software"]
    if found is None:
        raise NotFound
    async with page.site.database.read() as connection:
        entry = await find_software(connection, row_id(found["id"], "Software"))
    if entry is None:
        raise NotFound
    headers = {**SECURITY_HEADERS, "Content-Disposition": 'attachment; filename="publiccode.yml"'}
    return Response(publiccode_yml(entry.row), media_type="application/yaml", headers=headers)


async def alike(
    page: Page, *, software: str | None = None, text: str = "", most: int = MOST_ALIKE
) -> Sequence[Mapping[str, Any]]:
    """Software like another, by its global id, or like a problem in words, each with the words they share."""
    found = (await page.read(documents.SIMILAR, id=software, text=text, first=most))["similarSoftware"]
    return [
        {**each["software"], "words": words_in_common(each["words"], page.language)}
        for each in found
        if each["software"]
    ]


def words_in_common(words: Sequence[str], language: Language) -> str:
    """The words that two texts share, as a reader of a language can tell them: those in its script, if there are any.

    Both languages are searched, so the same word mostly comes twice. Words cut from a run of Chinese may carry the
    character that joined them to the next.
    """
    own = [each.strip(JOINING) for each in words if (max(each) >= FIRST_IDEOGRAPH) == (language is CHINESE)]
    return ("、" if language is CHINESE else ", ").join(dict.fromkeys(filter(None, own)) or words)


def is_variant(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether one of two is based on the other."""
    return one["url"] in other["basedOn"] or other["url"] in one["basedOn"]
