"""The tools for agents, by the Model Context Protocol: ask, search, rules, rule. Over HTTP at /mcp, or over stdio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import anyio.to_thread
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from assistant.errors import AssistantError
from assistant.model import Language, as_json
from assistant.serve.api.rules import rule_shape, rules_for, run_rule
from assistant.serve.api.search import found
from assistant.serve.api.shapes import RuleCallShape
from assistant.serve.auth.door import LOCAL
from assistant.serve.desk import Asked
from assistant.serve.question_files import printable

if TYPE_CHECKING:
    from assistant.kept import Person
    from assistant.serve.parts import Parts

Result = TypeVar("Result")
INSTRUCTIONS: Final = (
    "Answers about government policy. Each sentence of an answer is quoted from a policy text with its clause, or "
    "computed by a dated rule; repeat it with its citations and add no figure of your own. An outcome other than "
    "'answered' is no answer."
)
READS: Final = ToolAnnotations(read_only_hint=True, open_world_hint=False)
Day = Annotated[str | None, Field(description="the day it is asked for, such as 2025-05-12; today if left out")]
Batch = Annotated[str | None, Field(description="the id of a batch; found from the question if left out")]


def make_mcp(parts: Parts) -> MCPServer[Any]:
    """The server with its tools."""
    server: MCPServer[Any] = MCPServer("policy-assistant", instructions=INSTRUCTIONS, log_level="WARNING")

    @server.tool(annotations=READS)
    async def ask(
        question: Annotated[str, Field(min_length=1, max_length=20_000)],
        ctx: Context[Any, Any],
        as_of: Day = None,
        batch: Batch = None,
    ) -> dict[str, Any]:
        """Answer a question about policy in English or Chinese, with checked quotes and computed findings."""
        asked = Asked(printable(question), _day(as_of), batch=batch)
        person = _person(ctx)
        return as_json(await _told(lambda: parts.desk.ask(person, asked)))  # type: ignore[no-any-return]

    @server.tool(annotations=READS)
    async def search(
        text: Annotated[str, Field(min_length=1, max_length=2_000)],
        ctx: Context[Any, Any],
        k: Annotated[int, Field(ge=1, le=50)] = 10,
        as_of: Day = None,
        batch: Batch = None,
    ) -> dict[str, Any]:
        """Find the passages of the policy texts nearest to a text, each with document, clause and offsets."""
        day, person = _day(as_of), _person(ctx)
        return await _told(lambda: found(parts, person, text, k, day, batch))

    @server.tool(annotations=READS)
    async def rules(ctx: Context[Any, Any], batch: Batch = None) -> dict[str, Any]:
        """List the rules that can be computed, each with the JSON Schema of the facts it takes."""
        person = _person(ctx)
        listed = await _told(lambda: rules_for(parts, person, batch))
        return {"rules": [rule_shape(info) for info in listed]}

    @server.tool(annotations=READS)
    async def rule(
        name: Annotated[str, Field(description="a name given by the tool rules")],
        given: Annotated[dict[str, Any], Field(description="the facts, by the rule's schema")],
        ctx: Context[Any, Any],
        as_of: Day = None,
        batch: Batch = None,
        language: Language = "en",
    ) -> dict[str, Any]:
        """Compute one rule for a situation: the finding, how it came about, and the clauses it rests on."""
        call = RuleCallShape(given=given, as_of=_day(as_of), batch=batch, language=language)
        person = _person(ctx)
        return as_json(await _told(lambda: run_rule(parts, person, name, call)))  # type: ignore[no-any-return]

    return server


def _person(ctx: Context[Any, Any]) -> Person:
    """Who the guard let in; over stdio whoever started the process."""
    request = ctx.request_context.request
    person: Person = request.scope["person"] if request is not None else LOCAL
    return person


def _day(day: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(day) if day else None
    except ValueError:
        raise ToolError(f"{day} is no day. Write it as 2025-05-12") from None


async def _told(call: Callable[[], Result]) -> Result:
    """What the call gives, in a thread; errors of ours as the tool's."""
    try:
        return await anyio.to_thread.run_sync(call, abandon_on_cancel=True)
    except AssistantError as error:
        raise ToolError(error.message) from None
