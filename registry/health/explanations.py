"""The sentences of a health record in English and Traditional Chinese; their numbers are the model's."""

from collections.abc import Mapping
from typing import Final

from registry.health.scales import (
    AUTHORS,
    CONTINUOUS_TAGS,
    COVERAGE_NEEDED,
    CRITICAL_ADVISORY_DAYS,
    LAST_COMMIT_DAYS,
    MONTHS,
    RELEASE_DAYS,
    RESPONSE_DAYS,
    THREADS_NEEDED,
    TOO_YOUNG_DAYS,
)

_FULL_DAYS = round(LAST_COMMIT_DAYS[0][0])
_FULL_MONTHS = round(MONTHS[-1][0])
_FULL_AUTHORS = round(AUTHORS[-1][0])
_FULL_RESPONSE = round(RESPONSE_DAYS[0][0])
_FULL_RELEASE = round(RELEASE_DAYS[0][0])

# `{value}` stands for the signal's value.
EXPLANATIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "LAST_HUMAN_COMMIT": {
        "en": "Days since a person last changed the code: {value} (machines and merges are not counted).",
        "zh-Hant": "最近一次由人修改程式碼是 {value} 天前；機器帳號與合併不計。",
    },
    "LAST_HUMAN_COMMIT_BEFORE_WINDOW": {
        "en": "Days without a change by a person: at least {value}; older history was not read.",
        "zh-Hant": "最近 {value} 天內沒有人修改程式碼；更早的紀錄未讀取。",
    },
    "NO_HUMAN_COMMIT": {
        "en": "The history holds no change made by a person.",
        "zh-Hant": "提交紀錄中沒有任何由人所做的修改。",
    },
    "HISTORY_UNKNOWN": {
        "en": "The history could not be read far enough to tell.",
        "zh-Hant": "提交紀錄讀取不足，無法判斷。",
    },
    "RAISE_LAST_HUMAN_COMMIT": {
        "en": f"A change by a person within {_FULL_DAYS} days gives full points.",
        "zh-Hant": f"{_FULL_DAYS} 天內有人修改程式碼即可得滿分。",
    },
    "ACTIVE_MONTHS": {
        "en": "Months with a change by a person, of the last 12: {value}.",
        "zh-Hant": "最近 12 個月中有 {value} 個月有人修改程式碼。",
    },
    "RAISE_ACTIVE_MONTHS": {
        "en": f"Changes in {_FULL_MONTHS} of 12 months give full points.",
        "zh-Hant": f"12 個月中有 {_FULL_MONTHS} 個月有修改即可得滿分。",
    },
    "YEAR_ON_YEAR": {
        "en": "Changes of the last year as a multiple of the year before: {value}.",
        "zh-Hant": "最近一年的修改數是前一年的 {value} 倍。",
    },
    "NO_CHANGE_IN_TWO_YEARS": {
        "en": "Neither of the last two years saw a change by a person.",
        "zh-Hant": "最近兩年都沒有人修改程式碼。",
    },
    "REVIVED": {
        "en": "People work on it again after a year without a change.",
        "zh-Hant": "停頓一年之後，又有人開始修改程式碼。",
    },
    "TOO_YOUNG_TO_COMPARE": {
        "en": "It is younger than two years, so there is no full year before to compare with.",
        "zh-Hant": "專案未滿兩年，沒有完整的前一年可供比較。",
    },
    "RAISE_YEAR_ON_YEAR": {
        "en": "About as many changes as in the year before give full points.",
        "zh-Hant": "修改數與前一年相當即可得滿分。",
    },
    "ABSENCE_FACTOR": {
        "en": "People who made half of the last year's changes: {value} (CHAOSS contributor absence factor).",
        "zh-Hant": "最近一年有一半的修改出自 {value} 人（CHAOSS 貢獻者缺席係數）。",
    },
    "RAISE_ABSENCE_FACTOR": {
        "en": "More people who share the work make it less dependent on one.",
        "zh-Hant": "由更多人分擔工作，就較不依賴單一個人。",
    },
    "AUTHORS": {
        "en": "People who changed the code in the last 12 months: {value}.",
        "zh-Hant": "最近 12 個月有 {value} 人修改程式碼。",
    },
    "AUTHORS_AT_LEAST": {
        "en": "People who changed the code in the last 12 months: at least {value}.",
        "zh-Hant": "最近 12 個月至少有 {value} 人修改程式碼。",
    },
    "RAISE_AUTHORS": {
        "en": f"{_FULL_AUTHORS} people or more give full points.",
        "zh-Hant": f"{_FULL_AUTHORS} 人以上即可得滿分。",
    },
    "LAST_RELEASE": {
        "en": "Age of the newest release in days: {value}.",
        "zh-Hant": "最新版本發布於 {value} 天前。",
    },
    "NEVER_RELEASED": {
        "en": "No version was ever tagged, so a user cannot say which one it runs.",
        "zh-Hant": "從未標記任何版本，使用者無法說明自己使用哪一版。",
    },
    "DEPLOYED_CONTINUOUSLY": {
        "en": f"At least {CONTINUOUS_TAGS} old tags, none for a year, and work goes on: "
        "it is deployed without releases, so their age says nothing.",
        "zh-Hant": f"有 {CONTINUOUS_TAGS} 個以上舊標籤、一年內沒有新標籤，但開發仍持續："
        "此軟體採持續部署，版本時間不具意義。",
    },
    "RELEASES_UNKNOWN": {
        "en": "Tags were not read, or their dates are not known.",
        "zh-Hant": "未能讀取標籤，或不知道標籤的日期。",
    },
    "RAISE_RELEASE": {
        "en": f"A tagged version within {_FULL_RELEASE} days gives full points.",
        "zh-Hant": f"{_FULL_RELEASE} 天內標記新版本即可得滿分。",
    },
    "FILES_UNKNOWN": {
        "en": "The list of files could not be read.",
        "zh-Hant": "無法讀取檔案清單。",
    },
    "LICENCE_FILE_PRESENT": {"en": "A licence file is shipped.", "zh-Hant": "附有授權條款檔案。"},
    "LICENCE_FILE_ABSENT": {"en": "No licence file is shipped.", "zh-Hant": "沒有附上授權條款檔案。"},
    "RAISE_LICENCE_FILE": {
        "en": "Add the licence's text as LICENSE in the root folder.",
        "zh-Hant": "請在根目錄加入 LICENSE 檔，內容為授權條款全文。",
    },
    "README_PRESENT": {"en": "A README explains the software.", "zh-Hant": "有 README 說明此軟體。"},
    "README_ABSENT": {"en": "There is no README.", "zh-Hant": "沒有 README。"},
    "RAISE_README": {
        "en": "Add a README that says what it does and how to run it.",
        "zh-Hant": "請加入 README，說明用途與執行方式。",
    },
    "CONTRIBUTING_PRESENT": {
        "en": "CONTRIBUTING says how to take part.",
        "zh-Hant": "有 CONTRIBUTING 說明如何參與。",
    },
    "CONTRIBUTING_ABSENT": {"en": "There is no CONTRIBUTING.", "zh-Hant": "沒有 CONTRIBUTING。"},
    "RAISE_CONTRIBUTING": {
        "en": "Add a CONTRIBUTING that says how changes are proposed and accepted.",
        "zh-Hant": "請加入 CONTRIBUTING，說明如何提出與接受修改。",
    },
    "SECURITY_PRESENT": {
        "en": "A security policy says where to report a hole.",
        "zh-Hant": "有資安政策說明如何通報漏洞。",
    },
    "SECURITY_ABSENT": {
        "en": "This repository holds no security policy.",
        "zh-Hant": "此儲存庫沒有資安政策。",
    },
    "RAISE_SECURITY": {
        "en": "Add SECURITY.md with a private way to report a hole.",
        "zh-Hant": "請加入 SECURITY.md，提供非公開的漏洞通報方式。",
    },
    "CI_PRESENT": {"en": "Changes are tested by machine.", "zh-Hant": "修改會由機器自動測試。"},
    "CI_ABSENT": {
        "en": "No configuration of continuous integration was found.",
        "zh-Hant": "找不到持續整合的設定。",
    },
    "RAISE_CI": {
        "en": "Let a machine build and test every change.",
        "zh-Hant": "讓機器自動建置並測試每次修改。",
    },
    "DEPENDENCY_UPDATER_PRESENT": {
        "en": "A machine proposes updates of dependencies.",
        "zh-Hant": "有機器帳號自動提出相依套件更新。",
    },
    "DEPENDENCY_UPDATER_ABSENT": {
        "en": "No machine watches the dependencies.",
        "zh-Hant": "沒有自動檢查相依套件的機制。",
    },
    "RAISE_DEPENDENCY_UPDATER": {
        "en": "Switch on an updater such as Dependabot or Renovate.",
        "zh-Hant": "請啟用 Dependabot 或 Renovate 等更新工具。",
    },
    "PUBLICCODE_VALID": {
        "en": "publiccode.yml is there and valid.",
        "zh-Hant": "有 publiccode.yml，且格式正確。",
    },
    "PUBLICCODE_INVALID": {
        "en": "publiccode.yml is there but has errors.",
        "zh-Hant": "有 publiccode.yml，但內容有誤。",
    },
    "PUBLICCODE_ABSENT": {
        "en": "The repository holds no publiccode.yml.",
        "zh-Hant": "儲存庫中沒有 publiccode.yml。",
    },
    "PUBLICCODE_UNJUDGED": {
        "en": "publiccode.yml was not checked.",
        "zh-Hant": "尚未檢查 publiccode.yml。",
    },
    "RAISE_PUBLICCODE": {
        "en": "Put a valid publiccode.yml in the root folder.",
        "zh-Hant": "請在根目錄放置格式正確的 publiccode.yml。",
    },
    "LICENCE_AGREE": {
        "en": "The licence declared is the licence shipped.",
        "zh-Hant": "宣告的授權與實際附上的授權一致。",
    },
    "LICENCE_SHIPPED_ONLY": {
        "en": "A licence is shipped, but none is declared in the metadata.",
        "zh-Hant": "附有授權條款，但詮釋資料未宣告。",
    },
    "LICENCE_DECLARED_ONLY": {
        "en": "A licence is declared, but none is shipped.",
        "zh-Hant": "宣告了授權，但未附上授權條款。",
    },
    "LICENCE_CONFLICT": {
        "en": "One licence is declared and another one shipped.",
        "zh-Hant": "宣告的授權與附上的授權不同。",
    },
    "LICENCE_NOT_OPEN": {
        "en": "The licence does not allow reuse as open source.",
        "zh-Hant": "此授權不允許以開放原始碼方式再利用。",
    },
    "LICENCE_UNKNOWN": {
        "en": "It could not be told which licence holds.",
        "zh-Hant": "無法判斷適用的授權。",
    },
    "RAISE_LICENCE_VERDICT": {
        "en": "Declare and ship the same open licence.",
        "zh-Hant": "請宣告並附上同一份開放授權。",
    },
    "MAINTENANCE_PROMISED": {
        "en": "The publisher promises maintenance: {value}.",
        "zh-Hant": "發布者承諾維護：{value}。",
    },
    "MAINTENANCE_COMMUNITY": {
        "en": "A community maintains it; nobody is bound to.",
        "zh-Hant": "由社群維護，沒有人負有義務。",
    },
    "MAINTENANCE_NONE": {
        "en": "The publisher says that nobody maintains it.",
        "zh-Hant": "發布者表示無人維護。",
    },
    "MAINTENANCE_CONTRACT_ENDED": {
        "en": "The maintenance contract has ended.",
        "zh-Hant": "維護契約已到期。",
    },
    "MAINTENANCE_UNDECLARED": {
        "en": "Nothing is declared about maintenance.",
        "zh-Hant": "未宣告維護方式。",
    },
    "RAISE_MAINTENANCE": {
        "en": "Name who maintains it, and until when.",
        "zh-Hant": "請載明由誰維護、維護到何時。",
    },
    "STATUS_DECLARED": {
        "en": "The publisher declares the development status: {value}.",
        "zh-Hant": "發布者宣告的開發狀態：{value}。",
    },
    "STATUS_UNDECLARED": {
        "en": "No development status is declared.",
        "zh-Hant": "未宣告開發狀態。",
    },
    "RAISE_STATUS": {
        "en": "A stable version, declared as such, gives full points.",
        "zh-Hant": "推出並宣告穩定版本即可得滿分。",
    },
    "LAST_HUMAN_COMMIT_OF_FINISHED": {
        "en": "Days since a person last changed the code: {value}. It is declared finished and "
        "under a live contract, so it is judged by its own pace.",
        "zh-Hant": "最近一次由人修改程式碼是 {value} 天前；此軟體宣告為穩定版且維護契約有效，故以其自身步調評估。",
    },
    "FINISHED": {
        "en": "It is declared finished and a maintenance contract runs, so little change is what one expects.",
        "zh-Hant": "此軟體宣告為穩定版且維護契約有效，修改不多是正常的。",
    },
    "FIRST_RESPONSE": {
        "en": "Days until half of those who ask hear from a person: {value} (CHAOSS time to first response).",
        "zh-Hant": "半數提問者等候 {value} 天內得到人的回應（CHAOSS 首次回應時間）。",
    },
    "FIRST_RESPONSE_AT_LEAST": {
        "en": "Less than half of those who asked have heard from a person; half have waited for {value} days or more.",
        "zh-Hant": "得到人回應的提問者不到一半；半數已等候 {value} 天以上。",
    },
    "THREADS_UNKNOWN": {
        "en": "Issues and change requests were not read.",
        "zh-Hant": "未讀取議題與修改請求。",
    },
    "THREADS_TOO_FEW": {
        "en": f"Fewer than {THREADS_NEEDED} were opened within a year, too few to tell.",
        "zh-Hant": f"一年內開立不到 {THREADS_NEEDED} 件，不足以判斷。",
    },
    "RAISE_FIRST_RESPONSE": {
        "en": f"Answer questions and contributions within {_FULL_RESPONSE} days.",
        "zh-Hant": f"請在 {_FULL_RESPONSE} 天內回應提問與貢獻。",
    },
    "CLOSURE_RATIO": {
        "en": "Change requests closed within a year, as a share of those opened: {value} "
        "(CHAOSS change request closure ratio).",
        "zh-Hant": "一年內結案的修改請求占開立數的比例：{value}（CHAOSS 修改請求結案率）。",
    },
    "RAISE_CLOSURE_RATIO": {
        "en": "Accept or decline the change requests that wait.",
        "zh-Hant": "請接受或婉拒等候中的修改請求。",
    },
    "ADVISORIES_UNKNOWN": {
        "en": "Security advisories were not read.",
        "zh-Hant": "未讀取資安通報。",
    },
    "ADVISORIES_NONE_OPEN": {
        "en": "No published security advisory is without a fixed version.",
        "zh-Hant": "已公布的資安通報都有修正版本。",
    },
    "ADVISORIES_OPEN": {
        "en": "Days that a published security advisory has been without a fixed version: {value}.",
        "zh-Hant": "已公布的資安通報有 {value} 天沒有修正版本。",
    },
    "RAISE_ADVISORIES": {
        "en": "Publish a version that fixes the advisory.",
        "zh-Hant": "請發布修正該通報的版本。",
    },
    "SIGNED_RELEASES": {
        "en": "Share of the newest versions that are signed: {value}.",
        "zh-Hant": "最新幾個版本中已簽章的比例：{value}。",
    },
    "SIGNATURES_UNKNOWN": {
        "en": "Whether versions are signed was not read.",
        "zh-Hant": "未讀取版本是否簽章。",
    },
    "RAISE_SIGNED_RELEASES": {
        "en": "Sign every version, with git or with a signature beside its files.",
        "zh-Hant": "請為每個版本簽章，可用 git 簽章或附上簽章檔。",
    },
    "DOCUMENTATION_PRESENT": {"en": "There is documentation.", "zh-Hant": "有說明文件。"},
    "DOCUMENTATION_ABSENT": {
        "en": "There is no documentation beside the README.",
        "zh-Hant": "除了 README 以外沒有說明文件。",
    },
    "RAISE_DOCUMENTATION": {
        "en": "Add documentation in a folder docs.",
        "zh-Hant": "請在 docs 資料夾加入說明文件。",
    },
    "OF_ORGANISATION": {
        "en": "The publisher has one for all of its repositories.",
        "zh-Hant": "發布者有一份適用於其所有儲存庫。",
    },
    "ORGANISATION_FILES_UNKNOWN": {
        "en": "This repository holds none; whether the publisher has one for all of its repositories was not read.",
        "zh-Hant": "此儲存庫沒有；未讀取發布者是否有適用於所有儲存庫的一份。",
    },
    "MAINTENANCE_UNSEEN": {
        "en": "The publisher promises maintenance: {value}. For a year nobody has been seen to do it.",
        "zh-Hant": "發布者承諾維護：{value}；但一年來未見有人執行。",
    },
    "MAINTENANCE_CONTRACT_ENDED_AT_WORK": {
        "en": "The maintenance contract has ended, yet people still work on it.",
        "zh-Hant": "維護契約已到期，但仍有人持續開發。",
    },
    "CAP_CRITICAL_ADVISORY": {
        "en": f"A critical security advisory has had no fixed version for {CRITICAL_ADVISORY_DAYS} days or more.",
        "zh-Hant": f"有重大資安通報超過 {CRITICAL_ADVISORY_DAYS} 天沒有修正版本。",
    },
    "CAP_GONE": {
        "en": "The repository is no longer public: it was deleted, made private or taken down.",
        "zh-Hant": "此儲存庫已不公開：可能已刪除、轉為私有或遭下架。",
    },
    "CAP_ARCHIVED": {
        "en": "The publisher archived the repository: nobody will answer there.",
        "zh-Hant": "發布者已封存此儲存庫，不會再有人回應。",
    },
    "CAP_OBSOLETE": {
        "en": "The publisher declares the software obsolete.",
        "zh-Hant": "發布者宣告此軟體已淘汰。",
    },
    "CAP_NO_HUMAN_COMMIT_TWO_YEARS": {
        "en": "No person has changed the code for two years.",
        "zh-Hant": "已有兩年沒有人修改程式碼。",
    },
    "CAP_NO_HUMAN_COMMIT_YEAR": {
        "en": "No person has changed the code for a year.",
        "zh-Hant": "已有一年沒有人修改程式碼。",
    },
    "CAP_NO_HUMAN_COMMIT_HALF_YEAR": {
        "en": "No person has changed the code for half a year.",
        "zh-Hant": "已有半年沒有人修改程式碼。",
    },
    "CAP_NO_LICENCE": {
        "en": "Without a licence nobody may reuse it.",
        "zh-Hant": "沒有授權條款，任何人都不得再利用。",
    },
    "CAP_MAINTENANCE_NONE": {
        "en": "The publisher says that nobody maintains it.",
        "zh-Hant": "發布者表示無人維護。",
    },
    "BAND_THRIVING": {
        "en": "Most of what was measured speaks for it.",
        "zh-Hant": "多數觀測結果都對它有利。",
    },
    "BAND_STEADY": {
        "en": "More of what was measured speaks for it than against it.",
        "zh-Hant": "有利的觀測結果多於不利的。",
    },
    "BAND_SLOWING": {
        "en": "Work has become rare; ask the publisher before relying on it.",
        "zh-Hant": "開發漸少，採用前請先詢問發布者。",
    },
    "BAND_DORMANT": {
        "en": "Hardly anybody works on it; whoever reuses it will have to maintain it.",
        "zh-Hant": "幾乎無人維護，採用者須自行維護。",
    },
    "BAND_NOT_ENOUGH_KNOWN": {
        "en": f"Less than {COVERAGE_NEEDED:.0%} of the model's weight is known, so no score is given.",
        "zh-Hant": f"已知項目的權重不足 {COVERAGE_NEEDED:.0%}，因此不給分數。",
    },
    "BAND_TOO_YOUNG": {
        "en": f"No work on it is older than {TOO_YOUNG_DAYS} days, which is too young to judge.",
        "zh-Hant": f"沒有超過 {TOO_YOUNG_DAYS} 天的開發紀錄，尚無法判斷。",
    },
    "BAND_NOT_OBSERVED": {
        "en": "The repository has not been observed yet.",
        "zh-Hant": "尚未觀測此儲存庫。",
    },
}
