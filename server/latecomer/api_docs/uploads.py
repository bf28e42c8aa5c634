"""The calls of the media library that are not JSON, for the OpenAPI document: uploads by tus, and files.

Source: docs/media.md, Uploads
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from latecomer.http.endpoint import API
from latecomer.http.wire import Json
from latecomer.media.rules import tus

_SECURITY: Final[list[Json]] = [{"key": []}, {"session": []}]
_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer", "minimum": 0}
_UPLOAD: Final = {
    "name": "upload",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}
_VERSION: Final = {
    "name": "Tus-Resumable",
    "in": "header",
    "required": True,
    "schema": {"const": tus.VERSION},
}
_OFFSET: Final = {"Upload-Offset": {"description": "How many bytes have arrived.", "schema": _NUMBER}}


def upload_paths() -> Mapping[str, Mapping[str, Json]]:
    """Return the paths, by address and method."""
    return {
        f"{API}/media": {
            "options": _operation("media_options", "What this server knows of tus", "204"),
            "post": _operation(
                "create_upload",
                "Begin an upload",
                "201",
                parameters=[
                    _VERSION,
                    {"name": "Upload-Length", "in": "header", "required": True, "schema": _NUMBER},
                    {
                        "name": "Upload-Metadata",
                        "in": "header",
                        "schema": _TEXT,
                        "example": "filename ZmlsbS5hdmk=",
                    },
                ],
                headers={"Location": {"description": "Where the upload goes.", "schema": _TEXT}} | _OFFSET,
                errors=("400", "412", "413"),
            ),
        },
        f"{API}/media/uploads/{{upload}}": {
            "head": _operation(
                "read_upload",
                "How much has arrived",
                "200",
                parameters=[_UPLOAD, _VERSION],
                headers=_OFFSET,
                errors=("404", "412"),
            ),
            "patch": _operation(
                "append_upload",
                "Send bytes",
                "204",
                parameters=[
                    _UPLOAD,
                    _VERSION,
                    {"name": "Upload-Offset", "in": "header", "required": True, "schema": _NUMBER},
                ],
                headers=_OFFSET,
                errors=("400", "404", "409", "412", "413", "415", "423"),
                body=tus.OFFSET_TYPE,
            ),
            "delete": _operation(
                "cancel_upload",
                "Give an upload up",
                "204",
                parameters=[_UPLOAD, _VERSION],
                errors=("404", "412"),
            ),
        },
        f"{API}/media/{{asset}}/files/{{file}}": {
            "get": _operation(
                "read_media_file",
                "Read a file of an asset",
                "200",
                parameters=[
                    {**_UPLOAD, "name": "asset"},
                    {"name": "file", "in": "path", "required": True, "schema": _TEXT, "example": "main.mp4"},
                ],
                errors=("401", "404"),
            )
        },
    }


def _operation(
    name: str,
    summary: str,
    status: str,
    *,
    parameters: list[Json] | None = None,
    headers: Mapping[str, Json] | None = None,
    errors: tuple[str, ...] = (),
    body: str | None = None,
) -> Json:
    operation: dict[str, Json] = {
        "operationId": name,
        "summary": summary,
        "description": "Resumable uploads follow tus 1.0.0." if name.endswith("upload") else summary + ".",
        "tags": ["Media"],
        "security": _SECURITY,
        "responses": {
            status: {"description": summary, **({"headers": headers} if headers else {})},
            **{error: {"$ref": "#/components/responses/Problem"} for error in errors},
        },
    }
    if parameters:
        operation["parameters"] = parameters
    if body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {body: {"schema": {"type": "string", "format": "binary"}}},
        }
    return operation
