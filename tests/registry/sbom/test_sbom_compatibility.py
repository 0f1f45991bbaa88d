from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from api.commands.sbom import sbom as command
from registry.licences.compatibility import Answer
from registry.sbom import Component, Sbom, read
from registry.sbom.components import against, counted, outbound_of, sbom_as_json

LIGHTS = Component("whole", "lights", declared="Apache-2.0")
PARTS = (
    Component("a", "a", declared="MIT"),
    Component("b", "b", declared="MIT", concluded="GPL-2.0-only"),
    Component("c", "c", declared="NOASSERTION"),
)
SBOM = Sbom("SPDX-2.3", components=(LIGHTS, *PARTS), roots=("whole",))


def test_each_component_but_the_whole_is_judged_by_what_was_concluded() -> None:
    assert outbound_of(SBOM) == "Apache-2.0"
    answers = against(SBOM, "Apache-2.0")
    assert [answers[each].answer for each in PARTS] == ["YES", "NO", "UNKNOWN"]
    assert LIGHTS not in answers
    assert counted(answers)[Answer.NO] == 1


def test_the_whole_has_no_licence_when_its_parts_tell_different_ones() -> None:
    assert outbound_of(Sbom("SPDX-2.3", components=PARTS[:2], roots=("a", "b"))) is None


def test_the_answer_as_json(small: dict[str, Any]) -> None:
    told = sbom_as_json(read(json.dumps(small).encode()), "MIT")
    assert list(told) == [
        "format", "name", "created", "ok", "outbound", "components", "relationships", "findings"
    ]  # fmt: skip
    assert told["components"][0]["purl"] == "pkg:npm/%40city/lights@1.2"
    assert told["relationships"][1] == {"from": "SPDXRef-Lights", "type": "CONTAINS", "to": "SPDXRef-File"}


def test_the_command_fails_on_a_finding_and_on_a_forbidden_licence(
    tmp_path: Path, small: dict[str, Any]
) -> None:
    file = tmp_path / "sbom.json"
    file.write_text(json.dumps(small))
    answered = CliRunner().invoke(command, ["check", "--json", str(file)])
    assert (answered.exit_code, json.loads(answered.output)["ok"]) == (0, True)
    small["packages"].append(
        {**small["packages"][0], "SPDXID": "SPDXRef-Other", "licenseDeclared": "GPL-3.0-only"}
    )
    file.write_text(json.dumps(small))
    assert CliRunner().invoke(command, ["check", str(file), "--outbound", "GPL-3.0-only"]).exit_code == 0
    refused = CliRunner().invoke(command, ["check", str(file), "--outbound", "MIT"])
    assert refused.exit_code == 1
    assert "lights GPL-3.0-only: NO" in refused.output
    small["packages"][0]["supplier"] = "somebody"
    file.write_text(json.dumps(small))
    assert "ACTOR packages[0].supplier" in CliRunner().invoke(command, ["check", str(file)]).output
