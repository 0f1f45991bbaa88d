"""What others' badges and checks ask for, in both languages; their numbers are those of `checks`."""

from collections.abc import Mapping
from typing import Final

from registry.health.checks import BUS_FACTOR_NEEDED, COMMITS_NEEDED, HALF_A_YEAR, REACTION_DAYS, SIGNED_SHARE

CONDITIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "OPENCODE_COMMITS": {
        "en": f"at least {COMMITS_NEEDED} commits in {HALF_A_YEAR} months",
        "zh-Hant": f"{HALF_A_YEAR} 個月內至少 {COMMITS_NEEDED} 次提交",
    },
    "OPENCODE_REACTION": {
        "en": f"issues of three months answered within {REACTION_DAYS} days on average",
        "zh-Hant": f"三個月內的議題平均在 {REACTION_DAYS} 天內獲得回應",
    },
    "OPENCODE_RELEASE": {
        "en": f"a release or tag in {HALF_A_YEAR} months",
        "zh-Hant": f"{HALF_A_YEAR} 個月內有發布版本或標籤",
    },
    "OPENCODE_BUS_FACTOR": {
        "en": f"a bus factor of {BUS_FACTOR_NEEDED} in {HALF_A_YEAR} months",
        "zh-Hant": f"{HALF_A_YEAR} 個月內至少 {BUS_FACTOR_NEEDED} 人分擔一半的工作",
    },
    "OPENCODE_BRANCH_PROTECTED": {
        "en": "a protected main branch (forges do not tell the public)",
        "zh-Hant": "主要分支受保護（程式碼平臺不對外公開）",
    },
    "OPENCODE_POLICY": {"en": "SECURITY.md in the root", "zh-Hant": "根目錄有 SECURITY.md"},
    "OPENCODE_SIGNED_TAGS": {
        "en": f"{SIGNED_SHARE:.0%} of the tags of {HALF_A_YEAR} months signed",
        "zh-Hant": f"{HALF_A_YEAR} 個月內 {SIGNED_SHARE:.0%} 的標籤經過簽署",
    },
    "OPENCODE_REVIEWED": {
        "en": "three quarters of merge requests reviewed by a maintainer (not looked at here)",
        "zh-Hant": "四分之三的合併請求經維護者審查（本站未查看）",
    },
    "SCORECARD_MAINTAINED": {
        "en": "not archived, older than 90 days, and work every week of the last 90 days",
        "zh-Hant": "未封存、建立超過 90 天，且最近 90 天每週都有進展",
    },
    "SCORECARD_LICENSE": {
        "en": "a licence file in the root with an approved licence",
        "zh-Hant": "根目錄有授權檔，且為核可的授權條款",
    },
    "SCORECARD_POLICY": {
        "en": "a security policy that says how to report (its text is not judged here)",
        "zh-Hant": "有說明如何通報的安全政策（本站不評斷內容）",
    },
    "SCORECARD_UPDATER": {
        "en": "a tool that keeps dependencies up to date",
        "zh-Hant": "有自動更新相依套件的工具",
    },
    "SCORECARD_SIGNED": {
        "en": "signed files with provenance in the last five releases",
        "zh-Hant": "最近五次發布的檔案皆經簽署並附來源證明",
    },
}
"""Every condition by its code."""

CHECK_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "maintained-1": {
        "en": "openCode: actively maintained (level 1)",
        "zh-Hant": "openCode：持續維護（第 1 級）",
    },
    "maintained-2": {
        "en": "openCode: reliably maintained (level 2)",
        "zh-Hant": "openCode：可靠維護（第 2 級）",
    },
    "maintained-3": {
        "en": "openCode: maintained through a crisis (level 3)",
        "zh-Hant": "openCode：經得起危機的維護（第 3 級）",
    },
    "security-1": {"en": "openCode: security (level 1)", "zh-Hant": "openCode：安全（第 1 級）"},
    "security-2": {"en": "openCode: security (level 2)", "zh-Hant": "openCode：安全（第 2 級）"},
    "Maintained": {"en": "Scorecard: Maintained", "zh-Hant": "Scorecard：Maintained（維護）"},
    "License": {"en": "Scorecard: License", "zh-Hant": "Scorecard：License（授權）"},
    "Security-Policy": {
        "en": "Scorecard: Security-Policy",
        "zh-Hant": "Scorecard：Security-Policy（安全政策）",
    },
    "Dependency-Update-Tool": {
        "en": "Scorecard: Dependency-Update-Tool",
        "zh-Hant": "Scorecard：Dependency-Update-Tool（相依更新工具）",
    },
    "Signed-Releases": {
        "en": "Scorecard: Signed-Releases",
        "zh-Hant": "Scorecard：Signed-Releases（簽署發布）",
    },
}
"""What each badge and check is called."""
