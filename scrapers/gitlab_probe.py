"""Asking a host that a stranger named, once and for little, whether it is a GitLab."""

import asyncio
import json
from typing import Final

import httpx

from scrapers.failures import CONNECTION_FAILED, Unreachable
from scrapers.gitlab_addresses import is_gitlab
from scrapers.public_addresses import Pinned

SECONDS: Final = 10.0  # for the whole answer
MOST_BYTES: Final = 4096  # GitLab's own answer has 30


async def probe(api: Pinned, transport: httpx.AsyncBaseTransport | None = None) -> bool:
    """Ask the API for its version and judge the answer; nothing else is asked, and no redirect is followed.

    Args:
        api: where `/api/v4` would be, looked up to a public machine.
        transport: in place of the network, for tests.

    Raises:
        Unreachable: CONNECTION_FAILED: the host did not answer now.
    """
    try:
        async with (
            asyncio.timeout(SECONDS),
            httpx.AsyncClient(transport=transport, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "GET",
                f"{api.url}/version",
                headers={"Host": api.host, "User-Agent": "commonfield", "Accept-Encoding": "identity"},
                extensions={"sni_hostname": api.name},
            ) as response,
        ):
            content = b""
            async for part in response.aiter_bytes(MOST_BYTES):
                content += part
                if len(content) > MOST_BYTES:
                    return False
    except (httpx.HTTPError, TimeoutError) as failure:
        raise Unreachable(CONNECTION_FAILED) from failure
    try:
        return is_gitlab(response.status_code, json.loads(content))
    except ValueError:
        return False
