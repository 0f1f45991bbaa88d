"""The sentences that explain a fit, in English and Traditional Chinese."""

from collections.abc import Mapping

from matching.fit.names import spoken
from matching.fit.result import Value

Texts = Mapping[str, str]

REASONS: Mapping[str, Texts] = {
    # skills
    "NEEDS_UNKNOWN": {
        "en": "The challenge does not say which skills it needs.",
        "zh-Hant": "此課題未說明需要哪些技能。",
    },
    "NEED_MET": {
        "en": "{need} at level {level}: {skill} at level {skill_level}, with evidence of {date}.",
        "zh-Hant": "需要{need}第 {level} 級：團隊具備{skill}第 {skill_level} 級，證據日期為 {date}。",
    },
    "NEED_MET_UNDATED": {
        "en": "{need} at level {level}: {skill} at level {skill_level}, without dated evidence.",
        "zh-Hant": "需要{need}第 {level} 級：團隊具備{skill}第 {skill_level} 級，但證據未附日期。",
    },
    "NEED_BELOW_LEVEL": {
        "en": "{need} at level {level} is met in part: {skill} at {skill_level}, now counted as {level_now}.",
        "zh-Hant": "需要{need}第 {level} 級，部分符合：{skill}第 {skill_level} 級，現以 {level_now} 級計。",
    },
    "NEED_RELATED": {
        "en": "{need} at level {level} is met in part, by the related {skill} at level {skill_level}.",
        "zh-Hant": "需要{need}第 {level} 級，由相關的{skill}第 {skill_level} 級部分滿足。",
    },
    "NEED_MISSING": {
        "en": "{need} at level {level} would help, and nobody in the team shows it.",
        "zh-Hant": "若有{need}第 {level} 級會有幫助，但團隊中尚無人具備。",
    },
    "NEED_MISSING_REQUIRED": {
        "en": "{need} at level {level} is essential, so it counts double among the needs; nobody in the team shows it.",
        "zh-Hant": "{need}第 {level} 級為關鍵，在各項需求中加倍計分；團隊中尚無人具備。",
    },
    "NEED_COURSES": {
        "en": "Courses for public servants that teach {need}: {courses}.",
        "zh-Hant": "公務人員可透過下列課程提升{need}：{courses}。",
    },
    # domain
    "DOMAIN_SHARED": {
        "en": "The team works in {domain}.",
        "zh-Hant": "團隊熟悉{domain}領域。",
    },
    "DOMAIN_RELATED": {
        "en": "The team works in {offered}, which is near {domain}.",
        "zh-Hant": "團隊熟悉{offered}，與{domain}領域相近。",
    },
    "DOMAIN_MISSING": {
        "en": "The team names no experience in {domain}.",
        "zh-Hant": "團隊未列出{domain}領域的經驗。",
    },
    "DOMAIN_UNKNOWN_TEAM": {
        "en": "The team has not said which fields it knows.",
        "zh-Hant": "團隊尚未說明熟悉哪些領域。",
    },
    "DOMAIN_UNKNOWN_CHALLENGE": {
        "en": "The challenge has not been given a field.",
        "zh-Hant": "此課題尚未標示領域。",
    },
    # place and language
    "LANGUAGES_SHARED": {
        "en": "Both work in {languages}.",
        "zh-Hant": "雙方共通的工作語言：{languages}。",
    },
    "LANGUAGES_NONE_SHARED": {
        "en": "The challenge is worked on in {languages}, and the team lists none of these.",
        "zh-Hant": "課題的工作語言為{languages}，團隊皆未列出。",
    },
    "LANGUAGES_UNKNOWN": {
        "en": "One side has not said which languages it works in.",
        "zh-Hant": "有一方尚未說明工作語言。",
    },
    "PLACE_REMOTE": {
        "en": "All work can be done from elsewhere, and the team works that way.",
        "zh-Hant": "工作可全程遠端進行，團隊也能遠端工作。",
    },
    "PLACE_REMOTE_HOURS": {
        "en": "All work can be done from elsewhere; of eight office hours, {hours} are common with {time_zone}.",
        "zh-Hant": "工作可全程遠端進行；與 {time_zone} 時區每日八小時的上班時間中，有 {hours} 小時重疊。",
    },
    "PLACE_SAME": {
        "en": "Both are in {place}.",
        "zh-Hant": "雙方都在{place}。",
    },
    "PLACE_SAME_COUNTRY": {
        "en": "Meeting means travel from {team_place} to {place}.",
        "zh-Hant": "見面需從{team_place}前往{place}。",
    },
    "PLACE_ABROAD": {
        "en": "The work is in {place}, and the team is abroad, in {team_place}.",
        "zh-Hant": "工作地點在{place}，團隊位於境外（{team_place}）。",
    },
    "PLACE_UNKNOWN": {
        "en": "One side has not said where it is, and it matters here.",
        "zh-Hant": "地點會影響合作，但有一方尚未說明所在地。",
    },
    # time
    "TIME_COMFORTABLE": {
        "en": "The team can give {available} hours, and the work needs {needed}.",
        "zh-Hant": "團隊可投入 {available} 小時，工作需要 {needed} 小時，時間充裕。",
    },
    "TIME_TIGHT": {
        "en": "The team can give {available} hours, and the work needs {needed}: little or nothing to spare.",
        "zh-Hant": "團隊可投入 {available} 小時，工作需要 {needed} 小時，幾乎沒有餘裕。",
    },
    "TIME_SHORT": {
        "en": "The team can give only {available} hours, and the work needs {needed}.",
        "zh-Hant": "團隊只能投入 {available} 小時，工作需要 {needed} 小時。",
    },
    "TIME_UNKNOWN": {
        "en": "Hours or dates are not known, so nobody can say whether the time is enough.",
        "zh-Hant": "時數或日期未知，無法判斷時間是否足夠。",
    },
    # track record
    "RECORD_NONE_YET": {
        "en": "The team has delivered nothing here yet. That costs it nothing, but less is known.",
        "zh-Hant": "團隊尚無交付紀錄。這不會扣分，只是已知資訊較少。",
    },
    "RECORD_DELIVERED": {
        "en": "The team delivered {software}, whose health is now: {band}; agencies that use it: {used_by}.",
        "zh-Hant": "團隊曾交付 {software}，目前健康狀況：{band}；使用機關數：{used_by}。",
    },
    "RECORD_DELIVERED_SAME_FIELD": {
        "en": (
            "The team delivered {software} in the same field, and its health is now: {band};"
            " agencies that use it: {used_by}."
        ),
        "zh-Hant": "團隊曾在相同領域交付 {software}，目前健康狀況：{band}；使用機關數：{used_by}。",
    },
    # interest
    "INTEREST_RANKED": {
        "en": "The team made this its choice number {rank}.",
        "zh-Hant": "團隊將此課題列為第 {rank} 志願。",
    },
    "INTEREST_UNKNOWN": {
        "en": "The team has not said how much it wants this challenge.",
        "zh-Hant": "團隊尚未表示對此課題的意願。",
    },
    # the words of both
    "TEXT_ALIKE": {
        "en": "What the team writes about its work and what the owner writes about the problem share: {terms}.",
        "zh-Hant": "團隊的工作說明與機關的問題描述有共通之處：{terms}。",
    },
    "TEXT_APART": {
        "en": "What the team writes about its work shares no telling word with the problem.",
        "zh-Hant": "團隊的工作說明與問題描述沒有具體的共通詞語。",
    },
    "TEXT_UNKNOWN_TEAM": {
        "en": "The team has not written about its work.",
        "zh-Hant": "團隊尚未說明自己的工作。",
    },
    "TEXT_UNKNOWN_CHALLENGE": {
        "en": "The problem is not described yet.",
        "zh-Hant": "問題尚未描述。",
    },
    # gates
    "NO_CONFLICT": {
        "en": "No conflict of interest is declared.",
        "zh-Hant": "未申報利益衝突。",
    },
    "CONFLICT_MEMBER": {
        "en": "A member of the team belongs to the organisation that owns the challenge.",
        "zh-Hant": "團隊成員屬於課題的提案機關。",
    },
    "CONFLICT_DECLARED": {
        "en": "The team declared an interest in the organisation that owns the challenge.",
        "zh-Hant": "團隊已申報與課題提案機關有利害關係。",
    },
    "CLEARED": {
        "en": "The challenge involves {data_class}; the team is cleared for {data_clearance}.",
        "zh-Hant": "課題的資料類別：{data_class}；團隊獲准處理：{data_clearance}。",
    },
    "NOT_CLEARED": {
        "en": "The challenge involves {data_class}; the team is cleared only for {data_clearance}.",
        "zh-Hant": "課題的資料類別：{data_class}；團隊僅獲准處理：{data_clearance}。",
    },
    "LICENCE_NOT_REQUIRED": {
        "en": "The owner requires no particular licence.",
        "zh-Hant": "機關未指定授權條款。",
    },
    "LICENCE_ACCEPTED": {
        "en": "The team can release under {licence}.",
        "zh-Hant": "團隊可以採用 {licence} 授權釋出。",
    },
    "LICENCE_REFUSED": {
        "en": "The owner requires {licence}, and the team does not release under it.",
        "zh-Hant": "機關要求以 {licence} 授權釋出，團隊不接受。",
    },
    "HOURS_ENOUGH": {
        "en": "The work needs {needed} hours, and the team can give {available}.",
        "zh-Hant": "工作需要 {needed} 小時，團隊可投入 {available} 小時。",
    },
    "HOURS_SHORT": {
        "en": "The work needs {needed} hours, and the team can give only {available}.",
        "zh-Hant": "工作需要 {needed} 小時，團隊只能投入 {available} 小時。",
    },
    "DATES_UNKNOWN": {
        "en": "The challenge has no start or end date yet.",
        "zh-Hant": "課題尚未訂定起訖日期。",
    },
    "DATES_MEET": {
        "en": "Between {starts_on} and {ends_on}, the team is available on {days} days.",
        "zh-Hant": "{starts_on} 至 {ends_on} 期間，團隊有 {days} 天可以投入。",
    },
    "DATES_APART": {
        "en": "The challenge runs from {starts_on} to {ends_on}, and the team is not available then.",
        "zh-Hant": "課題期間為 {starts_on} 至 {ends_on}，團隊在這段時間無法投入。",
    },
    "CAPACITY_FREE": {
        "en": "The team works on {engaged} of at most {capacity} challenges.",
        "zh-Hant": "團隊目前進行 {engaged} 項課題，上限為 {capacity} 項。",
    },
    "CAPACITY_FULL": {
        "en": "The team already works on {engaged} challenges and takes at most {capacity}.",
        "zh-Hant": "團隊已進行 {engaged} 項課題，上限為 {capacity} 項。",
    },
    # what would change the answer
    "CHANGE_CONFLICT_MEMBER": {
        "en": "A challenge of another organisation would be open to this team.",
        "zh-Hant": "團隊可以申請其他機關的課題。",
    },
    "CHANGE_CONFLICT_DECLARED": {
        "en": "If the declared interest has ended, the team can withdraw its declaration.",
        "zh-Hant": "若利害關係已不存在，團隊可以撤回申報。",
    },
    "CHANGE_CLEARANCE": {
        "en": "The team could obtain clearance for {data_class}.",
        "zh-Hant": "團隊可以取得處理{data_class}的許可。",
    },
    "CHANGE_DATA": {
        "en": "The owner could prepare the data so that clearance for {data_clearance} is enough.",
        "zh-Hant": "機關可以將資料處理至「{data_clearance}」的程度再提供。",
    },
    "CHANGE_LICENCE_TEAM": {
        "en": "The team could accept {licence}.",
        "zh-Hant": "團隊可以接受 {licence}。",
    },
    "CHANGE_LICENCE_OWNER": {
        "en": "The owner could offer another licence besides {licence}.",
        "zh-Hant": "機關可以在 {licence} 之外提供其他授權選項。",
    },
    "CHANGE_LANGUAGE": {
        "en": "A member who works in one of {languages} would make it possible.",
        "zh-Hant": "若有成員能使用下列任一語言工作即可：{languages}。",
    },
    "CHANGE_HOURS": {
        "en": "{per_week} hours a week would be enough.",
        "zh-Hant": "每週投入 {per_week} 小時即可。",
    },
    "CHANGE_DATES": {
        "en": "Other dates on either side would make it possible.",
        "zh-Hant": "任一方調整日期即可。",
    },
    "CHANGE_CAPACITY": {
        "en": "The team could finish a challenge first, or take on more at once.",
        "zh-Hant": "團隊可以先完成手上的課題，或提高同時進行的上限。",
    },
}


def sentence(code: str, values: Mapping[str, Value], language: str) -> str:
    """The sentence of a reason in a language: zh-Hant for Chinese tags, English for all others.

    Raises:
        KeyError: the code is not in REASONS, or a value its sentence names is not given.
    """
    chosen = "zh-Hant" if language.casefold().split("-")[0] == "zh" else "en"
    shown = {name: spoken(name, value, chosen) for name, value in values.items()}
    return REASONS[code][chosen].format_map(shown)
