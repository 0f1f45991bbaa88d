"""What the findings in a bill of materials say to a reader, in English and Traditional Chinese.

Codes are stable; texts may improve. ``{found}`` is what stands at the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from registry.sbom.model import Finding

FINDINGS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "TOO_LARGE": {
            "en": "The file has {found} bytes or more, which is too much to be read.",
            "zh-Hant": "檔案達 {found} 位元組以上，過大而無法讀取。",
        },
        "TOO_DEEP": {"en": "The file is nested too deeply.", "zh-Hant": "檔案的巢狀層數過深。"},
        "ALIAS": {
            "en": "YAML aliases are not read; write each value where it belongs.",
            "zh-Hant": "不接受 YAML 別名；請將每個值寫在原處。",
        },
        "NOT_TEXT": {"en": "The file is no UTF-8 text.", "zh-Hant": "檔案不是 UTF-8 文字。"},
        "NOT_PARSED": {"en": "The file cannot be read: {found}", "zh-Hant": "無法讀取檔案：{found}"},
        "XML": {
            "en": "XML and RDF are not read; export the file as JSON.",
            "zh-Hant": "不支援 XML 與 RDF；請改以 JSON 格式匯出。",
        },
        "NO_SBOM": {
            "en": "The file is neither SPDX (2.2, 2.3, 3.0) nor CycloneDX (1.2 to 1.7).",
            "zh-Hant": "檔案既不是 SPDX（2.2、2.3、3.0）也不是 CycloneDX（1.2 至 1.7）。",
        },
        "VERSION": {
            "en": "“{found}” is not a version that we read.",
            "zh-Hant": "不支援版本「{found}」。",
        },
        "VERSION_RANGE": {
            "en": "“{found}” may stand for an external part only (isExternal), and in the place of a version.",
            "zh-Hant": "「{found}」僅能用於外部元件（isExternal），且不得與 version 並存。",
        },
        "REQUIRED": {"en": "This must be given.", "zh-Hant": "此欄位為必填。"},
        "WRONG_TYPE": {
            "en": "The value has the wrong type: “{found}”.",
            "zh-Hant": "值的型別不正確：「{found}」。",
        },
        "ID": {"en": "“{found}” is no well-formed id.", "zh-Hant": "「{found}」不是格式正確的識別碼。"},
        "DUPLICATE_ID": {
            "en": "“{found}” is already taken: every id may stand once.",
            "zh-Hant": "「{found}」重複：每個識別碼只能出現一次。",
        },
        "ID_UNKNOWN": {
            "en": "“{found}” refers to nothing in this file.",
            "zh-Hant": "「{found}」在此檔案中沒有對應的項目。",
        },
        "DOCUMENT_UNKNOWN": {
            "en": "“{found}” refers to a document that is not listed.",
            "zh-Hant": "「{found}」所指的外部文件並未列出。",
        },
        "DOCUMENT_ID": {
            "en": "The document's id must be SPDXRef-DOCUMENT, not “{found}”.",
            "zh-Hant": "文件的識別碼必須是 SPDXRef-DOCUMENT，而非「{found}」。",
        },
        "DATA_LICENCE": {
            "en": "The licence of the file itself must be CC0-1.0, not “{found}”.",
            "zh-Hant": "文件本身的授權必須是 CC0-1.0，而非「{found}」。",
        },
        "URI": {
            "en": "“{found}” is no absolute URI without a fragment.",
            "zh-Hant": "「{found}」不是不含片段的絕對 URI。",
        },
        "URL": {"en": "“{found}” is no web address.", "zh-Hant": "「{found}」不是網址。"},
        "DOWNLOAD_LOCATION": {
            "en": "“{found}” does not say where to download from; write an address, NONE or NOASSERTION.",
            "zh-Hant": "「{found}」不是下載位置；請填寫網址、NONE 或 NOASSERTION。",
        },
        "ACTOR": {
            "en": "“{found}” must begin with Person:, Organization: or Tool: and have a name.",
            "zh-Hant": "「{found}」必須以 Person:、Organization: 或 Tool: 開頭並附上名稱。",
        },
        "TIME": {
            "en": "“{found}” is no time such as 2026-01-31T12:00:00Z.",
            "zh-Hant": "「{found}」不是有效的時間，例如 2026-01-31T12:00:00Z。",
        },
        "LIST_VERSION": {
            "en": "“{found}” is no version of the licence list, such as 3.29.",
            "zh-Hant": "「{found}」不是授權清單的版本，例如 3.29。",
        },
        "EXPRESSION": {
            "en": "“{found}” is no SPDX licence expression.",
            "zh-Hant": "「{found}」不是 SPDX 授權表示式。",
        },
        "LICENCE_UNKNOWN": {
            "en": "“{found}” is not on the licence list, and its text is not in this file.",
            "zh-Hant": "「{found}」不在授權清單中，檔案中也沒有其全文。",
        },
        "LICENCE_CHOICE": {
            "en": "A licence must have exactly one of id, name and expression.",
            "zh-Hant": "授權必須且只能有識別碼、名稱、表示式三者之一。",
        },
        "ACKNOWLEDGEMENT": {
            "en": "“{found}” must be declared or concluded.",
            "zh-Hant": "「{found}」必須是 declared 或 concluded。",
        },
        "CHECKSUM": {
            "en": "“{found}” is no checksum of this algorithm: wrong length, or not lower-case hexadecimal.",
            "zh-Hant": "「{found}」不是此演算法的檢查碼：長度不符，或不是小寫十六進位。",
        },
        "CHECKSUM_ALGORITHM": {
            "en": "“{found}” is no checksum algorithm of the standard.",
            "zh-Hant": "「{found}」不是標準所列的檢查碼演算法。",
        },
        "FILE_WITHOUT_SHA1": {
            "en": "Every file needs a SHA1 checksum.",
            "zh-Hant": "每個檔案都需要 SHA1 檢查碼。",
        },
        "ABSOLUTE_PATH": {
            "en": "“{found}” must be a path relative to the package.",
            "zh-Hant": "「{found}」必須是相對於套件的路徑。",
        },
        "NOT_WITHOUT_FILES": {
            "en": "This may only be given where the files were analysed (filesAnalyzed).",
            "zh-Hant": "只有在分析過檔案（filesAnalyzed）時才可提供此欄位。",
        },
        "FILES_OF_UNREAD_PACKAGE": {
            "en": "A package whose files were not analysed may not contain “{found}”.",
            "zh-Hant": "未分析檔案的套件不可包含「{found}」。",
        },
        "NEW_IN_2_3": {
            "en": "“{found}” came with SPDX 2.3; the file says that it is 2.2.",
            "zh-Hant": "「{found}」自 SPDX 2.3 起才有，但檔案標示為 2.2。",
        },
        "PURPOSE": {"en": "“{found}” is no package purpose.", "zh-Hant": "「{found}」不是套件用途。"},
        "FILE_TYPE": {"en": "“{found}” is no file type.", "zh-Hant": "「{found}」不是檔案類型。"},
        "TYPE": {
            "en": "“{found}” is no component type of this version.",
            "zh-Hant": "「{found}」不是此版本的元件類型。",
        },
        "RELATIONSHIP": {
            "en": "“{found}” is no relationship of the standard.",
            "zh-Hant": "「{found}」不是標準所列的關係。",
        },
        "ANNOTATION": {
            "en": "“{found}” must be REVIEW or OTHER.",
            "zh-Hant": "「{found}」必須是 REVIEW 或 OTHER。",
        },
        "REFERENCE_CATEGORY": {
            "en": "“{found}” is no category of external references.",
            "zh-Hant": "「{found}」不是外部參照的類別。",
        },
        "REFERENCE_TYPE": {
            "en": "“{found}” is no type of this category.",
            "zh-Hant": "「{found}」不屬於此類別。",
        },
        "LOCATOR": {
            "en": "“{found}” is not written as its type asks.",
            "zh-Hant": "「{found}」不符合其類型的格式。",
        },
        "RANGE": {
            "en": "“{found}” must count from 1, and the first may not be behind the last.",
            "zh-Hant": "「{found}」必須從 1 起算，且起點不得在終點之後。",
        },
        "SERIAL": {
            "en": "“{found}” must be urn:uuid: with a UUID in lower case.",
            "zh-Hant": "「{found}」必須是 urn:uuid: 加上小寫 UUID。",
        },
        "DESCRIBES_NOTHING": {
            "en": "No relationship says what the document describes.",
            "zh-Hant": "沒有任何關係說明此文件描述的對象。",
        },
        "ONE_DOCUMENT": {
            "en": "There must be one SpdxDocument; there are {found}.",
            "zh-Hant": "必須有一個 SpdxDocument；目前有 {found} 個。",
        },
    },
)


def message(finding: Finding, language: str) -> str:
    """The sentence for one finding; any language but ``zh-Hant`` falls back to English."""
    texts = FINDINGS[finding.code]
    return texts.get(language, texts["en"]).format(found=finding.found)


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain values, with its message in every language that we write."""
    return {
        "code": finding.code,
        "place": finding.place,
        "found": finding.found,
        "message": {language: message(finding, language) for language in FINDINGS[finding.code]},
    }
