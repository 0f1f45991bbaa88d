"""The description of `/api/v1` for programs, in OpenAPI 3.0; a test holds the handlers to it."""

from collections.abc import Mapping
from typing import Any, Final

from api.open_catalog.shapes import LONGEST_DESCRIPTION, LONGEST_MESSAGE
from registry.syndication.model import LARGEST, LONGEST_CURSOR, SIZE

Schema = Mapping[str, Any]

TEXT: Final[Schema] = {"type": "string"}
ID: Final[Schema] = {"type": "string", "format": "uuid"}
ADDRESS: Final[Schema] = {"type": "string", "format": "uri"}
TIME: Final[Schema] = {"type": "string", "format": "date-time"}
FLAG: Final[Schema] = {"type": "boolean"}
LINK: Final[Schema] = {
    "type": "string",
    "nullable": True,
    "description": "What to put behind the path; null at the end.",
}


def _object(required: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required.split(),
        "properties": properties,
    }


SCHEMAS: Final[Mapping[str, Schema]] = {
    "Software": _object(
        "id url publiccodeYml active createdAt updatedAt",
        id=ID,
        url={**ADDRESS, "description": "The repository it is known by."},
        aliases={
            "type": "array",
            "minItems": 1,
            "items": ADDRESS,
            "description": "Further addresses of its repositories; left out where there are none.",
        },
        publiccodeYml={
            **TEXT,
            "description": "Its publiccode.yml, written anew from what the catalogue holds, without contacts.",
        },
        active={**FLAG, "description": "False when all its repositories are gone."},
        createdAt=TIME,
        updatedAt=TIME,
    ),
    "Publisher": _object(
        "id description codeHosting active alternativeId createdAt updatedAt",
        id=ID,
        description={**TEXT, "maxLength": LONGEST_DESCRIPTION, "description": "Its name."},
        codeHosting={
            "type": "array",
            "minItems": 1,
            "items": _object(
                "url group createdAt updatedAt", url=ADDRESS, group=FLAG, createdAt=TIME, updatedAt=TIME
            ),
        },
        active=FLAG,
        alternativeId={**TEXT, "description": "Its name in addresses; it may stand in place of the id."},
        createdAt=TIME,
        updatedAt=TIME,
    ),
    "Log": _object(
        "id message entity createdAt updatedAt",
        id=ID,
        message={
            **TEXT,
            "maxLength": LONGEST_MESSAGE,
            "description": "What became of a software, in English.",
        },
        entity={**TEXT, "description": "Path of the software below /api/v1."},
        createdAt=TIME,
        updatedAt=TIME,
    ),
    "Links": _object("prev next", prev=LINK, next=LINK),
    "Problem": _object(
        "title detail status", title=TEXT, detail=TEXT, status={"type": "integer", "minimum": 400}
    ),
}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _response(description: str, schema: Schema, media_type: str = "application/json") -> Schema:
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _problem(description: str) -> Schema:
    return _response(description, _reference("Problem"), "application/problem+json")


def _list(name: str) -> Schema:
    data = {"type": "array", "maxItems": LARGEST, "items": _reference(name)}
    return _response("A page.", _object("data links", data=data, links=_reference("Links")))


def _query(name: str, schema: Schema, description: str) -> Schema:
    return {"in": "query", "name": name, "schema": schema, "description": description}


_CURSOR: Final[Schema] = {**TEXT, "maxLength": LONGEST_CURSOR}
_SIZE: Final[Schema] = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": SIZE}
PAGING: Final = (
    _query("page[size]", _SIZE, "Rows of a page."),
    _query("page[after]", _CURSOR, "Rows after this cursor only."),
    _query("page[before]", _CURSOR, "Rows before this cursor only."),
    _query("from", TIME, "Rows of after this time only."),
    _query("to", TIME, "Rows of before this time only."),
)
ALL: Final = _query("all", {**FLAG, "default": False}, "What is not active, too.")
ADDRESSED: Final = _query("url", ADDRESS, "Only the software with this address, or alias.")


def _get(summary: str, ok: Schema, *parameters: Schema, path: str = "") -> Schema:
    responses: dict[str, Schema] = {"200": ok, "503": _problem("The database is away; try again later.")}
    if path:
        responses["404"] = _problem("There is none.")
    if parameters:
        responses["422"] = _problem("A parameter cannot be used.")
    inner = [{"in": "path", "name": path, "required": True, "schema": TEXT}] if path else []
    return {"get": {"summary": summary, "parameters": [*inner, *parameters], "responses": responses}}


DESCRIPTION: Final[Mapping[str, Any]] = {
    "openapi": "3.0.3",
    "info": {
        "title": "Commonfield, as an Open Catalog API",
        "version": "1.0.0",
        "description": (
            "The public-code catalogue in the shape that federating catalogues read. Read only, open to everybody, "
            "without personal data."
        ),
    },
    "servers": [{"url": "/api/v1"}],
    "paths": {
        "/software": _get("List software, oldest first.", _list("Software"), *PAGING, ALL, ADDRESSED),
        "/software/{softwareId}": _get(
            "One software.", _response("The software.", _reference("Software")), path="softwareId"
        ),
        "/software/{softwareId}/logs": _get(
            "What became of a software, newest first.", _list("Log"), *PAGING, path="softwareId"
        ),
        "/publishers": _get("List publishers, oldest first.", _list("Publisher"), *PAGING, ALL),
        "/publishers/{publisherId}": _get(
            "One publisher, by id or alternativeId.",
            _response("The publisher.", _reference("Publisher")),
            path="publisherId",
        ),
        "/logs": _get("What became of all software, newest first.", _list("Log"), *PAGING),
        "/status": {
            "get": {
                "summary": "Whether the API can serve.",
                "responses": {
                    "204": {"description": "It can."},
                    "503": _problem("The database is away; try again later."),
                },
            }
        },
    },
    "components": {"schemas": SCHEMAS},
}
