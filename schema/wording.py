"""How the values of a message are said: codes in the reader's language, what is not known left out."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from matching.challenges.gate import ASPECTS, QUESTIONS
from matching.fit import sentence
from registry.sbom.messages import message
from registry.sbom.model import Finding

Words = Mapping[str, Mapping[str, str]]

STATES: Words = {
    "DRAFT": {"en": "not open yet", "zh-Hant": "尚未開放"},
    "OPEN": {"en": "open", "zh-Hant": "開放中"},
    "REVIEW": {"en": "under review", "zh-Hant": "審查中"},
    "MATCHED": {"en": "decided, with teams at work", "zh-Hant": "已公布媒合結果"},
    "CLOSED": {"en": "closed", "zh-Hant": "已結束"},
}
READINESS: Words = {each.value: words for each, words in QUESTIONS.items()}
#: What a value that is a code says, by what follows the value's name.
CODES: Mapping[str, Words] = {"programme": STATES, "readiness": READINESS, "aspect": ASPECTS}
CLOSED_ON = {"en": " The last day for applications was {date}.", "zh-Hant": "申請已於 {date} 截止。"}
BETWEEN_SENTENCES = {"en": " ", "zh-Hant": ""}


class Wording(Formatter):
    """Fills the templates of `messages.toml`, where what follows a value's name says how it is said.

    `{state:programme}` is a programme's state in words, `{date:closed}` a sentence or nothing, `{each:readiness}` a
    question about an owner's readiness, `{each:aspect}` an aspect of the use of AI, `{reason:sbom}` what a finding in a
    bill of materials says, and `{reason:sentences}` what `matching.fit` says of that code, or of each of several.
    """

    def __init__(self, language: str, values: Mapping[str, Any]) -> None:
        self._language = language
        self._values = values

    def format_field(self, value: Any, format_spec: str) -> str:
        """One value as its template asks for it."""
        if format_spec in CODES:
            return CODES[format_spec].get(value, {}).get(self._language, str(value))
        match format_spec:
            case "closed":
                return CLOSED_ON[self._language].format(date=value) if value else ""
            case "sbom":
                return message(Finding(str(value), "", str(self._values.get("found", ""))), self._language)
            case "sentences":
                codes = (value,) if isinstance(value, str) else value
                said = (sentence(code, self._values, self._language) for code in codes)
                return BETWEEN_SENTENCES[self._language].join(said)
        return format(value, format_spec)
