"""How many may ask at the same time: requests and open sockets, of all and of one client."""

from collections import Counter
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from hosting.answer import refuse

LATER = {"Retry-After": "10"}


class Crowd:
    """Refuses who comes when a process has as many requests (or sockets) under way as it may: a
    half of its connections, and of one client a quarter.

    Behind a proxy a client is whom the proxy names; `many` says of an address that it is
    everybody's.
    """

    def __init__(
        self, app: ASGIApp, connections: Callable[[], int], many: Callable[[str], bool]
    ) -> None:
        self.app, self.connections, self.many = app, connections, many
        self.under_way: Counter[tuple[str, str]] = Counter()
        self.all: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        address = (scope.get("client") or ("",))[0]
        client, most = (kind, address), self.connections()
        if self.all[kind] >= max(1, most // 2):
            await refuse(503, "Too many ask at this moment.", LATER)(scope, receive, send)
            return
        if self.under_way[client] >= max(1, most // 4) and not self.many(address):
            await refuse(429, "Too much is asked from this address.", LATER)(scope, receive, send)
            return
        self.all[kind] += 1
        self.under_way[client] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.all[kind] -= 1
            self.under_way[client] -= 1
            if not self.under_way[client]:
                del self.under_way[client]
