"""The rules: what there is, what each takes, and what it says of a situation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from assistant.errors import NotFound
from assistant.model import Answer, as_json
from assistant.serve.api.in_time import in_time
from assistant.serve.api.shapes import RuleCallShape, given, person_of

if TYPE_CHECKING:
    from assistant.kept import Person
    from assistant.rules.case import Input
    from assistant.rules.rulebook import RuleInfo
    from assistant.serve.parts import Parts

RuleName = Annotated[str, Path(min_length=1, max_length=100)]
Batch = Annotated[str | None, Query(max_length=200)]
TYPES: Final[dict[str, dict[str, Any]]] = {
    "place": {"type": "string"},
    "places": {"type": "array", "items": {"type": "string"}},
    "date": {"type": "string", "format": "date"},
    "count": {"type": "integer", "minimum": 0},
    "percent": {"type": "number"},
    "score": {"type": "number"},
    "choice": {"type": "string"},
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
}


def rule_routes(parts: Parts) -> APIRouter:
    """Listing and running rules."""
    routes = APIRouter(prefix="/rules", tags=["rules"])

    @routes.get("", response_model=list[dict[str, Any]])
    def rules(request: Request, batch: Batch = None) -> Response:
        return given([rule_shape(info) for info in rules_for(parts, person_of(request), batch)])

    @routes.get("/{name}", response_model=dict[str, Any], summary="A rule with the JSON Schema of what it takes")
    def rule(request: Request, name: RuleName, batch: Batch = None) -> Response:
        return given(rule_shape(rule_named(parts, person_of(request), name, batch)))

    @routes.post("/{name}", response_model=Answer, summary="What the rule says of a situation")
    async def run(request: Request, name: RuleName, call: RuleCallShape) -> Response:
        person = person_of(request)
        return given(await in_time(lambda: run_rule(parts, person, name, call), parts.settings.answer_seconds))

    return routes


def rules_for(parts: Parts, person: Person, batch: str | None) -> tuple[RuleInfo, ...]:
    """The rules of a batch that the person may ask. Raises NotAllowed, UsageError."""
    bounds = parts.desk.bounds_of(person)
    return parts.assistant.rules(bounds.batch_of_rules(batch, parts.assistant.schemes()))


def rule_named(parts: Parts, person: Person, name: str, batch: str | None) -> RuleInfo:
    """The rule. Raises NotFound, NotAllowed, UsageError."""
    found = next((info for info in rules_for(parts, person, batch) if info.name == name), None)
    if found is None:
        raise NotFound(f"there is no rule {name}", do="See /api/v1/rules")
    return found


def run_rule(parts: Parts, person: Person, name: str, call: RuleCallShape) -> Answer:
    """The answer of one rule, kept. Raises NotFound, NotAllowed, UsageError, NotInForce."""
    rule_named(parts, person, name, call.batch)
    day, bounds = call.as_of or parts.desk.today(), parts.desk.bounds_of(person)
    batch = bounds.batch_of_rules(call.batch, parts.assistant.schemes())
    language = bounds.language or call.language

    def said() -> Answer:
        return parts.assistant.rule(name, call.given, as_of=day, batch=batch, language=language)

    return parts.desk.rule(person, said)


def rule_shape(info: RuleInfo) -> dict[str, Any]:
    """The rule as JSON, with the schema of `given`."""
    return {**as_json(info), "schema": given_schema(info)}


def given_schema(info: RuleInfo) -> dict[str, Any]:
    """The JSON Schema of the facts that a rule takes; a rule asks back for required ones that are left out."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {one.name: _property(one, info) for one in info.inputs},
        "required": [one.name for one in info.inputs if one.required],
        "additionalProperties": False,
    }


def _property(taken: Input, info: RuleInfo) -> dict[str, Any]:
    choices = list(taken.choices or info.choices.get(taken.name, ()))
    return {**TYPES[taken.type], **({"enum": choices} if choices and taken.type == "choice" else {})}
