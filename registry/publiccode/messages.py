"""What each code says, in English and Traditional Chinese; `{key}` and the like are filled from a finding's values."""

from collections.abc import Mapping
from types import MappingProxyType

MESSAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "TOO_LARGE": {
            "en": "The file has more than {limit} bytes, which are the most that are read.",
            "zh-Hant": "檔案超過 {limit} 位元組，這是可讀取的上限。",
        },
        "NOT_UTF8": {
            "en": "Byte {byte} is not UTF-8. Save the file as UTF-8.",
            "zh-Hant": "位元組 {byte} 不是 UTF-8，請以 UTF-8 儲存檔案。",
        },
        "CONTROL_CHARACTER": {
            "en": "The character {character} is not allowed in YAML. Remove it.",
            "zh-Hant": "YAML 不允許字元 {character}，請移除。",
        },
        "TOO_DEEP": {
            "en": "Values are nested deeper than {limit} levels.",
            "zh-Hant": "內容的巢狀層數超過 {limit} 層。",
        },
        "TOO_MANY_NODES": {
            "en": "The file has more than {limit} values, aliases counted each time.",
            "zh-Hant": "檔案的值超過 {limit} 個（別名每次引用皆計入）。",
        },
        "YAML_SYNTAX": {
            "en": "This is not YAML: {problem}.",
            "zh-Hant": "這不是正確的 YAML：{problem}。",
        },
        "MANY_DOCUMENTS": {
            "en": "A second document begins here; a publiccode.yml is one document.",
            "zh-Hant": "這裡開始了第二份文件；publiccode.yml 只能有一份文件。",
        },
        "EMPTY": {"en": "The file is empty.", "zh-Hant": "檔案是空的。"},
        "NOT_A_MAPPING": {
            "en": "The file must be keys with values, such as “name: …”.",
            "zh-Hant": "檔案必須由鍵與值組成，例如「name: …」。",
        },
        "UNKNOWN_KEY": {
            "en": "The standard has no key “{key}”.",
            "zh-Hant": "標準中沒有「{key}」這個鍵。",
        },
        "RENAMED_KEY": {
            "en": "“{key}” is now called “{new}”.",
            "zh-Hant": "「{key}」現在稱為「{new}」。",
        },
        "REPEATED_KEY": {
            "en": "“{key}” is given twice; the first one counts.",
            "zh-Hant": "「{key}」出現兩次，以第一次為準。",
        },
        "ODD_KEY": {
            "en": "A key in “{key}” is not a text.",
            "zh-Hant": "「{key}」中有一個鍵不是文字。",
        },
        "DEPRECATED_KEY": {
            "en": "“{key}” is deprecated. {instead}",
            "zh-Hant": "「{key}」已不建議使用。{instead}",
        },
        "DEPRECATED_COUNTRY_SECTION": {
            "en": "Country sections are deprecated since 0.7; say in “supports” what the software complies with.",
            "zh-Hant": "自 0.7 版起不建議使用國家專屬區段；請以「supports」說明軟體符合的規範。",
        },
        "SECOND_COUNTRY_SECTION": {
            "en": "There is a section “{other}” as well; only one of the two can count.",
            "zh-Hant": "檔案中另有「{other}」區段，兩者只能保留一個。",
        },
        "WRONG_TYPE": {
            "en": "“{key}” must be {expected}, not {found}.",
            "zh-Hant": "「{key}」必須是{expected}，而不是{found}。",
        },
        "REQUIRED": {"en": "“{key}” is required.", "zh-Hant": "必須填寫「{key}」。"},
        "REQUIRED_FOR_MAINTENANCE": {
            "en": "“{key}” is required when the maintenance type is “{type}”.",
            "zh-Hant": "維護類型為「{type}」時，必須填寫「{key}」。",
        },
        "NOT_FOR_MAINTENANCE": {
            "en": "“{key}” must not be given when the maintenance type is “{type}”.",
            "zh-Hant": "維護類型為「{type}」時，不可填寫「{key}」。",
        },
        "UNKNOWN_VERSION": {
            "en": "“{value}” is not a version of the standard that can be read; known are {choices}.",
            "zh-Hant": "「{value}」不是可讀取的標準版本；可用的版本為 {choices}。",
        },
        "OLD_VERSION": {
            "en": "Version {value} is not the latest of the standard; the file is read as {latest}.",
            "zh-Hant": "{value} 版不是標準的最新版本；檔案以 {latest} 版讀取。",
        },
        "NOT_QUOTED": {
            "en": '“{key}” must be a text: write it in quotation marks, “"{value}"”.',
            "zh-Hant": '「{key}」必須是文字，請加上引號，寫為「"{value}"」。',
        },
        "NOT_A_LIST": {
            "en": "“{key}” must be a list, also of one: “[{value}]”.",
            "zh-Hant": "「{key}」必須是清單，只有一項時也要寫為「[{value}]」。",
        },
        "NOT_A_CHOICE": {
            "en": "“{value}” is not allowed for “{key}”; choose one of {choices}.",
            "zh-Hant": "「{key}」不可為「{value}」，請從 {choices} 中選擇。",
        },
        "NOT_IN_VOCABULARY": {
            "en": "“{value}” is not in the standard's list for “{key}”.",
            "zh-Hant": "「{value}」不在標準為「{key}」列出的清單中。",
        },
        "TOO_LONG": {
            "en": "“{key}” has {length} characters; at most {limit} are allowed.",
            "zh-Hant": "「{key}」有 {length} 個字元，最多 {limit} 個。",
        },
        "TOO_SHORT": {
            "en": "“{key}” has {length} characters; at least {limit} are needed.",
            "zh-Hant": "「{key}」有 {length} 個字元，至少需要 {limit} 個。",
        },
        "NOT_A_DATE": {
            "en": "“{value}” is not a date of the form 2026-01-31.",
            "zh-Hant": "「{value}」不是格式為 2026-01-31 的日期。",
        },
        "NOT_A_URL": {
            "en": "“{value}” is not an address with a scheme and a host, such as https://example.org/code.",
            "zh-Hant": "「{value}」不是含通訊協定與主機的網址，例如 https://example.org/code。",
        },
        "CREDENTIALS_IN_URL": {
            "en": "The address of “{key}” holds a user name or password that every reader of the file can"
            " use: take it out and revoke it.",
            "zh-Hant": "「{key}」的網址含有使用者名稱或密碼，讀到檔案的人都能使用：請移除並將其作廢。",
        },
        "NOT_A_WEB_URL": {
            "en": "“{value}” is not a web address that begins with https:// or http://.",
            "zh-Hant": "「{value}」不是以 https:// 或 http:// 開頭的網址。",
        },
        "NOT_A_VIDEO_SITE": {
            "en": "“{value}” is not on a site whose videos can be embedded, such as {choices}.",
            "zh-Hant": "「{value}」不在可嵌入影片的網站上，例如 {choices}。",
        },
        "NOT_A_URI": {
            "en": "“{value}” is not a URI, such as https://example.org/ or urn:example:office.",
            "zh-Hant": "「{value}」不是 URI，例如 https://example.org/ 或 urn:example:office。",
        },
        "UNKNOWN_ALIAS": {
            "en": "“{value}” is not a known alias; known are {choices}.",
            "zh-Hant": "「{value}」不是已知的別名；可用的別名為 {choices}。",
        },
        "NOT_AN_EMAIL": {
            "en": "“{value}” is not an email address.",
            "zh-Hant": "「{value}」不是電子郵件地址。",
        },
        "NOT_A_PATH": {
            "en": "“{value}” must be a path from the repository's root, without a leading slash, or a web address.",
            "zh-Hant": "「{value}」必須是從儲存庫根目錄起算、開頭不加斜線的路徑，或是網址。",
        },
        "OUTSIDE_REPOSITORY": {
            "en": "“{value}” may lead out of the repository; give a path from its root.",
            "zh-Hant": "「{value}」可能指向儲存庫之外，請使用從儲存庫根目錄起算的路徑。",
        },
        "NOT_AN_IMAGE": {
            "en": "“{value}” is not a file of the allowed formats: {choices}.",
            "zh-Hant": "「{value}」不是允許的檔案格式：{choices}。",
        },
        "NOT_A_MEDIA_TYPE": {
            "en": "“{value}” is not a media type, such as text/plain.",
            "zh-Hant": "「{value}」不是媒體類型，例如 text/plain。",
        },
        "REPEATED_LANGUAGE": {
            "en": "“{value}” is the same language as “{other}”; catalogues show the first one.",
            "zh-Hant": "「{value}」與「{other}」是同一種語言；目錄只顯示第一個。",
        },
        "FORMER_LANGUAGE": {
            "en": "“{value}” is a valid language tag, but is called “{fix}” today.",
            "zh-Hant": "「{value}」是有效的語言標籤，但現在稱為「{fix}」。",
        },
        "NOT_A_LANGUAGE": {
            "en": "“{value}” is not a BCP 47 language tag, such as en or zh-Hant.",
            "zh-Hant": "「{value}」不是 BCP 47 語言標籤，例如 en 或 zh-Hant。",
        },
        "NOT_A_COUNTRY": {
            "en": "“{value}” is not an ISO 3166-1 country code of two letters, such as TW.",
            "zh-Hant": "「{value}」不是兩個字母的 ISO 3166-1 國家代碼，例如 TW。",
        },
        "LOWER_CASE_COUNTRY": {
            "en": "“{value}” should be written “{fix}”: lower-case country codes are deprecated since 0.5.",
            "zh-Hant": "「{value}」應寫為「{fix}」：自 0.5 版起不建議使用小寫國家代碼。",
        },
        "NOT_AN_EXPRESSION": {
            "en": "“{value}” is not an SPDX licence expression, such as MIT or EUPL-1.2.",
            "zh-Hant": "「{value}」不是 SPDX 授權表示式，例如 MIT 或 EUPL-1.2。",
        },
        "DEPRECATED_LICENCE": {
            "en": "SPDX deprecates “{value}”.",
            "zh-Hant": "SPDX 已不建議使用「{value}」。",
        },
    }
)
"""Template by code and language. A finding's `values` fill it; fixed phrases among them are in `WORDS`."""

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "a text": {"zh-Hant": "文字"},
        "true or false": {"zh-Hant": " true 或 false"},
        "a list": {"zh-Hant": "清單"},
        "a text or a list": {"zh-Hant": "文字或清單"},
        "a section with keys": {"zh-Hant": "含有鍵的區段"},
        "nothing": {"zh-Hant": "空值"},
        "true": {"zh-Hant": " true"},
        "false": {"zh-Hant": " false"},
        "Leave it out.": {"zh-Hant": "請刪除。"},
        "Use “logo” instead.": {"zh-Hant": "請改用「logo」。"},
        "Use “organisation.uri” instead.": {"zh-Hant": "請改用「organisation.uri」。"},
        "Use “organisation.name” instead.": {"zh-Hant": "請改用「organisation.name」。"},
    }
)
"""Fixed phrases that stand in messages, by their English."""


def text_of(code: str, values: Mapping[str, str], language: str = "en") -> str:
    """Say in a language what a code means; any Chinese tag gets Traditional Chinese, others English.

    Raises:
        KeyError: no such code, or a value that its template needs is missing.
    """
    if not language.lower().startswith("zh"):
        return MESSAGES[code]["en"].format_map(values)
    said = {name: WORDS[value]["zh-Hant"] if value in WORDS else value for name, value in values.items()}
    return MESSAGES[code]["zh-Hant"].format_map(said)
