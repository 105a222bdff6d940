"""The API described as OpenAPI 3.1, from the routes that are served."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from exchange.operations import Answer, Operation, Parameter, Schema
from exchange.problems import SAYS, VERSION
from exchange.schemas import named, schemas

PROBLEM: tuple[str, Schema] = ("application/problem+json", named("Problem"))


def document(
    operations: Iterable[Operation],
    root: str = VERSION,
    refusal: tuple[str, Schema] = PROBLEM,
    ways: Sequence[str] = ("bureau",),
) -> dict[str, Any]:
    """The whole description of what is served below `root`, where a `refusal` is of this kind and
    form, and who needs a token comes in by one of these `ways`.
    """
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        path = re.sub(r":\w+}", "}", each.path)
        paths.setdefault(path, {})[each.method.lower()] = _operation(each, refusal, ways)
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
        "servers": [{"url": root}],
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
                "password": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "The same as a password, with any name: for TAXII alone",
                },
            },
        },
    }


def _operation(
    operation: Operation, refusal: tuple[str, Schema], ways: Sequence[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "security": _security(operation, ways),
        "responses": {
            **{str(status): _answer(each) for status, each in operation.answers.items()},
            **{str(status): _problem(status, refusal) for status in operation.errors},
        },
    }
    if operation.parameters:
        found["parameters"] = [_parameter(each) for each in operation.parameters]
    if operation.body:
        found["requestBody"] = {"required": True, "content": _content(operation.body)}
    return found


def _security(operation: Operation, ways: Sequence[str]) -> list[dict[str, Any]]:
    """Figures are read without a token where the operator lets them: an empty way in."""
    if operation.reads is not None:
        return [{}, {"key": []}, {"bureau": []}]
    return [{way: []} for way in ways] if operation.needs_token else []


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


def _problem(status: int, refusal: tuple[str, Schema]) -> dict[str, Any]:
    kind, form = refusal
    return {"description": SAYS[status], "content": _content({kind: form})}


def _content(kinds: Any) -> dict[str, dict[str, Schema]]:
    return {kind: {"schema": schema} for kind, schema in kinds.items()}
