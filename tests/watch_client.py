"""A small national system: sends proposals and steps, and listens to events from the last one it heard. Standard library only."""

import http.client
import json
from collections.abc import Iterator
from typing import Any


class Client:
    """One bureau's side of the watch."""

    def __init__(self, port: int, token: str, host: str = "127.0.0.1") -> None:
        self.place, self.head = (host, port), {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, document: Any = None, raw: bytes | None = None, kind: str = "application/json") -> tuple[int, Any]:
        """Status and answer of one question."""
        line = http.client.HTTPConnection(*self.place, timeout=30)
        try:
            body = raw if raw is not None else json.dumps(document).encode() if document is not None else None
            line.request(method, path, body, self.head | ({"Content-Type": kind} if body is not None else {}))
            answer = line.getresponse()
            said = answer.read()
            return answer.status, json.loads(said) if said else None
        finally:
            line.close()

    def events(self, after: int | str = 0, seconds: float = 30) -> Iterator[dict[str, Any]]:
        """Events after the one heard last, until the line breaks or stays silent for so long; call again with the last id."""
        line = http.client.HTTPConnection(*self.place, timeout=seconds)
        try:
            line.request("GET", f"/api/events?after={after}", headers=self.head)
            answer = line.getresponse()
            if answer.status != 200:
                raise ConnectionError(f"{answer.status}: {answer.read().decode()}")
            while part := answer.readline():
                if part.startswith(b"data: "):
                    yield json.loads(part[6:])
        finally:
            line.close()
