"""What the sections for one country say, in the words of 0.7: `supports` and `organisation`.

Source: the aliases of the standard 0.7 for `supports`, and its CHANGELOG, v0.7.0; for the code of an Italian
administration schema.it.rst, `riuso/codiceIPA`. The section of Taiwan has nothing that `supports` could say.
"""

from collections.abc import Mapping
from typing import Any

from registry.publiccode.crosswalks.walking import Conversion, Document, Loss, Reason

_PLATFORMS = ("spid", "cie", "anpr", "pagopa", "io")
_ITALY = ("it", "IT")
_PA = "urn:x-italian-pa:"


def to_supports(document: Document) -> Conversion:
    """Give a document without the section of Italy: what it says stands in `supports` and `organisation`.

    "false" is lost: `supports` lists what is supported, and its silence says nothing.
    """
    result = {key: value for key, value in document.items() if key not in _ITALY}
    lost: list[Loss] = []
    for name in _ITALY:
        if isinstance(document.get(name), Mapping):
            lost += _take(result, document[name], name)
    return Conversion(result, tuple(lost))


def _take(result: dict[str, Any], section: Mapping[str, Any], name: str) -> list[Loss]:
    lost: list[Loss] = []
    ids: list[str] = []
    for group, key, value in _leaves(section):
        path = f"{name}.{group}.{key}" if group else f"{name}.{key}"
        alias = (
            key
            if (group, key) == ("conforme", "gdpr") or (group == "piattaforme" and key in _PLATFORMS)
            else ""
        )
        if alias and value is True:
            ids.append(f"alias:{alias}")
        elif (group, key) == ("riuso", "codiceIPA") and _may_name(result, value):
            result["organisation"] = {**result.get("organisation", {}), "uri": f"{_PA}{value}"}
        elif (group, key) != ("", "countryExtensionVersion") and value not in (None, ""):
            lost.append(Loss(path, Reason.NOT_SAYABLE if alias else Reason.NO_PLACE))
    if ids:
        before = result.get("supports") if isinstance(result.get("supports"), list) else []
        known = {each.get("id") for each in before or () if isinstance(each, Mapping)}
        result["supports"] = [*(before or ()), *({"id": each} for each in ids if each not in known)]
    return lost


def _may_name(result: Mapping[str, Any], value: Any) -> bool:
    """Whether the code of an administration can become the organisation's URI: there must be no other."""
    organisation = result.get("organisation", {})
    return (
        isinstance(value, str)
        and bool(value)
        and isinstance(organisation, Mapping)
        and not organisation.get("uri")
    )


def _leaves(section: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    found: list[tuple[str, str, Any]] = []
    for key, value in section.items():
        if isinstance(value, Mapping):
            found += [(key, inner, each) for inner, each in value.items()]
        else:
            found.append(("", key, value))
    return found
