"""A release as it was seen: its tag, when it was published, and where its page is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from registry.health import RepositoryObservation
from registry.texts import storable

_GITHUB: Final = "github"
#: Where the page of a release is, below its repository's: on GitHub, else as GitLab has it, which alone tells releases.
_PAGE, _PAGE_ELSEWHERE = "/releases/tag/", "/-/releases/"


@dataclass(frozen=True, slots=True)
class Seen:
    """One release that a look saw.

    Attributes:
        url: its page at the forge.
    """

    tag: str
    published_at: datetime
    is_prerelease: bool
    url: str


def seen(observation: RepositoryObservation) -> Sequence[Seen]:
    """The releases of a look that were published, each tag once; none where they could not be read."""
    page = observation.url.rstrip("/") + (_PAGE if observation.forge == _GITHUB else _PAGE_ELSEWHERE)
    found = {
        tag: Seen(tag, each.published_at, each.is_prerelease, page + quote(tag))
        for each in observation.releases or ()
        if (tag := storable(each.tag)) and each.published_at is not None
    }
    return tuple(found.values())
