"""An invented repository, as a look at it gives it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from registry.health import CommitFact, RepositoryObservation
from tests.github_double.texts import MIT

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
URL = "https://github.com/example/river-watch"
ENTRY = f"""\
publiccodeYmlVersion: "0.3.0"
name: find-babycare-backend
url: {URL}
legal: {{license: MIT License, repoOwner: 臺中市政府}}
description: {{zh-Hant: {{localisedName: 公托報名管理系統, shortDescription: 提供查詢及審核}}}}
""".encode()
MIT_TEXT = MIT.format(year=2026, holder="Example")
LONG = "Levels of every gauge on the river. " * 5
FILE = f"""\
publiccodeYmlVersion: "0.4"
name: River Watch
url: {URL}
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
legal: {{license: MIT}}
maintenance: {{type: none}}
localisation: {{localisationReady: true, availableLanguages: [en]}}
description: {{en: {{shortDescription: Shows how high rivers are., features: [Gauges], longDescription: {LONG}}}}}
"""


def seen(texts: Mapping[str, str], **facts: object) -> RepositoryObservation:
    commits = tuple(
        CommitFact(
            f"{day:040x}",
            NOW - timedelta(days=day),
            NOW - timedelta(days=day),
            f"p{day % 3}",
            is_bot=False,
            is_merge=False,
        )
        for day in range(0, 1000, 10)
    )
    observation = RepositoryObservation(
        url=URL,
        forge="github",
        forge_id=7,
        full_name="example/river-watch",
        observed_at=NOW,
        created_at=NOW - timedelta(days=1000),
        commits=commits,
        commits_complete=True,
        commit_count=len(commits),
        files=tuple(sorted({*texts, "README.md"})),
        texts=texts,
    )
    return replace(observation, **facts)  # type: ignore[arg-type]  # the tests name fields of the class
