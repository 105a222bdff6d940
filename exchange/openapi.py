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
            "description": "Proposals of notices in, their events out. docs/watch.md says more.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": VERSION}],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "bureau": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token of a country's bureau or of headquarters",
                }
            },
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "security": [{"bureau": []}] if operation.needs_token else [],
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


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.says,
        "required": parameter.where == "path",
        "schema": dict(parameter.schema),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {"description": answer.says, "content": _content(answer.content)}


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": SAYS[status],
        "content": _content({"application/problem+json": named("Problem")}),
    }


def _content(kinds: Any) -> dict[str, dict[str, Schema]]:
    return {kind: {"schema": schema} for kind, schema in kinds.items()}
