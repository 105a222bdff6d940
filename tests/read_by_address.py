"""Figures read by their address, as whoever may read the records asks for them."""

import pytest
from api_asked import ask

from data import catalog, query

NAMES = sorted(catalog.indicators())
SHIPPED = [name for name in NAMES if query.extent(name)[0]]


@pytest.fixture(autouse=True)
def everybody_asks(monkeypatch):
    """Every test of the file may read all that an analyst may, without a key."""
    monkeypatch.setenv("THREATS_API", "open")
    monkeypatch.setenv("THREATS_EVERYONE", "analyst")


def get(address, **head):
    """The answer to an address, asked without a token."""
    return ask("GET", address, head={"authorization": "", **head})
