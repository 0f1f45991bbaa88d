"""Pages of real programmes, challenges and teams say what reports say, and nothing more."""

import pytest
from httpx import AsyncClient

from api.pages.languages import CHINESE, ENGLISH, Language, read_catalogue
from store.database import Connection

FINISHED = "Finished; no public code is known."
NOT_SETTLED = "Code was delivered; its licence is not settled."
REUSABLE = "The code was delivered. Other agencies may reuse it."


def said(text: str, language: Language) -> str:
    """The text in the page's language."""
    if language is ENGLISH:
        return text
    message = read_catalogue(CHINESE).get(text)
    assert message is not None
    assert isinstance(message.string, str)
    return message.string


@pytest.mark.parametrize("language", [ENGLISH, CHINESE], ids=["en", "zh-Hant"])
async def test_no_real_programme_shows_weights_a_rubric_or_a_number_of_applications(
    reader: AsyncClient, connection: Connection, language: Language
) -> None:
    rounds = await connection.fetch("select slug from programme where source is not null")
    assert len(rounds) == 5
    for (slug,) in rounds:
        page = (await reader.get(f"/{language.tag}/programmes/{slug}")).text
        for words in ("How fit is weighed", "What reviewers score, 0 to 5"):
            assert said(words, language) not in page
        assert f'<dt class="fact__name">{said("challenges", language)}</dt>' in page
        assert f'<dt class="fact__name">{said("applications", language)}</dt>' not in page


@pytest.mark.parametrize("language", [ENGLISH, CHINESE], ids=["en", "zh-Hant"])
async def test_reuse_is_promised_only_where_the_delivered_licence_is_settled(
    reader: AsyncClient, connection: Connection, language: Language
) -> None:
    rows = await connection.fetch(
        """
        select challenge.slug, array_remove(array_agg(distinct software.verdict), null) as verdicts
        from challenge
        left join match on match.challenge_id = challenge.id
        left join delivery on delivery.match_id = match.id
        left join software on software.id = delivery.software_id
        where challenge.state = 'DELIVERED'
        group by challenge.slug
        """
    )
    found = set()
    for slug, verdicts in rows:
        expected = REUSABLE if verdicts == ["AGREE"] else (NOT_SETTLED if verdicts else FINISHED)
        page = (await reader.get(f"/{language.tag}/challenges/{slug}")).text
        for sentence in (FINISHED, NOT_SETTLED, REUSABLE):
            assert (said(sentence, language) in page) is (sentence == expected)
        found.add(expected)
    assert len(found) > 1
