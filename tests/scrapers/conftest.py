"""A GitHub double that every test finds as new, and how to reach it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from scrapers.github import GitHubAccess
from tests.github_double import Double, invented, serve

NOW = datetime.now(UTC).replace(microsecond=0)
INVENTED = invented(NOW)  # the same for all tests: nothing in a recording changes


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Double, str]]:
    """One server for a module's tests: starting one takes longer than a look."""
    double = Double(INVENTED, anonymous_limit=1000)
    with serve(double=double) as api_url:
        yield double, api_url


@pytest.fixture
def double(served: tuple[Double, str]) -> Double:
    """The invented repositories, free to be renamed or broken."""
    served[0].restore()
    return served[0]


@pytest.fixture
def access(served: tuple[Double, str], double: Double) -> GitHubAccess:
    """How the double is reached, with a budget of the test's own."""
    return GitHubAccess(served[1], timeout=5)
