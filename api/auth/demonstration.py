"""Whether a visitor may act as one of the demo's invented people, an officer among them: on a demonstration only."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from api.settings import Demo, Settings, variable
from demo.load import is_loaded
from store.database import Connection
from store.refusal import refuse_unless


def looks_like_a_trial(settings: Settings) -> bool:
    """Whether this is somebody trying it out: our own database, reached from this machine, no address, no provider."""
    is_bare = settings.database_url is None and settings.base_url is None and settings.oidc_issuer is None
    return is_bare and _is_this_machine(settings.host)


def fills_itself(settings: Settings) -> bool:
    """Whether an installation that is empty fills itself with the demo."""
    return settings.demo is Demo.ALWAYS or (settings.demo is Demo.AUTO and looks_like_a_trial(settings))


def closed_because(settings: Settings) -> str | None:
    """Say why nobody may sign in as one of the demo's people even while it is loaded; None when anybody may.

    A reverse proxy makes a loopback address public, so an address that people reach this installation at must be of
    this machine too, and plain http.
    """
    address = settings.base_url or ""
    reasons = (
        (settings.oidc_issuer is not None, f"{variable('oidc_issuer')} is set, so real people sign in here"),
        (settings.demo is Demo.NEVER, f"{variable('demo')} is never"),
        (not _is_this_machine(settings.host), f"{variable('host')} is reached from other machines"),
        (bool(address) and settings.is_https, f"{variable('base_url')} begins with https://"),
        (
            bool(address) and not _is_this_machine(urlsplit(address).hostname or ""),
            f"{variable('base_url')} is not an address of this machine",
        ),
    )
    held_by = reasons[:1] if settings.demo is Demo.ALWAYS else reasons
    return next((reason for holds, reason in held_by if holds), None)


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
