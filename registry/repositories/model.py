"""Which repository an entry is known by, and where one was forked from; pure."""

from urllib.parse import urlsplit

from registry.health import RepositoryObservation
from registry.software.model import Repository, Software


def is_main(software: Software, held: Repository) -> bool:
    """Say whether an entry is known by this repository, which alone decides its score, licence and metadata."""
    return software.url.casefold() == held.url.casefold()


def forked_from(observation: RepositoryObservation) -> tuple[str, ...]:
    """Give the addresses of the parent and of the first repository of all forks, where the forge tells them."""
    host = urlsplit(observation.url).hostname
    names = dict.fromkeys(each for each in (observation.parent, observation.root) if each)
    return tuple(f"https://{host}/{name}" for name in names) if host else ()
