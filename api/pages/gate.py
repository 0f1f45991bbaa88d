"""The step of a challenge that asks about the risk of AI and the owner's readiness: its choices and what came in."""

from collections.abc import Sequence
from typing import Any

from litestar.datastructures import FormMultiDict

from api.pages import forms, said
from api.pages.environment import text_of
from api.pages.labels import LABELS
from api.pages.languages import Language
from matching.challenges.gate import ASPECTS, QUESTIONS, VIEWS
from matching.challenges.model import AIRisk, AIView, Answer, ChallengeForm, Readiness


def sent(form: FormMultiDict) -> ChallengeForm:
    """What came in with the step about AI and readiness; what is no choice of ours counts as not chosen."""
    risk = forms.text(form, "aiRisk")
    answers = {each: forms.text(form, f"readiness.{each.value}") for each in Readiness}
    return ChallengeForm(
        ai_risk=AIRisk(risk) if risk in AIRisk.__members__ else None,
        ai_examined=tuple(
            AIView(each) for each in forms.texts(form, "aiExamined") if each in AIView.__members__
        ),
        impact_assessment=forms.text(form, "impactAssessment") or None,
        readiness={each: Answer(said) for each, said in answers.items() if said in Answer.__members__},
    )


def views(language: Language) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """The levels under which the use of AI is looked at, by aspect."""
    return [
        (
            words[language.tag],
            [(view.value, asks[language.tag]) for view, asks in VIEWS.items() if view.aspect == aspect],
        )
        for aspect, words in ASPECTS.items()
    ]


def questions(language: Language) -> Sequence[tuple[str, str]]:
    """What is asked about readiness."""
    return [(each.value, words[language.tag]) for each, words in QUESTIONS.items()]


def told(name: str, value: Any, language: Language) -> str:
    """What a field of this step holds, in words; empty where nothing was chosen."""
    if name == "aiRisk":
        return text_of(language, LABELS["ai-risk"][value]) if value in LABELS["ai-risk"] else ""
    if name == "aiExamined":
        return said.listed([VIEWS[AIView(each)][language.tag] for each in value], language)
    answers = LABELS["readiness-answer"]
    asked = dict(questions(language))
    given = [(asked[code], answers[answer]) for code, answer in value.items() if answer in answers]
    return said.listed([f"{words} {text_of(language, answer)}" for words, answer in given], language)
