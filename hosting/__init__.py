"""Streamlit's and uvicorn's inside in one adapter, and several processes on one port.

The ASGI application around Streamlit's: `wires.behind` > `headers` > `doors` > `crowd` > `startup`
> `page` > `files` > `uploads` > `processes`. Below it, `connections` are counted and timed.
"""

__all__ = [
    "connections",
    "crowd",
    "doors",
    "files",
    "headers",
    "inside",
    "logs",
    "page",
    "processes",
    "startup",
    "uploads",
    "wires",
]
