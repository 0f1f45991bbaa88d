"""From which address a request came, when proxies that are trusted stand in between."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

Network = IPv4Network | IPv6Network
IPV6_SITE_BITS = 64  # who has one IPv6 address has 2^64 of them
NOWHERE = "-"


def client_address(peer: str | None, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """The address that a bucket is kept for; an IPv6 address stands for its /64.

    Args:
        peer: who is connected; None for a socket without addresses.
        forwarded: values of X-Forwarded-For as they came; each proxy adds whom it saw at the end.
        trusted: networks of our own proxies. What they added is believed, and no more than that.
    """
    steps = [part.strip() for value in forwarded for part in value.split(",")]
    address = peer or NOWHERE
    while steps and _is_of(address, trusted):
        address = steps.pop()
    return _site(address)


def _is_of(address: str, networks: Sequence[Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)


@lru_cache(maxsize=4_096)
def _site(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return NOWHERE
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found) >> IPV6_SITE_BITS << IPV6_SITE_BITS, IPV6_SITE_BITS)))
