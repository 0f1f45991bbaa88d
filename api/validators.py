"""What a client has already need not be sent again: the validators of an answer, and reading those that came back.

RFC 9110, section 8.8 and 13.1. Our ETags are made of the body itself, so they change exactly when the answer does, and
are weak, because the body may be compressed on its way.
"""

from hashlib import blake2b

from litestar.datastructures import Headers

ETAG_BYTES = 16  # 128 bits: two answers never share one
WEAK = "W/"


def etag_of(body: bytes) -> str:
    """The ETag of an answer."""
    return f'{WEAK}"{blake2b(body, digest_size=ETAG_BYTES).hexdigest()}"'


def is_held(headers: Headers, etag: str) -> bool:
    """Whether a client says that it has this answer: `*` is any, and weak comparison leaves `W/` out of account."""
    held = [each.strip() for each in headers.get("if-none-match", "").split(",")]
    return "*" in held or etag.removeprefix(WEAK) in [each.removeprefix(WEAK) for each in held]
