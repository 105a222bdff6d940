"""What an element in the browser tells, before anything is done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

Kind = type | tuple[type, ...]


def answer(key: str, event: str, act: Callable[[dict[str, Any]], None], /, **shape: Kind) -> None:
    """Within a callback: hands on what the element of this key told with this event.

    A message without the parts that `shape` names, each of its kind, is none of the element's: who
    sent it forged it, and nothing is done.
    """
    held = st.session_state[key]
    value = held.get(event) if isinstance(held, Mapping) else None
    if isinstance(value, dict) and fits(value, shape):
        act(value)


def fits(told: Mapping[str, Any], shape: Mapping[str, Kind]) -> bool:
    """Whether a message has these parts, each of its kind."""
    return all(part in told and isinstance(told[part], shape[part]) for part in shape)
