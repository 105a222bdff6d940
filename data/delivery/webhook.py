"""A delivery as a webhook, signed as https://www.standardwebhooks.com says: whoever receives it has
libraries that check it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import requests

from data.delivery.entries import Entry
from data.delivery.outbox import Delivery
from languages.english import delivery as says

SECONDS = (5, 15)  # to connect, and for the answer
JSON = "application/json"


def body(of: Delivery) -> dict[str, Any]:
    """What is sent, and what the API hands out again: `number` counts what this receiver is
    sent.
    """
    stamp = datetime.fromtimestamp(of.at_ms / 1000, UTC).isoformat(timespec="milliseconds")
    return {
        "number": of.number,
        "type": of.message.type,
        "timestamp": stamp.replace("+00:00", "Z"),
        "tlp": of.message.tlp.value,
        "data": dict(of.message.data),
    }


def post(entry: Entry, of: Delivery, now_ms: int) -> str:
    """Sends a delivery; why it failed, empty where the receiver said that it has it. Nothing that
    it answers besides is read, and it leads nowhere else.
    """
    content = json.dumps(body(of), ensure_ascii=False).encode()
    named, stamp = f"{of.entry}.{of.number}", str(now_ms // 1000)
    headers = {
        "content-type": JSON,
        "webhook-id": named,
        "webhook-timestamp": stamp,
        "webhook-signature": signature(entry.secret, named, stamp, content),
    }
    try:
        with requests.post(
            entry.webhook,
            content,
            headers=headers,
            timeout=SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            good = 200 <= answer.status_code < 300
            return "" if good else says.ANSWERED(status=str(answer.status_code))
    except (requests.RequestException, OSError, ValueError) as fault:
        return says.NOT_REACHED(kind=type(fault).__name__)


def signature(secret: bytes, named: str, stamp: str, content: bytes) -> str:
    """What the header `webhook-signature` says."""
    signed = b".".join((named.encode(), stamp.encode(), content))
    digest = hmac.new(secret, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
