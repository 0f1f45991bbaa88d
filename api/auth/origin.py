"""Whether a request that would change something was sent by our own pages, or planted by another site.

The rules are those of Go's `http.CrossOriginProtection`: browsers say where a request comes from in Sec-Fetch-Site, and
older ones in Origin; a request with neither was sent by a program, which carries no cookie unless it was told to.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})  # RFC 9110, section 9.2.1
OWN = frozenset({"same-origin", "none"})  # `none`: typed, or opened from a bookmark


def is_planted(method: str, headers: Mapping[str, str], base_url: str) -> bool:
    """Say whether another site may have sent this request in a reader's name.

    Args:
        method: of the request.
        headers: by lower-case name.
        base_url: the address people reach this installation at.
    """
    if method in SAFE_METHODS:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in OWN
    origin = headers.get("origin")
    if origin is None:
        return False
    host = urlsplit(origin).netloc
    return origin != _origin(base_url) and (not host or host != headers.get("host"))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
