"""What we ask of GitHub's GraphQL API is in GitHub's own schema, and costs what we say."""

import pytest
from graphql import build_schema, parse, validate

from scrapers.github_graphql import EACH, document
from scrapers.relevance import MOST_TEXTS
from tests.contract.description import PACKAGES

SCHEMA = PACKAGES / "@octokit/graphql-schema/schema.graphql"
POINTS = 2
pytestmark = pytest.mark.skipif(
    not SCHEMA.exists(), reason="needs npm's @octokit/graphql-schema: make test-contract"
)


@pytest.mark.parametrize("files", [0, 1, MOST_TEXTS])
def test_the_query_of_a_look_is_valid(files: int) -> None:
    schema = build_schema(SCHEMA.read_text(encoding="utf-8"), assume_valid=True)
    assert validate(schema, parse(document(files))) == []


def test_the_query_costs_two_points() -> None:
    """GitHub, "Rate limits and query limits for the GraphQL API": requests for each connection, divided by 100."""
    issues, of_each_issue = 1, 2  # comments, closing
    requests, of_each_request = 1, 3  # and reviews
    needed = issues + EACH * of_each_issue + requests + EACH * of_each_request
    assert round(needed / 100) == POINTS
