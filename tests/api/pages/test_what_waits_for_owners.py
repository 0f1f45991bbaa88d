"""What an owner finds on the page of what waits for them."""

from typing import Any

from api.pages.waiting import living_and_pairs


def challenge(slug: str, state: str, programme: str = "OPEN") -> dict[str, Any]:
    return {
        "slug": slug,
        "state": state,
        "programme": {"state": programme},
        "owner": {"slug": "library"},
        "matches": {"nodes": []},
    }


def shown(newest: list[dict[str, Any]], drafts: list[dict[str, Any]]) -> list[str]:
    library = {"slug": "library", "name": {"en": "Library"}, "challenges": {"nodes": newest}}
    return [each["slug"] for each in living_and_pairs(library, drafts)["living"]]


def test_drafts_come_first_however_old_and_each_once() -> None:
    new_draft = challenge("new", "DRAFT")
    newest = [challenge("open", "PUBLISHED"), challenge("sent", "SUBMITTED"), new_draft]
    assert shown(newest, [new_draft, challenge("old", "DRAFT")]) == ["new", "old", "sent", "open"]


def test_what_is_over_or_of_another_bureau_does_not_wait() -> None:
    over = [challenge("over", "PUBLISHED", "CLOSED"), challenge("gone", "WITHDRAWN")]
    assert shown(over, [challenge("theirs", "DRAFT") | {"owner": {"slug": "police"}}]) == []
