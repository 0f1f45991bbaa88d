"""What a challenge must answer before the public reads it: the risk of AI, and how ready its owner is."""

from collections.abc import Mapping
from typing import Final

from matching.challenges.model import AIRisk, AIView, Challenge, Readiness
from matching.forms import LocalizedText
from store.refusal import Problem, Problems

#: How many levels of each aspect have to be examined; a rule of our own: the more people an error may hurt, the more
#: is asked. An unacceptable risk is not weighed at all, it is refused.
LEVELS_ASKED: Final[Mapping[AIRisk, int]] = {AIRisk.LIMITED: 1, AIRisk.HIGH: 3}

ASPECTS: Final[Mapping[str, LocalizedText]] = {
    "assessment": {"en": "Assessment", "zh-Hant": "評估"},
    "impact": {"en": "Impact", "zh-Hant": "影響"},
    "intervention": {"en": "Intervention", "zh-Hant": "干預"},
}

#: What looking at each level asks, in our own words.
VIEWS: Final[Mapping[AIView, LocalizedText]] = {
    AIView.ASSESSMENT_INPUT: {
        "en": "What is in the data, model or tool, and what using it adds",
        "zh-Hant": "資料、模型或工具的內容，以及使用它帶來什麼",
    },
    AIView.ASSESSMENT_OUTCOMES: {
        "en": "Whether its results serve the goal and our values",
        "zh-Hant": "結果是否符合目標與價值",
    },
    AIView.ASSESSMENT_ACCOUNTABILITY: {
        "en": "Who answers for it, and who can look inside",
        "zh-Hant": "由誰負責、誰能查看",
    },
    AIView.IMPACT_INDIVIDUAL: {"en": "What it does to single persons", "zh-Hant": "對個人的影響"},
    AIView.IMPACT_ORGANISATION: {"en": "What it does to the agency", "zh-Hant": "對機關的影響"},
    AIView.IMPACT_SYSTEM: {"en": "What it does to society as a whole", "zh-Hant": "對整體社會的影響"},
    AIView.INTERVENTION_DESIGN: {"en": "What can be stopped at the design", "zh-Hant": "設計階段能如何介入"},
    AIView.INTERVENTION_DEVELOP: {
        "en": "What can be stopped while it is made",
        "zh-Hant": "開發階段能如何介入",
    },
    AIView.INTERVENTION_DEPLOY: {"en": "What can be stopped once it runs", "zh-Hant": "上線後能如何介入"},
}

QUESTIONS: Final[Mapping[Readiness, LocalizedText]] = {
    Readiness.POLITICAL_COMMITMENT: {
        "en": "Do those who lead your agency stand behind it?",
        "zh-Hant": "機關首長是否支持？",
    },
    Readiness.URGENT_NEED: {"en": "Is it urgent?", "zh-Hant": "需求是否迫切？"},
    Readiness.NAMED_PERSON: {
        "en": "Is there somebody, by name, who has time for it?",
        "zh-Hant": "是否有指定的專人且有時間投入？",
    },
    Readiness.DATA_INVENTORY: {
        "en": "Do you know which data you hold about it?",
        "zh-Hant": "是否已盤點相關資料？",
    },
    Readiness.LOCK_IN_KNOWN: {
        "en": "Do you know what ties you to a vendor?",
        "zh-Hant": "是否瞭解受廠商綁定的情形？",
    },
    Readiness.WILLING_TO_RELEASE: {
        "en": "Will you let the result be released as open source?",
        "zh-Hant": "是否願意以開放原始碼釋出成果？",
    },
    Readiness.IMPACT_ASSESSED: {
        "en": "Has the effect on privacy, and of AI, been assessed?",
        "zh-Hant": "是否已評估隱私與人工智慧的影響？",
    },
}


def obstacles(challenge: Challenge) -> list[Problem]:
    """What of the gate is unanswered or forbids publication, item by item; empty when nothing does."""
    problems = Problems()
    problems.unless(challenge.ai_risk, "AI_RISK_MISSING", "aiRisk")
    problems.unless(challenge.ai_risk is not AIRisk.UNACCEPTABLE, "AI_RISK_UNACCEPTABLE", "aiRisk")
    asked = LEVELS_ASKED.get(challenge.ai_risk, 0) if challenge.ai_risk else 0
    for aspect in ASPECTS:
        examined = sum(view.aspect == aspect for view in challenge.ai_examined)
        problems.unless(examined >= asked, "AI_NOT_EXAMINED", "aiExamined", aspect=aspect, least=asked)
    needs_assessment = challenge.ai_risk is AIRisk.HIGH
    assessed = challenge.impact_assessment or not needs_assessment
    problems.unless(assessed, "IMPACT_ASSESSMENT_MISSING", "impactAssessment")
    for dimension in Readiness:
        answered = dimension in challenge.readiness
        problems.unless(answered, "READINESS_MISSING", "readiness", dimension=dimension.value)
    return list(problems)
