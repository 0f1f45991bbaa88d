"""Whether a visitor may act as one of the demo's invented people, an officer among them: on a demonstration only."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from api.settings import Demo, Settings, variable
from demo.load import is_loaded
from store.database import Connection
from store.refusal import refuse_unless


def looks_like_a_trial(settings: Settings) -> bool:
    """Whether this is somebody trying it out: our own database, reached from this machine, under no address."""
    return settings.database_url is None and settings.base_url is None and _is_this_machine(settings.host)


def fills_itself(settings: Settings) -> bool:
    """Whether an installation that is empty fills itself with the demo."""
    return settings.demo is Demo.ALWAYS or (settings.demo is Demo.AUTO and looks_like_a_trial(settings))


def closed_because(settings: Settings) -> str | None:
    """Say why nobody may sign in as one of the demo's people even while it is loaded; None when anybody may.

    A reverse proxy makes a loopback address public, so an address that people reach this installation at must be of
    this machine too, and plain http.
    """
    if settings.demo is Demo.NEVER:
        return f"{variable('demo')} is never"
    if settings.demo is Demo.ALWAYS:
        return None
    if not _is_this_machine(settings.host):
        return f"{variable('host')} is reached from other machines"
    if settings.base_url is not None and settings.is_https:
        return f"{variable('base_url')} begins with https://"
    if settings.base_url is not None and not _is_this_machine(urlsplit(settings.base_url).hostname or ""):
        return f"{variable('base_url')} is not an address of this machine"
    return None


async def refuse_unless_open(settings: Settings, connection: Connection) -> None:
    """Let pass who wants to be one of the demo's people, where it is loaded and this is a demonstration.

    Raises:
        Refused: DEMO_NOT_LOADED or DEMO_CLOSED.
    """
    refuse_unless(await is_loaded(connection), "DEMO_NOT_LOADED")
    refuse_unless(closed_because(settings) is None, "DEMO_CLOSED")


async def is_open(settings: Settings, connection: Connection) -> bool:
    """Whether `refuse_unless_open` lets pass."""
    return closed_because(settings) is None and await is_loaded(connection)


def _is_this_machine(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
