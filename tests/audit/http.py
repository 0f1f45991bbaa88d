"""What `graphql-http`, the reference of GraphQL over HTTP, finds when it asks a running Commonfield.

Run by `make audit-graphql`: starts a server of its own on this machine, prints every audit that is not met and one
line with the numbers, and exits with 1 when one of the 61 is not.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from api.tour.server import started
from tests.audit.node import NotInstalled, run

AUDITS = 61  # of graphql-http 1.23
SETTINGS = {"demo": "never", "github_api": "http://127.0.0.1:9"}


def main() -> int:
    """Audit, print and return the exit code."""
    with TemporaryDirectory(prefix="commonfield-audit-") as folder, started(Path(folder), SETTINGS) as url:
        done = run("graphql_http", "node", "audit.mjs", f"{url}/graphql")
    if done.returncode:
        raise NotInstalled(done.stderr.strip())
    found = json.loads(done.stdout)
    for each in found:
        if each["status"] != "ok":
            click.echo(f"{each['status']:6} {each['id']} {each['name']}: {each['reason']}")
    met = sum(each["status"] == "ok" for each in found)
    click.echo(f"GOAL graphql-http-audit {met} {AUDITS} {'ok' if met >= AUDITS else 'short'}")
    return 0 if met >= AUDITS else 1


if __name__ == "__main__":
    sys.exit(main())
