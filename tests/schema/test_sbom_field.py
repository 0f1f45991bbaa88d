from __future__ import annotations

import json
from typing import Any

import pytest

from schema.contract import SCHEMA

CHECK = """
query Check($text: String!, $outbound: String) {
  checkSbom(text: $text, outbound: $outbound) {
    format ok outbound
    components { name declared compatibility { answer reason } }
    relationships { origin kind target }
    findings { code place message }
  }
}
"""
BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "application", "name": "lights", "bom-ref": "lights"}},
    "components": [
        {
            "type": "library",
            "name": "lamp",
            "bom-ref": "lamp",
            "licenses": [{"license": {"id": "GPL-3.0-only"}}],
        }
    ],
    "dependencies": [{"ref": "lights", "dependsOn": ["lamp", "gone"]}],
}


async def asked(document: str, **variables: Any) -> dict[str, Any]:
    answer = await SCHEMA.execute(document, variable_values=variables, context_value=None)
    assert answer.errors is None
    assert answer.data is not None
    return answer.data


async def test_a_bill_of_materials_is_read_judged_and_held_against_a_licence() -> None:
    report = (await asked(CHECK, text=json.dumps(BOM), outbound="MIT"))["checkSbom"]
    assert (report["format"], report["ok"], report["outbound"]) == ("CycloneDX-1.6", False, "MIT")
    assert report["components"] == [
        {"name": "lights", "declared": None, "compatibility": None},
        {
            "name": "lamp",
            "declared": "GPL-3.0-only",
            "compatibility": {"answer": "NO", "reason": "OSADL_NO"},
        },
    ]
    assert report["relationships"][0] == {"origin": "lights", "kind": "DEPENDS_ON", "target": "lamp"}
    [finding] = report["findings"]
    assert (finding["code"], finding["place"]) == ("ID_UNKNOWN", "dependencies[0].dependsOn[1]")
    assert set(finding["message"]) == {"en", "zh-Hant"}


@pytest.mark.parametrize(
    ("inbound", "outbound", "answer", "source"),
    [("EUPL-1.2", "GPL-3.0-only", "YES", "EUPL-1.2 article 5"), ("ODbL-1.0", "MIT", "UNKNOWN", None)],
)
async def test_whether_one_licence_may_go_out_under_another(
    inbound: str, outbound: str, answer: str, source: str | None
) -> None:
    document = "query ($a: String!, $b: String!) { licenceCompatibility(inbound: $a, outbound: $b) { answer source } }"
    told = (await asked(document, a=inbound, b=outbound))["licenceCompatibility"]
    assert told["answer"] == answer
    assert (told["source"] or "").startswith(source or "")
    assert bool(told["source"]) == bool(source)
