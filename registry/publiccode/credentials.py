"""User names and passwords within addresses: whoever reads a public file can use them, so nothing of ours repeats them.

An address may hold them before its host (RFC 3986, 3.2.1, which itself advises against it).
"""

from __future__ import annotations

import re
from typing import Final

_HELD = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]{0,30})://(?P<user>[^\s/?#\"'<>@]*(?:@[^\s/?#\"'<>@]*)*)@", re.IGNORECASE
)
#: Schemes whose user says whom a server lets in, such as ssh://git@example.org: no secret without a password.
_NAME_ONLY: Final = frozenset({"ssh", "git+ssh", "svn+ssh", "sftp"})


def holds_credentials(address: str) -> bool:
    """Whether an address holds what lets somebody in."""
    return without_credentials(address) != address


def without_credentials(text: str) -> str:
    """The same text, with every address in it as it is for everybody."""
    return _HELD.sub(_public, text) if "://" in text and "@" in text else text


def _public(found: re.Match[str]) -> str:
    name, colon, _ = found["user"].partition(":")
    if not colon and found["scheme"].lower() in _NAME_ONLY:
        return found.group()
    kept = f"{name}@" if found["scheme"].lower() in _NAME_ONLY and name else ""
    return f"{found['scheme']}://{kept}"
