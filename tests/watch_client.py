"""A small national system: sends proposals and steps, and listens to events from the last one it
heard. Standard library only.
"""

import contextlib
import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any


class Client:
    """One bureau's side of the watch."""

    def __init__(self, port: int, token: str, host: str = "127.0.0.1") -> None:
        self.place, self.head = (host, port), {"Authorization": f"Bearer {token}"}

    @contextlib.contextmanager
    def line(self, seconds: float) -> Iterator[http.client.HTTPConnection]:
        """A connection of its own; ConnectionError where the other side breaks off in the midst of
        an answer.
        """
        line = http.client.HTTPConnection(*self.place, timeout=seconds)
        try:
            yield line
        except http.client.HTTPException as broken:
            raise ConnectionError(f"The answer broke off: {broken!r}") from broken
        finally:
            line.close()

    def ask(
        self,
        method: str,
        path: str,
        document: Any = None,
        raw: bytes | None = None,
        kind: str = "application/json",
    ) -> tuple[int, Any]:
        """Status and answer of one question."""
        body = (
            raw
            if raw is not None
            else json.dumps(document).encode()
            if document is not None
            else None
        )
        with self.line(30) as line:
            line.request(
                method, path, body, self.head | ({"Content-Type": kind} if body is not None else {})
            )
            answer = line.getresponse()
            said = answer.read()
        return answer.status, json.loads(said) if said else None

    def events(
        self,
        after: int | str = 0,
        seconds: float = 30,
        begun: Callable[[], object] = lambda: None,
    ) -> Iterator[dict[str, Any]]:
        """Events after the one heard last, until the line breaks or stays silent for so long; call
        again with the last id. `begun` is called once the server listens.
        """
        with self.line(seconds) as line:
            line.request("GET", f"/api/v1/events?after={after}", headers=self.head)
            answer = line.getresponse()
            if answer.status != 200:
                raise ConnectionError(f"{answer.status}: {answer.read().decode()}")
            begun()
            while part := answer.readline():
                if part.startswith(b"data: ") and part.endswith(
                    b"\n"
                ):  # a line cut short is heard whole the next time
                    yield json.loads(part[6:])
