"""Streamlit's and uvicorn's inside in one adapter, and several processes on one port."""

__all__ = ["processes"]
