"""The guide's commands print what it says they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.commands.licence import licence

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "licences.md").read_text("utf-8")
SHOWN = re.findall(r"^\$ commonfield licence (.+)\n(.+)$", GUIDE, re.MULTILINE)


def test_the_guide_shows_commands() -> None:
    assert len(SHOWN) == 3


@pytest.mark.parametrize(("typed", "printed"), SHOWN)
def test_a_command_prints_what_the_guide_shows(typed: str, printed: str) -> None:
    answer = CliRunner().invoke(licence, shlex.split(typed))
    assert answer.output == f"{printed}\n"
    assert answer.exit_code == (0 if printed.startswith("YES") else 1)
