from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from api.commands.licence import licence
from registry.licences import spdx
from registry.licences.compatibility import Answer, _matrix, compatible
from registry.licences.compatibility_reasons import REASONS, compatibility_as_json, reason_text

ANSWERS = [
    ("MIT", "MIT", "YES", "SAME"),
    ("MIT", "GPL-3.0-only", "YES", "OSADL_YES"),
    ("GPL-3.0-only", "MIT", "NO", "OSADL_NO"),
    ("Apache-2.0", "GPL-3.0-only", "YES", "OSADL_YES"),
    ("Apache-2.0", "GPL-2.0-only", "NO", "OSADL_NO"),
    ("GPL-2.0-only", "GPL-3.0-only", "NO", "OSADL_NO"),
    ("GPL-2.0-or-later", "GPL-3.0-only", "YES", "LATER_ALLOWED"),
    ("GPL-2.0+", "GPL-3.0", "YES", "LATER_ALLOWED"),
    ("GPL-2.0-only", "GPL-2.0-or-later", "NO", "OSADL_NO"),
    ("GPL-2.0", "GPL-3.0-only", "NO", "OSADL_NO"),
    ("AGPL-3.0-only", "GPL-3.0-only", "CHECK", "OSADL_CHECK"),
    ("EUPL-1.2", "GPL-2.0-only", "YES", "EUPL_APPENDIX"),
    ("EUPL-1.2", "CECILL-2.1", "YES", "EUPL_APPENDIX"),
    ("EUPL-1.2", "CC-BY-SA-3.0", "CHECK", "EUPL_NOT_SOFTWARE"),
    ("EUPL-1.2", "MIT", "NO", "OSADL_NO"),
    ("GPL-3.0-only", "EUPL-1.2", "NO", "OSADL_NO"),
    ("CC0-1.0", "MIT", "YES", "WAIVED"),
    ("MIT", "CC0-1.0", "CHECK", "CODE_INTO_CONTENT"),
    ("GPL-3.0-only", "CC-BY-4.0", "NO", "RECIPROCAL_INTO_CONTENT"),
    ("CC-BY-SA-4.0", "GPL-3.0-only", "YES", "CC_BY_SA_TO_GPL"),
    ("CC-BY-SA-4.0", "GPL-3.0-or-later", "CHECK", "CC_BY_SA_TO_GPL"),
    ("CC-BY-SA-3.0", "GPL-3.0-only", "NO", "CC_SHARE_ALIKE"),
    ("GPL-3.0-only", "CC-BY-SA-4.0", "NO", "RECIPROCAL_INTO_CONTENT"),
    ("CC-BY-SA-3.0", "CC-BY-SA-4.0", "YES", "CC_LATER_SHARE_ALIKE"),
    ("CC-BY-SA-4.0", "CC-BY-SA-3.0", "NO", "CC_SHARE_ALIKE"),
    ("CC-BY-SA-4.0", "CC-BY-4.0", "NO", "CC_SHARE_ALIKE"),
    ("CC-BY-4.0", "CC-BY-SA-4.0", "YES", "CC_ATTRIBUTION"),
    ("CC-BY-4.0", "MIT", "CHECK", "CC_ATTRIBUTION_ELSEWHERE"),
    ("CC-BY-NC-4.0", "MIT", "NO", "CC_NON_COMMERCIAL"),
    ("CC-BY-ND-4.0", "MIT", "NO", "CC_NO_DERIVATIVES"),
    ("OGDL-Taiwan-1.0", "CC-BY-4.0", "YES", "OGDL_CLAUSE_4"),
    ("OGDL-Taiwan-1.0", "CC-BY-SA-4.0", "YES", "OGDL_CLAUSE_4"),
    ("OGDL-Taiwan-1.0", "MIT", "CHECK", "OGDL_CLAUSE_4"),
    ("CC-BY-4.0", "OGDL-Taiwan-1.0", "CHECK", "CC_ATTRIBUTION_ELSEWHERE"),
    ("MIT OR GPL-2.0-only", "Apache-2.0", "YES", "OSADL_YES"),
    ("MIT AND GPL-2.0-only", "Apache-2.0", "NO", "OSADL_NO"),
    ("MIT AND LicenseRef-x", "Apache-2.0", "UNKNOWN", "NOT_LISTED"),
    ("GPL-3.0-only", "MIT OR GPL-3.0-only", "NO", "OSADL_NO"),
    ("Apache-2.0 WITH LLVM-exception", "GPL-2.0-only", "CHECK", "EXCEPTION"),
    ("Apache-2.0 WITH LLVM-exception", "GPL-3.0-only", "YES", "OSADL_YES"),
    ("MIT", "GPL-3.0-only WITH GCC-exception-3.1", "CHECK", "EXCEPTION"),
    ("LicenseRef-x", "MIT", "UNKNOWN", "NOT_LISTED"),
    ("MIT WITH AdditionRef-no-sale", "MIT", "UNKNOWN", "NOT_LISTED"),
    ("MIT", "MIT WITH AdditionRef-house", "UNKNOWN", "NOT_LISTED"),
    ("ODbL-1.0", "MIT", "UNKNOWN", "NO_RULE"),
    ("GPL v3", "MIT", "UNKNOWN", "NO_EXPRESSION"),
    ("", "MIT", "UNKNOWN", "NO_LICENCE"),
    ("MIT", "", "UNKNOWN", "NO_OUTBOUND"),
    (" OR ".join(["MIT"] * 500), "MIT", "YES", "SAME"),
    (" OR ".join(["MIT"] * 501), "MIT", "UNKNOWN", "TOO_MANY_LICENCES"),
    ("MIT", " OR ".join(["MIT"] * 51), "UNKNOWN", "TOO_MANY_LICENCES"),
    ("MIT", "(" * 8_000 + "MIT" + ")" * 8_000, "UNKNOWN", "TOO_MANY_LICENCES"),
]


@pytest.mark.parametrize(
    ("inbound", "outbound", "answer", "reason"),
    ANSWERS,
    ids=[f"{each[0][:30]} into {each[1][:30]}" for each in ANSWERS],
)
def test_one_licence_into_another(inbound: str, outbound: str, answer: str, reason: str) -> None:
    found = compatible(inbound, outbound)
    assert (found.answer, found.reason) == (answer, reason)


def test_every_reason_that_is_given_has_texts_and_all_of_them_are_given_somewhere() -> None:
    given_here = {reason for _, _, _, reason in ANSWERS}
    assert given_here <= set(REASONS)
    assert set(REASONS) - given_here == {"CC_NON_COMMERCIAL_BOTH", "CC_SHARE_ALIKE_BOTH", "OSADL_UNKNOWN"}


def test_the_answer_names_the_two_licences_that_decided() -> None:
    found = compatible("MIT AND (GPL-2.0-only OR GPL-3.0-only)", "Apache-2.0")
    assert found.deciding == ("GPL-2.0-only", "Apache-2.0")
    assert reason_text(found, "zh-Hant") == "GPL-2.0-only 無法納入 Apache-2.0：兩者條件互相牴觸。"


def test_we_depart_from_the_matrix_only_where_the_licences_say_otherwise() -> None:
    said = {"Yes": "YES", "Same": "YES", "No": "NO", "Check dependency": "CHECK", "Unknown": "UNKNOWN"}
    departures = {
        (inbound, outbound)
        for outbound, row in _matrix().items()
        for inbound, word in row.items()
        if "LicenseRef-" not in inbound + outbound and compatible(inbound, outbound).answer != said[word]
    }
    # Later versions by the licences' own clauses, and EUPL-1.1 by the appendix of EUPL-1.2.
    assert departures == DEPARTURES


DEPARTURES = {
    ("EUPL-1.2", "EUPL-1.1"),
    ("LGPL-2.0-or-later", "LGPL-2.1-only"),
    ("LGPL-2.0-or-later", "LGPL-2.1-or-later"),
    ("LGPL-2.0-or-later", "LGPL-3.0-only"),
    ("LGPL-2.0-or-later", "LGPL-3.0-or-later"),
}

LISTED = sorted(spdx.licences())


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(LISTED), st.sampled_from(LISTED), st.sampled_from(LISTED))
def test_or_is_the_best_and_and_the_worst_of_its_parts(one: str, other: str, outbound: str) -> None:
    order = list(Answer)
    answers = [compatible(each, outbound).answer for each in (one, other)]
    assert compatible(f"{one} OR {other}", outbound).answer == min(answers, key=order.index)
    assert compatible(f"{one} AND {other}", outbound).answer == max(answers, key=order.index)


@settings(deadline=None, max_examples=200)
@given(st.text(), st.text())
def test_no_texts_whatever_go_together_unless_they_are_licences(one: str, other: str) -> None:
    found = compatible(one, other)
    assert compatibility_as_json(found)["answer"] in {"UNKNOWN", "YES"}
    if found.answer is Answer.YES:
        assert found.deciding is not None


def test_the_command_prints_the_source_and_exits_with_one_unless_it_fits() -> None:
    answered = CliRunner().invoke(licence, ["compatible", "--json", "EUPL-1.2", "GPL-3.0-only"])
    assert answered.exit_code == 0
    told = json.loads(answered.output)
    assert (told["answer"], told["reason"]["code"]) == ("YES", "EUPL_APPENDIX")
    assert told["reason"]["source"].startswith("EUPL-1.2 article 5")
    assert CliRunner().invoke(licence, ["compatible", "ODbL-1.0", "MIT"]).exit_code == 1
