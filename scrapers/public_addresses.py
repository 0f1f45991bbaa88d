"""Addresses that somebody gave us, looked up once and held to: only public ones are called, never our own network's."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit, urlunsplit

Address = IPv4Address | IPv6Address
IsAllowed = Callable[[Address, int], bool]
"""Says whether a machine may be called at a port."""

LOOK_UP_SECONDS: Final = 5.0
IPV6: Final = 6
PORTS: Final = {"http": 80, "https": 443}
#: Where web servers listen: the ports of RFC 9110, and the two that are usual beside them. What else listens on a
#: public machine, such as a mail server or a database, is not there to be spoken to by us in somebody's name.
WEB_PORTS: Final = frozenset({80, 443, 8080, 8443})
#: Prefixes whose addresses hold an IPv4 address that a gateway would go to (RFC 6052, 8215, 3056, 4380, 2765; 4291 for
#: `::`), and those that IANA's registries of special addresses hold back, which Python 3.11 takes for global: of
#: protocols, former relays and sites (RFC 6890, 7526, 3879), examples (RFC 9637), segment routing (RFC 9602).
_HELD_BACK: Final = tuple(
    map(
        ip_network,
        (
            *("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::ffff:0:0:0/96", "::/96"),
            *("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "3fff::/20", "5f00::/16"),
        ),
    )
)


class NotPublic(Exception):  # noqa: N818 - what the address is, not a fault of the program
    """The host has no address, or one that is not public; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """An address with the machine it was looked up to.

    Attributes:
        url: with the machine's number in place of the host's name, so that nothing is looked up again.
        host: what the `Host` header says.
        name: whose certificate is expected.
    """

    url: str
    host: str
    name: str


def is_public(address: Address) -> bool:
    """Say whether an address is of the public internet, and not a way around to one that is not."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    if mapped is not None:
        return is_public(mapped)
    is_held_back = any(address in network for network in _HELD_BACK if network.version == address.version)
    return address.is_global and not address.is_multicast and not is_held_back


def is_public_web_server(address: Address, port: int) -> bool:
    """Say whether somebody may have us call this: a public machine, where web servers listen."""
    return port in WEB_PORTS and is_public(address)


def names_no_web_port(url: str) -> bool:
    """Say whether a web address names a port at which no web server is looked for."""
    try:
        port = urlsplit(url).port
    except ValueError:
        return False
    return port is not None and port not in WEB_PORTS


def names_no_public_machine(url: str) -> bool:
    """Say whether a web address names a machine by a number that is not public, or this one; nothing is looked up.

    Numbers are read in the old forms too (`127.1`, `2130706433`), as the system's resolver does.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, section 6.3
        return True
    try:
        return not is_public(ip_address(host))
    except ValueError:
        with suppress(OSError, UnicodeEncodeError):
            return not is_public(IPv4Address(socket.inet_aton(host)))
    return False


async def pin(url: str, is_allowed: IsAllowed = is_public_web_server) -> Pinned:
    """Look a web address up, and hold it to what was found.

    Args:
        url: http(s) address, as somebody gave it.
        is_allowed: which machines may be called, and at which port.

    Raises:
        NotPublic: it has no address, or any of its addresses may not be called.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotPublic(url)
    try:
        port = parts.port or PORTS[parts.scheme]
        async with asyncio.timeout(LOOK_UP_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(
                parts.hostname, port, type=socket.SOCK_STREAM
            )
        addresses = [ip_address(each[4][0]) for each in found]
    except (OSError, ValueError, UnicodeError, TimeoutError) as error:
        raise NotPublic(url) from error
    if not addresses or not all(is_allowed(each, port) for each in addresses):
        raise NotPublic(url)
    first = addresses[0]
    number = f"[{first}]" if first.version == IPV6 else str(first)
    pinned = urlunsplit(parts._replace(netloc=f"{number}:{port}", fragment=""))
    return Pinned(pinned, parts.netloc.rpartition("@")[2], parts.hostname)
