"""Which SPDX expression was probably meant by a text that is none, how sure that is, and why.

A suggestion is for a person to confirm: it never replaces what was declared. The text is folded (NFKC, lower
case), searched for licence names, and what stands between the names decides whether they apply together, as
a choice, or one to the code and one to the content.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from registry.licences import expressions, listed_names, mentioning, names
from registry.licences.mentioning import Mention

LONGEST_NAME: Final = 500  # characters; a longer text is a licence text or prose, for `identify`
ASK_BELOW: Final = 0.8  # a form should ask a person to choose below this, and may offer one click above
CHOICE_OPEN: Final = 0.7  # "A, B" is as often "both" as "either"; AND asks most of us, so it wrongs nobody
PER_UNKNOWN_WORD: Final = 0.9  # each word that no rule explains may change the meaning
CONTENT_ONLY: Final = 0.8  # the text speaks about content; that the code is meant too is an assumption


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A probable expression for a text that is none.

    Attributes:
        expression: valid SPDX expression, canonical, over everything that the text covers.
        confidence: 0-1, the product of the named factors in this module and in `registry.licences.names`.
        reason: code in `REASONS`; the weightiest doubt, or NAME_UNDERSTOOD if there is none.
        alternatives: what else the text may mean.
        code: the part that applies to the code, where the text says so.
        content: the part that applies to texts, pictures and data, where the text says so.
    """

    expression: str
    confidence: float
    reason: str
    alternatives: tuple[str, ...] = ()
    code: str | None = None
    content: str | None = None


REASONS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "NAME_UNDERSTOOD": {
            "en": "This is a common name of {expression}; write the SPDX id instead.",
            "zh-Hant": "這是 {expression} 的常見名稱，請改寫為 SPDX 識別碼。",
        },
        "ONLY_OR_LATER_OPEN": {
            "en": "The version is named, but not whether later versions are allowed too. {expression} claims"
            " the least; write {alternatives} if the notice in your files says “or any later version”.",
            "zh-Hant": "已指明版本，但未說明是否允許後續版本。{expression} 是最保守的解讀；"
            "若檔案中的聲明寫有「或任何後續版本」，請改寫 {alternatives}。",
        },
        "VERSION_MISSING": {
            "en": "No version is named. {expression} is the usual reading; look at your licence file and"
            " write the version that stands there.",
            "zh-Hant": "未指明版本。{expression} 是通常的解讀；請查看授權檔案，寫上其中的版本。",
        },
        "EDITION_OF_A_COUNTRY": {
            "en": "The edition of one country is a text of its own, and the SPDX list does not have this one."
            " {expression} is the international one; write it only if that is what was granted.",
            "zh-Hant": "各國版本是另一份條款，SPDX 清單並未收錄這一版本。{expression} 是國際通用的版本；"
            "確實以該版本授權時才改寫。",
        },
        "CHOICE_OPEN": {
            "en": "Several licences are listed without saying whether all of them apply (AND) or one may be"
            " chosen (OR). {expression} is the careful reading; the other one is {alternatives}.",
            "zh-Hant": "列出多個授權，但未說明是全部適用（AND）或可擇一（OR）。{expression} 是較謹慎的解讀；"
            "另一種是 {alternatives}。",
        },
        "CODE_AND_CONTENT": {
            "en": "One licence is named for the code and another for texts and pictures. {expression} covers"
            " the whole; for the code alone it is {code}, for the content {content}.",
            "zh-Hant": "程式碼與文字圖片分別採用不同授權。整體寫作 {expression}；"
            "僅程式碼為 {code}，內容為 {content}。",
        },
        "CONTENT_ONLY": {
            "en": "Only the content is said to be under {expression}; say under which licence the code is.",
            "zh-Hant": "文字僅說明內容採用 {expression}，請另外說明程式碼採用哪個授權。",
        },
    },
)

# After these words a licence may be denied, limited or changed; offering it would be worse than silence.
_NOT_OFFERED = re.compile(
    r"(?<![a-z])(?:with|like|style|similar|based)(?![a-z])|類似|exception|proprietary"
    r"|commercial|all rights reserved|closed[\s-]source|confidential|\bn/?a\b|\bnone\b|noassertion"
    r"|\bnot\b|\bexcept\b|\bwithout\b|專有|專屬|版權所有|保留一切權利|未授權|不授權|不適用|^無$",
)
_RIGHTS_KEPT = re.compile(
    r"proprietary|all rights reserved|closed[\s-]source|專有|專屬|版權所有|保留一切權利",
)
_JOINT = re.compile(
    r"(?P<OR>(?<![a-z])or(?![a-z])|/|\|\|?|或)|(?P<AND>(?<![a-z])and(?![a-z])|&&?|以及|及|與|和)|(?P<bracket>[()])",
)
_CHOICE_STATED = re.compile(r"(?<![a-z])(?:either|dual)|擇一|任選|雙授權")
# People write "dual licensed under A and B" for a choice.
_DUAL = re.compile(r"(?<![a-z])dual|雙重?授權")
_ABOUT_CODE = re.compile(r"程式|原始碼|源碼|軟體|(?<![a-z])(?:source|code|software|programs?)(?![a-z])")
_ABOUT_CONTENT = re.compile(
    r"文字|圖片|圖像|內容|文件|資料|(?<![a-z])(?:contents?|texts?|images?|docs?|documentation|data|pictures?)(?![a-z])",
)
_CLAUSE_END = re.compile(r"[，,；;。\n]")
# Words that only say that a licence follows; anything else between names lowers the confidence.
_EXPLAINED = re.compile(
    r"licen[cs]e[sd]?|under|the|this|is|are|by|of|with|in|on|a|an|for|project|terms|version|v|and|or|either|dual"
    r"|published|released|available|public|free|open|source|code|software|content|contents|text|texts|data|gnu"
    r"|images?|docs?|documentation|works?|all|both|any|see|file",
)
_EXPLAINED_CHINESE = re.compile(
    r"除另有(?:標示|註明|說明)外?|另有規定|授權|條款|方式|採取|採用|使用|釋出|網頁|網站|以|為|之|的|本|皆|均|依|"
    r"文字|圖片|圖像|內容|文件|資料|程式碼|程式|原始碼|源碼|軟體|開放|專案|及|與|和|或|以及|擇一|雙|版|創用|國際|公眾",
)


def suggest(text: str) -> Suggestion | None:
    """The expression that a text that is none probably means, or None if nothing safe can be said."""
    folded = mentioning.folded(text)
    if not folded or len(folded) > LONGEST_NAME:
        return None
    whole = names.full_names().get(names.squeezed(folded))
    if whole is not None:
        return Suggestion(whole, names.ONE_MEANING, "NAME_UNDERSTOOD")
    mentions = mentioning.mentions(folded)
    if not mentions:
        return _alone(folded)
    between = _between(folded, mentions)
    if any(_NOT_OFFERED.search(gap) for gap in between):
        return None
    split = _code_and_content(folded, mentions)
    if split is not None:
        return _discounted(split, between)
    return _discounted(_joined(mentions, between), between)


def _alone(folded: str) -> Suggestion | None:
    """An id without its version, if the text has nothing else."""
    listed = listed_names.by_stem(re.sub(r"\blicen[cs]e\b", "", folded))
    if not listed:
        return None
    if len(listed) == 1:
        return Suggestion(listed[0], names.ONE_MEANING, "NAME_UNDERSTOOD")
    return Suggestion(listed[0], names.USUAL_VERSION, "VERSION_MISSING", listed[1:])


def denies(text: str) -> bool:
    """Whether a text says that all rights are kept, so that it grants no open licence."""
    return bool(_RIGHTS_KEPT.search(unicodedata.normalize("NFKC", text).lower()))


def reason_text(suggestion: Suggestion, language: str) -> str:
    """Why, in a sentence; any language but ``zh-Hant`` falls back to English."""
    texts = REASONS[suggestion.reason]
    return texts.get(language, texts["en"]).format(
        expression=suggestion.expression,
        alternatives=" / ".join(suggestion.alternatives),
        code=suggestion.code,
        content=suggestion.content,
    )


def _between(folded: str, mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    starts = (0, *(mention.end for mention in mentions))
    ends = (*(mention.start for mention in mentions), len(folded))
    return tuple(folded[start:end] for start, end in zip(starts, ends, strict=True))


def _joined(mentions: tuple[Mention, ...], between: tuple[str, ...]) -> Suggestion:
    distinct = _distinct(mentions)
    first = distinct[0].meaning
    if len(distinct) == 1:
        return Suggestion(first.expression, first.sureness, first.reason, first.alternatives)
    doubtful = min(distinct, key=lambda mention: mention.meaning.sureness).meaning
    stated = _as_stated(mentions, between)
    if stated is not None and not (_DUAL.search(" ".join(between)) and " OR " not in stated):
        return Suggestion(stated, doubtful.sureness, doubtful.reason, _replaced(stated, doubtful))
    operands = tuple(expressions.parse(mention.meaning.expression) for mention in distinct)
    every = expressions.render(expressions.conjunction(operands))
    either = expressions.render(expressions.disjunction(operands))
    if _CHOICE_STATED.search(" ".join(between)):
        return Suggestion(either, doubtful.sureness, doubtful.reason, _replaced(either, doubtful))
    alternatives = (either, *_replaced(every, doubtful))
    return Suggestion(every, doubtful.sureness * CHOICE_OPEN, "CHOICE_OPEN", alternatives)


def _as_stated(mentions: tuple[Mention, ...], between: tuple[str, ...]) -> str | None:
    """The expression that and, or and parentheses between the names spell out; None if they do not."""
    inner = [set(_joints(gap)) - {"(", ")"} for gap in between[1:-1]]
    if len(inner[0]) == 1 and all(gap == inner[0] for gap in inner):
        # One kind of operator throughout needs no parentheses, and bears operators that are doubled or left over.
        kind = expressions.conjunction if "AND" in inner[0] else expressions.disjunction
        return expressions.render(kind(tuple(expressions.parse(m.meaning.expression) for m in mentions)))
    written: list[str] = []
    for gap, mention in zip(between, mentions, strict=False):
        written.extend(_joints(gap))
        written.append(f"({mention.meaning.expression})")
    written.extend(_joints(between[-1]))
    try:
        return expressions.render(expressions.parse(" ".join(written)))
    except expressions.ExpressionError:
        return None


def _joints(gap: str) -> list[str]:
    return [
        found.group() if found.lastgroup == "bracket" else str(found.lastgroup)
        for found in _JOINT.finditer(gap)
    ]


def _replaced(expression: str, doubtful: names.Meaning) -> tuple[str, ...]:
    return tuple(expression.replace(doubtful.expression, other) for other in doubtful.alternatives)


def _distinct(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    by_expression: dict[str, Mention] = {}
    for mention in mentions:
        by_expression.setdefault(mention.meaning.expression, mention)
    return tuple(by_expression.values())


def _code_and_content(folded: str, mentions: tuple[Mention, ...]) -> Suggestion | None:
    """Split by what each clause is about, where one is about content; otherwise None."""
    code: list[Mention] = []
    content: list[Mention] = []
    unsaid: list[Mention] = []
    for mention in mentions:
        clause = _clause(folded, mention)
        about_content, about_code = bool(_ABOUT_CONTENT.search(clause)), bool(_ABOUT_CODE.search(clause))
        if about_content and about_code:
            return None
        (content if about_content else code if about_code else unsaid).append(mention)
    if not content or (code and unsaid):
        return None
    sureness = min(mention.meaning.sureness for mention in mentions)
    content_expression = _together(content)
    if not code and not unsaid:
        return Suggestion(
            content_expression, sureness * CONTENT_ONLY, "CONTENT_ONLY", content=content_expression
        )
    code_expression = _together(code or unsaid)
    every = _together([*code, *unsaid, *content])
    confidence = sureness if code else sureness * CONTENT_ONLY
    return Suggestion(every, confidence, "CODE_AND_CONTENT", (), code_expression, content_expression)


def _clause(folded: str, mention: Mention) -> str:
    starts = [found.end() for found in _CLAUSE_END.finditer(folded, 0, mention.start)]
    end = _CLAUSE_END.search(folded, mention.end)
    start = starts[-1] if starts else 0
    return folded[start : mention.start] + " " + folded[mention.end : end.start() if end else len(folded)]


def _together(mentions: list[Mention]) -> str:
    distinct = _distinct(tuple(mentions))
    operands = tuple(expressions.parse(mention.meaning.expression) for mention in distinct)
    return expressions.render(expressions.conjunction(operands))


def _discounted(suggestion: Suggestion, between: tuple[str, ...]) -> Suggestion:
    unknown = 0
    for gap in between:
        words = re.findall(r"[^\W\d_]+", _EXPLAINED_CHINESE.sub(" ", gap))
        unknown += sum(1 for word in words if not _EXPLAINED.fullmatch(word))
    confidence = round(suggestion.confidence * PER_UNKNOWN_WORD**unknown, 2)
    return Suggestion(
        suggestion.expression,
        confidence,
        suggestion.reason,
        suggestion.alternatives,
        suggestion.code,
        suggestion.content,
    )
