"""What was put in for a webhook, asked for again: a receiver that missed something resumes."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.delivery import entries, outbox, webhook
from data.intelligence import reach
from data.watch.model import Fault
from exchange import incoming
from exchange.apart import apart
from exchange.operations import Parameter
from exchange.problems import NO_STORE, ProblemError
from languages.english import delivery as says
from security import audit
from security.viewer import HEADQUARTERS

ENTRY = Parameter(
    "entry",
    "The name of who is told, as the operator's file has it",
    {"type": "string", "pattern": "^[a-z0-9-]{1,40}$"},
    where="path",
)
AFTER = Parameter(
    "after",
    "Those that came after the delivery that said this `number`",
    {"type": "integer", "minimum": 0, "maximum": 2**62, "default": 0},
)
LIMIT = Parameter(
    "limit", "At most so many", {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}
)


async def resumed(request: Request) -> Response:
    """The deliveries of one of the asking bureau's webhooks, in their order, as they are sent."""
    bureau = await incoming.bureau(request)
    named = request.path_params[ENTRY.name]
    after = incoming.whole(request, AFTER) or 0
    limit = incoming.whole(request, LIMIT) or 0

    def asked() -> list[dict[str, Any]]:
        entry = entries.current().entries.get(named)
        whose = reach.audiences(bureau)
        if (
            entry is None
            or not entry.webhook
            or (bureau != HEADQUARTERS and entry.audience not in whose)
        ):
            raise ProblemError(404, Fault(ENTRY.name, says.NOT_TOLD()))
        found = outbox.after(incoming.store(), entry, after, limit)
        audit.note(audit.Action.EXPORT, f"api.deliveries.{named}")
        return [webhook.body(each) for each in found]

    return JSONResponse(await apart(asked), headers=NO_STORE)
