"""The figures that the page about matching names for what people do are those of the code."""

from pathlib import Path

from matching.followups.model import ASKED_AFTER
from matching.grading.model import HIGHEST_GRADE, LOWEST_GRADE
from matching.questions.model import MOST_OPEN
from matching.steps.model import AGREE_WITHIN, ANSWER_WITHIN, REMINDED_BEFORE, SETTLE_WITHIN

PAGE = " ".join((Path(__file__).resolve().parents[2] / "docs" / "matching.md").read_text("utf-8").split())


def test_the_page_names_the_figures_of_the_code() -> None:
    assert f"grade working together from {LOWEST_GRADE} to {HIGHEST_GRADE}." in PAGE
    assert f"at most {MOST_OPEN} open questions each" in PAGE
    assert ASKED_AFTER == (3, 6, 12)
    assert "Three, six and twelve months after a delivery" in PAGE
    assert f"{REMINDED_BEFORE.days} days before its day" in PAGE
    assert AGREE_WITHIN == SETTLE_WITHIN
    assert (
        f"within {ANSWER_WITHIN} days (questions, interests in a role) or {AGREE_WITHIN} (terms, hours,"
        in PAGE
    )
