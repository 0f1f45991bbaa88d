"""A GitHub double for each test, and how to reach it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from scrapers.github import GitHubAccess
from tests.github_double import Double, invented, serve

NOW = datetime.now(UTC).replace(microsecond=0)
INVENTED = invented(NOW)  # the same for all tests: nothing in a recording changes


@pytest.fixture
def double() -> Double:
    """The invented repositories, free to be renamed or broken."""
    return Double(INVENTED, anonymous_limit=1000)


@pytest.fixture
def access(double: Double) -> Iterator[GitHubAccess]:
    """How the double is reached while the test runs."""
    with serve(double=double) as api_url:
        yield GitHubAccess(api_url, timeout=5)
