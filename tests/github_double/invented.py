"""Repositories that do not exist, by people who do not exist, dated back from the moment they are asked for.

Dates are relative because health is: a repository that lives today must still live when the tests run in
three years. Everything else is the same in every run.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.github_double.recording import Recording, blob_sha
from tests.github_double.texts import (
    CONTRIBUTING,
    DEPENDABOT,
    FERRY_PUBLICCODE,
    FLOOD_PUBLICCODE,
    FLOOD_README,
    MIT,
    QUEUE_README,
    SECURITY,
    WORKFLOW,
)

FLOOD_REPORT = "harbour-district/flood-report"
FERRY_TIMETABLE = "commonfield-demo/ferry-timetable"
LIBRARY_QUEUE = "commonfield-demo/library-queue"
PARADE_MAP = "commonfield-demo/parade-map"
TRAM_ALERTS = "commonfield-demo/tram-alerts"
EMPTY_START = "commonfield-demo/empty-start"
BUSY_REGISTRY = "commonfield-demo/busy-registry"

DEPENDABOT_ACCOUNT = "dependabot[bot]"


@dataclass(frozen=True)
class Stroke:
    """Some commits by one account: the newest `newest` days ago, one `every` days, `count` of them."""

    account: str
    newest: float
    every: float
    count: int
    merges: bool = False


def invented(now: datetime) -> tuple[Recording, ...]:
    """Make every invented repository as of a moment."""
    return (
        flood_report(now),
        _ferry_timetable(now),
        _library_queue(now),
        _parade_map(now),
        _tram_alerts(now),
        _empty_start(now),
        _busy_registry(now),
    )


def flood_report(now: datetime) -> Recording:
    """What a matched team delivered for an invented challenge: the repository of `commonfield tour`."""
    released = now - timedelta(days=12)
    files = {
        "LICENSE": MIT.format(year=now.year, holder="Harbour District Office"),
        "README.md": FLOOD_README,
        "CONTRIBUTING.md": CONTRIBUTING,
        "SECURITY.md": SECURITY,
        "publiccode.yml": FLOOD_PUBLICCODE.format(released=released.date(), version="1.0.0"),
        "package.json": '{"name": "flood-report", "version": "1.0.0", "license": "MIT", "private": true}\n',
        ".github/workflows/test.yml": WORKFLOW,
        ".github/dependabot.yml": DEPENDABOT,
        "src/report.js": "export const depths = ['ankle', 'knee', 'waist'];\n",
    }
    strokes = (
        Stroke("mei-lantern", 2, 6, 55),
        Stroke("otto-pier", 5, 9, 36),
        Stroke("ines-quay", 11, 17, 18),
        Stroke("mei-lantern", 14, 30, 10, merges=True),
        Stroke(DEPENDABOT_ACCOUNT, 4, 14, 20),
    )
    return _recording(
        now,
        FLOOD_REPORT,
        strokes,
        files,
        tags={"v0.1.0": 200, "v0.2.0": 110, "v1.0.0": 12},
        description="Residents report street flooding; the district answers. 居民通報淹水，區公所即時回應。",
        topics=("flood", "civic-tech", "zh-hant"),
        stars=7,
        licence="MIT",
    )


def _ferry_timetable(now: datetime) -> Recording:
    files = {
        "LICENSE": MIT.format(year=now.year - 3, holder="Commonfield demo contributors"),
        "README.md": "# Ferry timetable\n\nOpen timetables for small ferries, in English and Chinese.\n",
        "CONTRIBUTING.md": CONTRIBUTING,
        "SECURITY.md": SECURITY,
        "publiccode.yml": FERRY_PUBLICCODE.format(released=(now - timedelta(days=40)).date()),
        "pyproject.toml": '[project]\nname = "ferry-timetable"\nversion = "2.4.0"\nlicense = "MIT"\n',
        ".github/workflows/test.yml": WORKFLOW,
        ".github/dependabot.yml": DEPENDABOT,
        "timetable/__init__.py": '"""Timetables."""\n',
    }
    strokes = (
        Stroke("noor-harbour", 3, 8, 100),
        Stroke("teo-anchor", 9, 15, 55),
        Stroke("lin-jetty", 20, 25, 32),
        Stroke("ada-buoy", 45, 60, 13),
        Stroke("noor-harbour", 16, 40, 20, merges=True),
        Stroke(DEPENDABOT_ACCOUNT, 1, 7, 110),
    )
    return _recording(
        now,
        FERRY_TIMETABLE,
        strokes,
        files,
        tags={"v2.2.0": 400, "v2.3.0": 210, "v2.4.0": 40},
        description="Open timetables for small ferries",
        topics=("transport", "gtfs"),
        stars=23,
        licence="MIT",
    )


def _library_queue(now: datetime) -> Recording:
    files = {
        "README.md": QUEUE_README,
        "package.json": '{"name": "library-queue", "version": "0.3.0", "private": true}\n',
    }
    strokes = (Stroke("sol-shelf", 20, 21, 22), Stroke("pia-index", 70, 45, 8))
    return _recording(
        now, LIBRARY_QUEUE, strokes, files, tags={"v0.3.0": 150}, description="Queue numbers", stars=2
    )


def _parade_map(now: datetime) -> Recording:
    files = {
        "LICENSE": MIT.format(year=now.year - 6, holder="Parade map authors"),
        "README.md": "# Parade map\n\nWhich streets are closed on parade days.\n",
        "package.json": '{"name": "parade-map", "version": "1.2.0", "license": "MIT"}\n',
        ".github/dependabot.yml": DEPENDABOT,
    }
    strokes = (Stroke("jo-banner", 1500, 12, 40), Stroke(DEPENDABOT_ACCOUNT, 6, 30, 45))
    return _recording(
        now,
        PARADE_MAP,
        strokes,
        files,
        tags={"v1.2.0": 1510},
        description="Closed streets on parade days",
        stars=41,
        licence="MIT",
    )


def _tram_alerts(now: datetime) -> Recording:
    files = {
        "COPYING": MIT.format(year=now.year - 2, holder="Tram alerts team"),
        "README.md": "# Tram alerts\n\nMoved to the transport office's own service.\n",
        "composer.json": '{"name": "commonfield-demo/tram-alerts", "license": "MIT"}\n',
    }
    strokes = (Stroke("kai-rail", 35, 10, 60), Stroke("uma-signal", 50, 20, 25))
    return _recording(
        now,
        TRAM_ALERTS,
        strokes,
        files,
        tags={"1.0": 300},
        description="Alerts for tram riders",
        licence="MIT",
        archived=True,
    )


def _empty_start(now: datetime) -> Recording:
    created = now - timedelta(days=130)
    repo = {
        **_identity(EMPTY_START),
        "default_branch": "main",
        "created_at": _stamp(created),
        "pushed_at": _stamp(created),
        "archived": False,
        "fork": False,
        "description": None,
        "license": None,
    }
    return Recording(repo=repo, releases=(), advisories=())


def _busy_registry(now: datetime) -> Recording:
    """More commits in two years than one look may read."""
    files = {
        "LICENSE": MIT.format(year=now.year - 1, holder="Busy registry contributors"),
        "README.md": "# Busy registry\n",
    }
    people = ("ana-ledger", "bo-folio", "cy-margin", "di-column", "ed-index", "fay-tally")
    strokes = tuple(Stroke(who, 1 + place / 3, 3.5, 120) for place, who in enumerate(people))
    return _recording(now, BUSY_REGISTRY, strokes, files, tags={"v9.0": 30}, licence="MIT", stars=310)


def _recording(  # the arguments are the repository's facts
    now: datetime,
    full_name: str,
    strokes: Iterable[Stroke],
    files: Mapping[str, str],
    *,
    tags: Mapping[str, int],
    description: str = "",
    topics: Sequence[str] = (),
    stars: int = 0,
    licence: str | None = None,
    archived: bool = False,
) -> Recording:
    commits = _commits(now, full_name, strokes)
    contents = {path: text.encode() for path, text in files.items()}
    repo = {
        **_identity(full_name),
        "default_branch": "main",
        "created_at": commits[-1]["committed"],
        "pushed_at": commits[0]["committed"],
        "archived": archived,
        "fork": False,
        "description": description,
        "topics": list(topics),
        "stargazers_count": stars,
        "open_issues_count": 0,
        "license": None if licence is None else {"spdx_id": licence, "key": licence.lower()},
    }
    tagged = tuple(_tag(now, commits, name, days) for name, days in tags.items())
    return Recording(
        repo=repo,
        commits=commits,
        tags=tagged,
        tree=tuple(
            {"path": path, "sha": blob_sha(content), "size": len(content), "type": "blob"}
            for path, content in sorted(contents.items())
        ),
        files=contents,
        advisories=(),
        releases=tuple(
            {
                "tag_name": tag["name"],
                "published_at": tag["date"],
                "draft": False,
                "prerelease": tag["name"].startswith("v0."),
            }
            for tag in reversed(tagged)
        ),
    )


def _commits(now: datetime, full_name: str, strokes: Iterable[Stroke]) -> tuple[Mapping[str, Any], ...]:
    moments = sorted(
        (
            (now - timedelta(days=stroke.newest + stroke.every * place), stroke.account, stroke.merges)
            for stroke in strokes
            for place in range(stroke.count)
        ),
        reverse=True,
    )
    shas = [_sha(f"{full_name} commit {len(moments) - place}") for place in range(len(moments))]
    return tuple(
        {
            "sha": shas[place],
            "parents": _parents(full_name, shas[place + 1 :], is_merge=is_merge),
            "login": account,
            "type": "Bot" if account.endswith("[bot]") else "User",
            "authored": _stamp(moment),
            "committed": _stamp(moment),
        }
        for place, (moment, account, is_merge) in enumerate(moments)
    )


def _parents(full_name: str, older: Sequence[str], *, is_merge: bool) -> list[str]:
    first = list(older[:1])
    return [*first, _sha(f"{full_name} branch {first[0]}")] if is_merge and first else first


def _tag(now: datetime, commits: Sequence[Mapping[str, Any]], name: str, days: int) -> Mapping[str, Any]:
    moment = _stamp(now - timedelta(days=days))
    tagged = next((commit for commit in commits if commit["committed"] <= moment), commits[-1])
    return {"name": name, "sha": tagged["sha"], "date": tagged["committed"]}


def _identity(full_name: str) -> dict[str, Any]:
    owner, name = full_name.split("/")
    number = 4_300_000_000 + int(_sha(full_name)[:6], 16)  # beyond any number that GitHub has given so far
    return {
        "full_name": full_name,
        "owner": owner,
        "name": name,
        "html_url": f"https://github.com/{full_name}",
        "id": number,
    }


def _sha(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
