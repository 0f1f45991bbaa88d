"""What `graphql-schema-linter` finds in the published schema; run by `make audit-schema`, fails on any finding.

Its rules stand in `schema_linter/.graphql-schema-linterrc`: all but those that want fields and members in alphabetical
order, for ours stand in the order in which a reader needs them.
"""

import json
import sys
from pathlib import Path

import click

from tests.audit.node import NotInstalled, run

SDL = Path(__file__).resolve().parents[2] / "schema" / "schema.graphql"


def main() -> int:
    """Lint, print and return the exit code."""
    done = run(
        "schema_linter", "node", "node_modules/.bin/graphql-schema-linter", "--format", "json", str(SDL)
    )
    try:
        errors = json.loads(done.stdout)["errors"]
    except (ValueError, KeyError) as error:
        raise NotInstalled(done.stderr or done.stdout) from error
    for each in errors:
        click.echo(f"{each['location']['line']}: {each['message']} ({each['rule']})")
    click.echo(f"GOAL schema-lint-findings {len(errors)} 0 {'short' if errors else 'ok'}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
