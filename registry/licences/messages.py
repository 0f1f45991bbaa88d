"""What the findings about an expression say to a reader, in English and Traditional Chinese.

Codes are stable; texts may improve. ``{found}`` is the place concerned, ``{replacement}`` what to write.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from registry.licences import spdx
from registry.licences.expressions import Finding

FINDINGS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "EMPTY": {
            "en": "Nothing is written here; write an SPDX licence id such as MIT.",
            "zh-Hant": "這裡沒有內容；請填寫 SPDX 授權識別碼，例如 MIT。",
        },
        "UNKNOWN_LICENCE": {
            "en": "“{found}” is not an id of the SPDX licence list.",
            "zh-Hant": "「{found}」不在 SPDX 授權清單中。",
        },
        "NOT_AN_IDENTIFIER": {
            "en": "“{found}” cannot be a licence id: only ASCII letters, digits, “-” and “.” are allowed.",
            "zh-Hant": "「{found}」不能作為授權識別碼：只能使用 ASCII 英文字母、數字、「-」與「.」。",
        },
        "NO_LICENCE_NAMED": {
            "en": "“{found}” says that no licence is named; it is not itself a licence.",
            "zh-Hant": "「{found}」表示未指明授權，本身不是授權條款。",
        },
        "EXCEPTION_IS_NO_LICENCE": {
            "en": "“{found}” is an exception; write it after a licence: LICENCE WITH {found}.",
            "zh-Hant": "「{found}」是例外條款，請寫在授權之後：授權 WITH {found}。",
        },
        "ADDITION_IS_NO_LICENCE": {
            "en": "“{found}” is an addition; write it after a licence: LICENCE WITH {found}.",
            "zh-Hant": "「{found}」是附加條款，請寫在授權之後：授權 WITH {found}。",
        },
        "UNKNOWN_EXCEPTION": {
            "en": "“{found}” is not an exception of the SPDX list.",
            "zh-Hant": "「{found}」不在 SPDX 例外條款清單中。",
        },
        "LICENCE_IS_NO_EXCEPTION": {
            "en": "“{found}” is a licence; WITH takes an exception. Use AND or OR between licences.",
            "zh-Hant": "「{found}」是授權條款；WITH 之後應為例外條款。授權之間請用 AND 或 OR。",
        },
        "EXCEPTION_EXPECTED": {
            "en": "An exception is missing after WITH.",
            "zh-Hant": "WITH 之後缺少例外條款。",
        },
        "LICENCE_EXPECTED": {
            "en": "A licence id is missing here.",
            "zh-Hant": "這裡缺少授權識別碼。",
        },
        "OPERATOR_EXPECTED": {
            "en": "AND or OR is missing before “{found}”.",
            "zh-Hant": "「{found}」之前缺少 AND 或 OR。",
        },
        "OPERATOR_IN_MIXED_CASE": {
            "en": "Write “{found}” in capitals.",
            "zh-Hant": "「{found}」請改用大寫。",
        },
        "WITH_AFTER_EXPRESSION": {
            "en": "WITH may only stand directly after one licence.",
            "zh-Hant": "WITH 只能緊接在單一授權之後。",
        },
        "PLUS_ON_FIXED_VERSION": {
            "en": "“{found}”: the id already says which versions apply; leave out the “+”.",
            "zh-Hant": "「{found}」：識別碼已說明適用版本，請移除「+」。",
        },
        "PLUS_ON_REFERENCE": {
            "en": "“{found}”: “+” may only follow a licence of the SPDX list.",
            "zh-Hant": "「{found}」：「+」只能接在 SPDX 清單中的授權之後。",
        },
        "NEVER_CLOSED": {
            "en": "This parenthesis is never closed.",
            "zh-Hant": "這個括號沒有對應的右括號。",
        },
        "CLOSING_WITHOUT_OPENING": {
            "en": "This parenthesis closes nothing.",
            "zh-Hant": "這個右括號沒有對應的左括號。",
        },
        "NESTED_TOO_DEEPLY": {
            "en": "Parentheses are nested too deeply to be read.",
            "zh-Hant": "括號層數過多，無法讀取。",
        },
        "CASE": {
            "en": "“{found}” is usually written {replacement}.",
            "zh-Hant": "「{found}」的標準寫法是 {replacement}。",
        },
        "LOWER_CASE_OPERATOR": {
            "en": "Operators are usually written in capitals: {replacement}.",
            "zh-Hant": "運算子的標準寫法是大寫：{replacement}。",
        },
        "DEPRECATED": {
            "en": "SPDX no longer recommends “{found}”; write {replacement}.",
            "zh-Hant": "SPDX 已不建議使用「{found}」，請改寫 {replacement}。",
        },
        "DEPRECATED_WITHOUT_REPLACEMENT": {
            "en": "SPDX no longer recommends “{found}” and names no single replacement.",
            "zh-Hant": "SPDX 已不建議使用「{found}」，且沒有單一的替代識別碼。",
        },
        "ONLY_IN_SPDX_3": {
            "en": "“{found}” is allowed from SPDX 3.0 on; tools for SPDX 2 will refuse it.",
            "zh-Hant": "「{found}」自 SPDX 3.0 起才允許；SPDX 2 的工具會拒絕。",
        },
    },
)


def message(finding: Finding, language: str) -> str:
    """The sentence for one finding; any language but ``zh-Hant`` falls back to English."""
    code, replacement = finding.code, ""
    if code == "DEPRECATED":
        replacement = _instead_of(finding.found) or ""
        code = code if replacement else "DEPRECATED_WITHOUT_REPLACEMENT"
    elif code in {"CASE", "LOWER_CASE_OPERATOR"}:
        replacement = _canonical(finding.found)
    texts = FINDINGS[code]
    return texts.get(language, texts["en"]).format(found=finding.found, replacement=replacement)


def _instead_of(found: str) -> str | None:
    listed = spdx.licence(found) or spdx.licence(found.removesuffix("+"))
    return spdx.replacement(listed.id) if listed else None


def _canonical(found: str) -> str:
    if found.lower() in {"and", "or", "with"}:
        return found.upper()
    if (listed := spdx.licence(found)) is not None:
        return listed.id
    if found.endswith("+") and (listed := spdx.licence(found[:-1])) is not None:
        return listed.id + "+"
    if (exception := spdx.exception(found)) is not None:
        return exception.id
    return _canonical_reference(found)


def _canonical_reference(found: str) -> str:
    document, colon, reference = found.rpartition(":")
    prefix = "LicenseRef-" if reference.lower().startswith("licenseref-") else "AdditionRef-"
    canonical = prefix + reference[len(prefix) :]
    return "DocumentRef-" + document[len("DocumentRef-") :] + colon + canonical if colon else canonical
