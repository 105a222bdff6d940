"""Streamlit's and uvicorn's inside in one adapter, and several processes on one port.

The ASGI application around Streamlit's: `wires.behind` > `requests` > `headers` > `doors` > `crowd`
> `startup` > `entrance` (where readers sign in) > `page` > `files` > `uploads` > `processes`. Below
it, `connections` are counted and timed.
"""

__all__ = [
    "connections",
    "crowd",
    "doors",
    "entrance",
    "files",
    "headers",
    "inside",
    "logs",
    "metrics",
    "page",
    "processes",
    "requests",
    "rules",
    "signing",
    "startup",
    "uploads",
    "wires",
]
