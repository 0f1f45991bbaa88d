"""The sentences of a cohort's report, in English and Traditional Chinese."""

from collections.abc import Mapping

from matching.cohort.report import Line, Value

REPORT_TEXTS: Mapping[str, Mapping[str, str]] = {
    "PLACED": {
        "en": "{placed} of {teams} teams have a challenge.",
        "zh-Hant": "{teams} 個團隊中有 {placed} 個獲得課題。",
    },
    "TEAM_CHOICE": {
        "en": "Teams that got their choice number {choice}: {count}.",
        "zh-Hant": "獲得第 {choice} 志願的團隊：{count}。",
    },
    "CHALLENGE_CHOICE": {
        "en": "Challenges that got their choice number {choice}: {count}.",
        "zh-Hant": "獲得第 {choice} 順位團隊的課題：{count}。",
    },
    "AVERAGE_SCORES": {
        "en": "On average a challenge suits its team at {team_score}, and a team its challenge at {challenge_score}.",
        "zh-Hant": "平均適配度：課題對團隊 {team_score}，團隊對課題 {challenge_score}。",
    },
    "NOBODY_WOULD_SWAP": {
        "en": "No team and challenge would both rather have each other.",
        "zh-Hant": "沒有任何團隊與課題會雙方都更想選擇彼此。",
    },
    "WOULD_SWAP": {
        "en": "{team} and {challenge} would both rather have each other.",
        "zh-Hant": "{team}與{challenge}雙方都更想選擇彼此。",
    },
    "EMPTY": {
        "en": "{challenge} has no team.",
        "zh-Hant": "{challenge}沒有團隊。",
    },
    "CLOSED": {
        "en": "{challenge} is closed: too few teams were left for its minimum.",
        "zh-Hant": "{challenge}不開設：團隊數未達最低要求。",
    },
    "UNMATCHED_LISTED_NOTHING": {
        "en": "{team} has no challenge: it listed none.",
        "zh-Hant": "{team}未獲課題：沒有填寫志願。",
    },
    "UNMATCHED_NO_CAPACITY": {
        "en": "{team} has no challenge: it can take none at present.",
        "zh-Hant": "{team}未獲課題：目前無法再承接。",
    },
    "UNMATCHED_NOT_ACCEPTED": {
        "en": "{team} has no challenge: none that it listed accepts it.",
        "zh-Hant": "{team}未獲課題：所填志願均未接受此團隊。",
    },
    "UNMATCHED_PLACES_TAKEN": {
        "en": "{team} has no challenge: every place at those it listed is taken.",
        "zh-Hant": "{team}未獲課題：所填志願均已額滿。",
    },
    "UNMATCHED_CHALLENGES_CLOSED": {
        "en": "{team} has no challenge: those it listed are full or closed.",
        "zh-Hant": "{team}未獲課題：所填志願已額滿或不開設。",
    },
    "UNMATCHED_NOT_BEST": {
        "en": "{team} has no challenge, although a place was free: another pairing was better by the objective.",
        "zh-Hant": "{team}未獲課題：雖有空位，但依所選目標有更好的媒合方式。",
    },
    "UNMATCHED_NO_PAIRING": {
        "en": "{team} has no challenge: no pairing meets all minimum numbers.",
        "zh-Hant": "{team}未獲課題：沒有任何媒合能滿足所有最低數量。",
    },
    "CONFLICT": {
        "en": "No pairing meets all the numbers. These cannot hold together:",
        "zh-Hant": "沒有任何媒合能同時滿足所有數量要求。下列條件互相衝突：",
    },
    "CONFLICT_CHALLENGE_MINIMUM": {
        "en": "{id} needs at least {teams}.",
        "zh-Hant": "{id}至少需要 {teams} 個團隊。",
    },
    "CONFLICT_CHALLENGE_MAXIMUM": {
        "en": "{id} takes at most {teams}.",
        "zh-Hant": "{id}最多接受 {teams} 個團隊。",
    },
    "CONFLICT_OWNER_MINIMUM": {
        "en": "The challenges of {id} need at least {teams} together.",
        "zh-Hant": "{id}的課題合計至少需要 {teams} 個團隊。",
    },
    "CONFLICT_OWNER_MAXIMUM": {
        "en": "The challenges of {id} take at most {teams} together.",
        "zh-Hant": "{id}的課題合計最多接受 {teams} 個團隊。",
    },
    "NOT_PROVEN": {
        "en": "This was not proven to be the best pairing.",
        "zh-Hant": "尚未證明這是最佳媒合。",
    },
}

_IDENTITIES = frozenset({"team", "challenge", "id"})


def sentence(line: Line, language: str, names: Mapping[str, str] | None = None) -> str:
    """A line of a report in a language: zh-Hant for Chinese tags, English for all others.

    `names` says how ids are to be read; an id without a name stays as it is.

    Raises:
        KeyError: the line's code is not in REPORT_TEXTS.
    """
    chosen = "zh-Hant" if language.casefold().split("-")[0] == "zh" else "en"
    shown = {name: _shown(name, value, names or {}) for name, value in line.values.items()}
    return REPORT_TEXTS[line.code][chosen].format_map(shown)


def _shown(name: str, value: Value, names: Mapping[str, str]) -> str:
    if name in _IDENTITIES:
        return names.get(str(value), str(value))
    return f"{value:.2f}" if isinstance(value, float) else str(value)
