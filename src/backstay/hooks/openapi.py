"""The service described for programs: OpenAPI 3.1, made from the shapes of its messages."""

from __future__ import annotations

from typing import Any

import msgspec

from backstay.hooks.messages import Cards
from backstay.hooks.offered import BY_ID
from backstay.hooks.requests import Discovery, FeedbackRequest, OperationOutcome, shape_of
from backstay.hooks.settings import Settings
from backstay.version import VERSION

JSON = "application/json"
REFUSALS = {
    400: "The request is wrong, or holds data of another person; nothing was computed",
    401: "No token that is trusted for exactly this address",
    404: "No such service",
    405: "Not with this method",
    408: "The body did not arrive in time",
    412: "Needed data was not sent and could not be fetched",
    413: "The body is too large",
    415: "The body is not application/json in UTF-8",
    500: "The service failed",
    503: "The service cannot answer now; Retry-After says when to ask again",
}
ALWAYS = (405, 500)
TOKEN = "A JWT signed with ES384 or RS384, for exactly this address, used once"  # noqa: S105  (no token)


def document(settings: Settings) -> bytes:
    """The OpenAPI document of the service with these settings, as JSON."""
    shapes = {service.hook: shape_of(service.hook) for service in BY_ID.values()}
    types = (Cards, Discovery, FeedbackRequest, OperationOutcome, *shapes.values())
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    components: dict[str, Any] = {
        "schemas": {name: _without_nulls(shape) for name, shape in schemas.items()}
    }
    if not settings.open:
        components["securitySchemes"] = {
            "token": {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "JWT",
                "description": TOKEN,
            }
        }
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Backstay: CDS Hooks for spinal metastases",
                "version": VERSION,
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": settings.base_url}],
            "paths": _paths(not settings.open),
            "components": components,
        }
    )


def _without_nulls(shape: dict[str, Any]) -> dict[str, Any]:
    """What has no value is left out of a message, and is never null."""
    properties = {name: _told(value) for name, value in shape["properties"].items()}
    return {**shape, "properties": properties}


def _told(value: dict[str, Any]) -> dict[str, Any]:
    kept = {name: part for name, part in value.items() if name != "default"}
    if "default" in value and value["default"] is None:
        (only,) = [one for one in kept.pop("anyOf") if one != {"type": "null"}]
        return {**kept, **only}
    return kept


def _paths(token: bool) -> dict[str, Any]:
    paths: dict[str, Any] = {
        "/cds-services": {"get": _get("Services offered", "Discovery", token)},
        "/healthz": {"get": _get("Whether the process runs", None, False)},
        "/readyz": {"get": _get("Whether calls can be answered", None, False, 503)},
        "/metrics": {"get": _metrics()},
        "/openapi.json": {"get": _get("This document", None, False)},
    }
    for service in BY_ID.values():
        path, shape = f"/cds-services/{service.id}", shape_of(service.hook).__name__
        paths[path] = {"post": _post(service.description, shape, "Cards", token)}
        paths[f"{path}/feedback"] = {
            "post": _post("What was done with cards", "FeedbackRequest", None, token)
        }
    return paths


def _get(summary: str, shape: str | None, token: bool, *more: int) -> dict[str, Any]:
    refusals = (*ALWAYS, *more, *((401, 503) if token else ()))
    schema = _reference(shape) if shape else {"type": "object"}
    return _operation(summary, {"200": _content("Done", schema)}, refusals, token)


def _post(summary: str, asks: str, gives: str | None, token: bool) -> dict[str, Any]:
    done = _content("Done", _reference(gives)) if gives else {"description": "Kept"}
    refusals = [status for status in REFUSALS if token or status != 401]
    operation = _operation(summary, {"200": done}, refusals, token)
    operation["requestBody"] = {"required": True, "content": {JSON: {"schema": _reference(asks)}}}
    return operation


def _metrics() -> dict[str, Any]:
    text = {"description": "Counts", "content": {"text/plain": {"schema": {"type": "string"}}}}
    return _operation("Counts for Prometheus", {"200": text}, ALWAYS, False)


def _operation(summary: str, answers: dict[str, Any], refusals: Any, token: bool) -> dict[str, Any]:
    told = {
        str(one): _content(REFUSALS[one], _reference("OperationOutcome"))
        for one in sorted(refusals)
    }
    made: dict[str, Any] = {"summary": summary, "responses": {**answers, **told}}
    return {**made, "security": [{"token": []}]} if token else made


def _content(said: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": said, "content": {JSON: {"schema": schema}}}


def _reference(shape: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{shape}"}
