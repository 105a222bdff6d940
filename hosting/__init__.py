"""Streamlit's and uvicorn's inside in one adapter, and several processes on one port.

The ASGI application around Streamlit's: `headers` > `startup` > `page` > `files` > `processes`.
"""

__all__ = ["files", "headers", "inside", "page", "processes", "startup"]
