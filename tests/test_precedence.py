"""Figures asked for by their address wait for pages, and never for long."""

import threading
import time

import pytest
import shown
from api_asked import ask

from components.shell import menu
from data import precedence


def waiting(asked):
    """A thread that waits for pages, and whether it is through."""
    through = threading.Event()

    def wait():
        precedence.after_pages(asked)
        through.set()

    threading.Thread(target=wait, daemon=True).start()
    return through


def test_a_figure_waits_until_no_page_runs(monkeypatch):
    monkeypatch.setattr(precedence, "LONGEST", 60)
    with precedence.page():
        with precedence.page():
            through = waiting(time.monotonic())
        assert not through.wait(0.05)
    assert through.wait(30)
    precedence.after_pages(time.monotonic())


def test_a_page_that_fails_holds_up_nothing(monkeypatch):
    monkeypatch.setattr(precedence, "LONGEST", 60)
    with pytest.raises(ZeroDivisionError), precedence.page():
        raise ZeroDivisionError
    assert waiting(time.monotonic()).wait(30)


def test_a_figure_that_waited_its_time_waits_no_longer(monkeypatch):
    with precedence.page():
        assert waiting(time.monotonic()).wait(30)
        monkeypatch.setattr(precedence, "LONGEST", 3600)
        assert waiting(time.monotonic() - 3601).wait(30)


def test_a_figure_asked_for_by_its_address_comes_after_the_page_that_runs(monkeypatch):
    monkeypatch.setattr(precedence, "LONGEST", 60)
    came = []

    def figure():
        came.append(ask("GET", "/api/v1/figures/glotip.detected_victims?country=IDN").status)

    asking = threading.Thread(target=figure, daemon=True)
    with precedence.page():
        asking.start()
        asking.join(1)
        assert not came
    asking.join(60)
    assert came == [200]


def test_a_page_runs_first_from_its_frame_to_its_end(monkeypatch):
    seen = []
    pages = menu.pages

    def watched():
        seen.append(precedence._pages.running)
        return pages()

    monkeypatch.setattr(menu, "pages", watched)
    shown.opened("trafficking.py", {"country": ["IDN"]})
    # the first is asked of a page without frame
    assert seen[-1] == 1 and not precedence._pages.running
