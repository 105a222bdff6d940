"""The API described as OpenAPI 3.1, from the routes that are served."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from exchange.operations import Answer, Operation, Parameter, Schema
from exchange.problems import SAYS, VERSION
from exchange.schemas import named, schemas


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        path = re.sub(r":\w+}", "}", each.path)
        paths.setdefault(path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Global Threats Dashboard",
            "version": "1",
            "description": (
                "Figures by their address: docs/api.md. Proposals of notices in, their events"
                " out: docs/watch.md."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": VERSION}],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key that reads figures, where THREATS_API is `key`",
                },
                "bureau": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token of a country's bureau or of headquarters",
                },
            },
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "security": _security(operation),
        "responses": {
            **{str(status): _answer(each) for status, each in operation.answers.items()},
            **{str(status): _problem(status) for status in operation.errors},
        },
    }
    if operation.parameters:
        found["parameters"] = [_parameter(each) for each in operation.parameters]
    if operation.body:
        found["requestBody"] = {"required": True, "content": _content(operation.body)}
    return found


def _security(operation: Operation) -> list[dict[str, Any]]:
    """Figures are read without a token where the operator lets them: an empty way in."""
    if operation.reads is not None:
        return [{}, {"key": []}, {"bureau": []}]
    return [{"bureau": []}] if operation.needs_token else []


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(parameter.schema)
    return {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.says,
        "required": parameter.where == "path",
        "schema": {"type": "array", "items": schema} if parameter.several else schema,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {"description": answer.says}
    if answer.headers:
        found["headers"] = {
            name: {"description": says, "schema": {"type": "string"}}
            for name, says in answer.headers.items()
        }
    return found | ({"content": _content(answer.content)} if answer.content else {})


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": SAYS[status],
        "content": _content({"application/problem+json": named("Problem")}),
    }


def _content(kinds: Any) -> dict[str, dict[str, Schema]]:
    return {kind: {"schema": schema} for kind, schema in kinds.items()}
