"""An agreement: who owns what is made, its licence, data, what is published, who is named, and who guides whom."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from matching.forms import (
    LONGEST_TEXT,
    UNCHANGED,
    LocalizedText,
    Untouched,
    check_open_licence,
    check_texts,
    normalised_licence,
    tidied,
)
from store.refusal import Problems


class Ownership(StrEnum):
    """Who owns what is made; the licence says what everyone else may do with it."""

    TEAM = "TEAM"
    OWNER = "OWNER"
    JOINT = "JOINT"


class Side(StrEnum):
    """Who accepts: the owner of the challenge, or the team."""

    OWNER = "OWNER"
    TEAM = "TEAM"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The terms of a match. `version` counts the terms: accepting does not change it, editing does.

    Attributes:
        licence: SPDX expression of the code.
        content_licence: SPDX expression of texts, pictures and data where it is another.
        data_terms: what may be done with data, and when it is deleted.
        publication_terms: what is published, where and when.
        credit_terms: who is named where the work is shown.
        mentoring_terms: who helps the team, how and how often.
    """

    id: UUID
    match_id: UUID
    ownership: Ownership
    licence: str
    content_licence: str | None
    data_terms: LocalizedText
    publication_terms: LocalizedText
    credit_terms: LocalizedText
    mentoring_terms: LocalizedText
    proposed_by: UUID | None
    accepted_by_owner_at: datetime | None
    accepted_by_owner: UUID | None
    accepted_by_team_at: datetime | None
    accepted_by_team: UUID | None
    created_at: datetime
    updated_at: datetime
    version: int

    def is_settled(self) -> bool:
        """Whether both sides accepted these terms."""
        return self.accepted_by_owner_at is not None and self.accepted_by_team_at is not None

    def accepted_at(self, side: Side) -> datetime | None:
        """When a side accepted these terms."""
        return self.accepted_by_owner_at if side is Side.OWNER else self.accepted_by_team_at


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """What either side may write; a field that is UNCHANGED stays. New terms start with the template."""

    ownership: Ownership | Untouched = UNCHANGED
    licence: str | Untouched = UNCHANGED
    content_licence: str | Untouched | None = UNCHANGED
    data_terms: LocalizedText | Untouched = UNCHANGED
    publication_terms: LocalizedText | Untouched = UNCHANGED
    credit_terms: LocalizedText | Untouched = UNCHANGED
    mentoring_terms: LocalizedText | Untouched = UNCHANGED


def judge(agreement: Agreement) -> Problems:
    """Everything that is wrong with what is written, and what is missing."""
    problems = Problems()
    problems.unless(agreement.licence, "LICENCE_MISSING", "licence")
    check_open_licence(problems, "licence", agreement.licence or None)
    check_open_licence(problems, "contentLicence", agreement.content_licence)
    problems.unless(agreement.data_terms, "DATA_TERMS_MISSING", "dataTerms")
    check_texts(problems, "dataTerms", agreement.data_terms, LONGEST_TEXT)
    problems.unless(agreement.publication_terms, "PUBLICATION_TERMS_MISSING", "publicationTerms")
    check_texts(problems, "publicationTerms", agreement.publication_terms, LONGEST_TEXT)
    check_texts(problems, "creditTerms", agreement.credit_terms, LONGEST_TEXT)
    check_texts(problems, "mentoringTerms", agreement.mentoring_terms, LONGEST_TEXT)
    return problems


def written_well(agreement: Agreement) -> Agreement:
    """The same terms without stray blanks and empty texts, with licences in their usual spelling."""
    content_licence = (agreement.content_licence or "").strip()
    licence = agreement.licence.strip()
    return replace(
        agreement,
        licence=normalised_licence(licence) if licence else "",
        content_licence=normalised_licence(content_licence) if content_licence else None,
        data_terms=tidied(agreement.data_terms),
        publication_terms=tidied(agreement.publication_terms),
        credit_terms=tidied(agreement.credit_terms),
        mentoring_terms=tidied(agreement.mentoring_terms),
    )
