"""The reader's own country, kept by the browser: what is worse and what is better with it, in four
lines, whatever the page is asked for.
"""

from __future__ import annotations

from components.elements import own_country
from components.shell import menu, state, viewer
from data.analysis import verdict
from data.geography import countries
from languages.english import mine as words

SHOWN = 2  # entries named in a line; of more the others are counted


def show() -> None:
    """The four lines of the country picked, or the field that picks one."""
    who = viewer.now()
    mine = who.bureau or viewer.picked()
    code = mine if mine in countries.codes() else ""
    own_country.show(
        code,
        _lines(code) if code else [],
        opens=menu.of_country(code) if code else "",
        cookie=viewer.COOKIE,
        fixed=bool(code) and who.bureau == code,
        on_pick=lambda picked: state.choose(state.MINE, picked),
    )


def _lines(code: str) -> list[tuple[str, str, str]]:
    """Kind, heading and what is said of each part of the verdict; an empty part says none."""
    found = verdict.of_country(code)
    return [
        (
            kind,
            words.HEADING(kind=words.KINDS[kind], of=found.counted(kind)),
            _said(found.of(kind)),
        )
        for kind in verdict.KINDS
    ]


def _said(entries: tuple[verdict.Entry, ...]) -> str:
    said = [words.ENTRY(title=each.title, said=each.said) for each in entries[:SHOWN]]
    if more := len(entries) - SHOWN:
        said += [words.MORE(more)] if more > 0 else []
    return "; ".join(said) or words.NONE()
