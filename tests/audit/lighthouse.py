"""What Lighthouse finds on the pages that most people see; run by `make lighthouse`, wants 95 of 100 in every group.

Starts a server of its own over the demo, looks at each page in a headless Chromium as a phone would, prints every
audit that costs points and one line for each group: the lowest score of any page.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from api.tour.server import started
from tests.audit.node import NotInstalled, run
from tests.browser.chromium import chromium

PAGES = (
    "/en",
    "/zh-Hant/catalogue",
    "/en/catalogue/civic-tech-experimental-field-find-babycare-backend",
    "/zh-Hant/challenges/field-tool-for-dengue-household-visits",
)
GROUPS = ("performance", "accessibility", "best-practices", "seo")
WANTED = 95  # of 100, in each group on each page
SETTINGS = {"demo": "always", "github_api": "http://127.0.0.1:9"}
FLAGS = "--headless --no-sandbox --disable-gpu"


def main() -> int:
    """Look, print and return the exit code."""
    browser = chromium()
    if browser is None:
        raise NotInstalled("no Chromium was found on this machine")
    os.environ["CHROME_PATH"] = browser
    lowest = dict.fromkeys(GROUPS, 100)
    with TemporaryDirectory(prefix="commonfield-audit-") as folder, started(Path(folder), SETTINGS) as url:
        for page in PAGES:
            report = _report(f"{url}{page}")
            for group in GROUPS:
                score = round((report["categories"][group]["score"] or 0) * 100)
                lowest[group] = min(lowest[group], score)
                click.echo(f"{score:4} {group:14} {page}")
            for line in _losses(report):
                click.echo(f"     {line}")
    for group, score in lowest.items():
        click.echo(f"GOAL lighthouse-{group} {score} {WANTED} {'ok' if score >= WANTED else 'short'}")
    return 0 if min(lowest.values()) >= WANTED else 1


def _report(address: str) -> Mapping[str, Any]:
    done = run(
        "lighthouse", "node", "node_modules/.bin/lighthouse", address,
        "--quiet", "--output=json", f"--chrome-flags={FLAGS}",
    )  # fmt: skip
    try:
        found: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise NotInstalled(done.stderr or done.stdout) from error
    return found


def _losses(report: Mapping[str, Any]) -> list[str]:
    weighed = {
        reference["id"]
        for group in report["categories"].values()
        for reference in group["auditRefs"]
        if reference["weight"]
    }
    return [
        f"{audit['id']}: {audit['title']}"
        for audit in report["audits"].values()
        if audit["id"] in weighed and audit["score"] is not None and audit["score"] < 1
    ]


if __name__ == "__main__":
    sys.exit(main())
