"""What is weak in a challenge though nothing is missing: too vague, not checkable, or a solution in disguise.

Advice, never a refusal: a rule that reads words is wrong now and then, so each finding shows the words it rests on and
the owner decides. The order of the questions is that of the field: take stock, find the core problem, draft, check.
"""

import re
from collections.abc import Iterator
from typing import Final

from matching.challenges.model import Challenge
from matching.forms import LocalizedText
from store.refusal import Problem, Problems

MOST_WORDS_SHOWN: Final = 4
#: One such word in a statement is how people talk; with a second, the reader learns a wish and no fact.
VAGUE_FROM: Final = 2
#: Below three, "every skill is essential" may simply be so.
MANY_NEEDS: Final = 3

_THING_EN = (
    r"apps?|platforms?|systems?|portals?|web ?sites?|dashboards?|chatbots?|databases?|blockchains?|tools?"
    r"|calculators?|AI models?"  # not "application", which people hand in
)
_THING_ZH = "平台|平臺|系統|[Aa][Pp][Pp]|網站|入口網|儀表板|機器人|資料庫|區塊鏈|工具|應用程式|小程式"
#: What is to be made, with the word that asks for it: that a paper form or an old system exists is no solution.
_SOLUTION_EN = re.compile(
    rf"\b(?:build|develop|creat|mak|need|want|introduc|implement|procur|buy|launch|design)\w*\b"
    rf"(?:\s+(?!(?:for|to|from|with|in|of|by|because|who|that)\b)[\w-]+){{0,4}}?\s+(?:{_THING_EN})\b",
    re.IGNORECASE,
)
_SOLUTION_ZH = re.compile(
    rf"(?:建置|建立|開發|打造|導入|製作|採購|需要|需有|希望有)[^，。；、！？\s]{{0,12}}?(?:{_THING_ZH})"
)
#: A title that ends with a thing names what is to be made.
_TITLE_EN = re.compile(
    rf"\b(?:{_THING_EN})$|^(?:an? |the )?(?:[\w-]+ ){{0,2}}(?:{_THING_EN}) for\b", re.IGNORECASE
)
_TITLE_ZH = re.compile(rf"(?:{_THING_ZH})$")
_VAGUE = re.compile(
    r"\b(?:improv|enhanc|optimi[sz]|efficien|convenien|smart|innovat|better|various|seamless|user-friendly|modern"
    r"|digital transformation|synerg)[\w-]*|提升|改善|優化|精進|強化|便利|便民|智慧|創新|完善|數位轉型|永續|多元",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|[一二兩三四五六七八九十百千萬]+(?:人|名|戶|件|次|天|小時|分鐘|週|個月|年|成|倍|％|%)"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|thousands?|half"
    r"|every|each|all)\b",
    re.IGNORECASE,
)


def advise(challenge: Challenge) -> list[Problem]:
    """What its owner should look at again, with the words that each finding rests on; empty when nothing is seen."""
    problems = Problems()
    in_title = _words(challenge.title, _TITLE_EN, _TITLE_ZH, _SOLUTION_EN, _SOLUTION_ZH)
    problems.unless(not in_title, "SOLUTION_IN_TITLE", "title", words=in_title)
    in_problem = _words(challenge.problem, _SOLUTION_EN, _SOLUTION_ZH)
    problems.unless(not in_problem, "SOLUTION_IN_DISGUISE", "problem", words=in_problem)
    has_figure = not challenge.problem or _has_figure(challenge.problem)
    problems.unless(has_figure, "NO_FIGURES", "problem")
    vague = max((list(_found(text, _VAGUE)) for text in challenge.problem.values()), key=len, default=[])
    is_plain = has_figure or len(vague) < VAGUE_FROM
    problems.unless(is_plain, "VAGUE_WORDS", "problem", words=_listed(vague))
    counted = not challenge.people_affected or _has_figure(challenge.people_affected)
    problems.unless(counted, "PEOPLE_NOT_COUNTED", "peopleAffected")
    _advise_on_what_is_unsaid(problems, challenge)
    for index, each in enumerate(challenge.measures):
        problems.unless(each.baseline is not None, "BASELINE_UNKNOWN", f"measures.{index}.baseline")
        changes = each.baseline is None or each.target != each.baseline
        problems.unless(changes, "TARGET_IS_BASELINE", f"measures.{index}.target")
    essential = [each for each in challenge.needs if each.required]
    every_one = len(essential) >= MANY_NEEDS and len(essential) == len(challenge.needs)
    problems.unless(not every_one, "EVERY_NEED_ESSENTIAL", "needs", number=len(essential))
    return list(problems)


def _advise_on_what_is_unsaid(problems: Problems, challenge: Challenge) -> None:
    """What teams ask first, and what a challenge can be published without."""
    problems.unless(challenge.evidence, "EVIDENCE_NOT_SAID", "evidence")
    shown = not challenge.evidence or _has_figure(challenge.evidence)
    problems.unless(shown, "EVIDENCE_WITHOUT_FIGURES", "evidence")
    problems.unless(challenge.data_involved, "DATA_NOT_NAMED", "dataInvolved")
    problems.unless(challenge.constraints, "CONSTRAINTS_NOT_SAID", "constraints")
    problems.unless(challenge.pilot, "PILOT_NOT_SAID", "pilot")
    problems.unless(challenge.budget_twd is not None, "BUDGET_NOT_SAID", "budgetTwd")
    there = challenge.on_site_work or not challenge.on_site
    problems.unless(there, "ON_SITE_WORK_NOT_SAID", "onSiteWork")
    problems.unless(challenge.publication, "PUBLICATION_NOT_SAID", "publication")


def _has_figure(texts: LocalizedText) -> bool:
    return any(_FIGURE.search(text) for text in texts.values())


def _words(texts: LocalizedText, *patterns: re.Pattern[str]) -> str:
    found = (word for text in texts.values() for pattern in patterns for word in _found(text, pattern))
    return _listed(list(found))


def _found(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    return (match.group().strip() for match in pattern.finditer(text.strip()))


def _listed(words: list[str]) -> str:
    return " · ".join(list(dict.fromkeys(words))[:MOST_WORDS_SHOWN])
