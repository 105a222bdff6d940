"""A deck as one HTML file that opens from a folder or a stick: its drawings are hovered, clicked
and played, it presents by keys, and it asks for nothing. Its policy allows its own code alone.

The presenter's own copy has the notes, the next slide and a clock. It opens the audience's file,
which lies beside it, in a second window and tells that where it is: no note is ever in the
audience's file, its window, or in what goes between the two.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from briefing import canonical, frame, layout
from briefing.content import Deck, Drawing, Slide
from briefing.drawings.canvas import escaped
from briefing.layout import Data, Page
from briefing.progress import Progress, quiet
from briefing.verify import LONGEST
from languages import language, translated
from languages.english import briefing_files as words
from languages.english import seal as sealing
from languages.english import verify as verifying

HERE = Path(__file__).parent
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONG = 160  # letters of a path from which on it is kept once for all drawings that have it
_ATTRIBUTES = r'((?: [\w-]+="[^"]*")*?)'
_PATH = re.compile(rf'<path{_ATTRIBUTES} d="([^"]{{{LONG},}})"{_ATTRIBUTES}/>')


AUDIENCE, PRESENTER = "slides.html", "notes.html"  # what the two files are called
SECONDS = (10, 20, 30, 60, 120)  # of a slide that goes on by itself
_CODE = ("deck.js", "present.js")
_CHECK = "check.js"  # of a deck that is sealed


def dump(
    deck: Deck, notes: bool = False, audience: str = AUDIENCE, *, progress: Progress = quiet
) -> str:
    """The whole file. Only the presenter's own copy has notes and how numbers were made; an
    audience's never holds them. `audience` is where the presenter's finds the other.
    """
    with frame.spoken_in(deck):
        pages = layout.pages(deck, progress)
        rules: list[str] = []
        body = "".join(_frame(page, at, rules, notes) for at, page in enumerate(pages, start=1))
        body, store = _stored(body)
        top = _top(deck, notes)
        names = (*_CODE, _CHECK) if deck.evidence else _CODE
        code = [(HERE / each).read_text(encoding="utf-8") for each in names]
        style = (HERE / "deck.css").read_text(encoding="utf-8") + "".join(rules)
        style = f"{frame.faces(top + body)}{style}"
        beside = f' data-audience="{escaped(audience)}"' if notes else ""
        return (
            f'<!doctype html>\n<html lang="{escaped(deck.language)}" dir="{language().direction}"'
            f'{beside}><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
            f'content="{_policy(code, style)}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta name="robots" content="noindex"><title>{escaped(deck.title)}</title>'
            f"<style>{style}</style></head><body>{store}{top}<main>{body}</main>"
            f'<footer><progress id="progress" max="{len(pages)}" value="1" hidden></progress>'
            f"{_steps()}</footer>{_panel()}{_check(deck) if deck.evidence else ''}"
            '<div id="said" role="status" hidden></div>'
            f'<div id="told" role="status"></div>{_data("words", json.dumps(_said()))}'
            + "".join(f'<script type="module">{each}</script>' for each in code)
            + "</body></html>\n"
        )


def _said() -> Data:
    """What the code says."""
    return {
        "play": words.PLAY(),
        "pause": words.PAUSE(),
        "none": words.NO_FIGURE(),
        "progress": translated(words.PROGRESS.text),
        "blank": words.BLANK(),
        "goes": translated(words.GOES_ON.text),
        "stands": words.STANDS(),
        "opened": words.OPENED(),
        "clock_stops": words.STOP_CLOCK(),
        "clock_goes": words.START_CLOCK(),
        "space": words.SPACE(),
        "press": words.PRESS_A_KEY(),
        "off": words.OFF(),
        "does": dict(words.DOES),
        "check": {
            "published": translated(sealing.PUBLISHED.text),
            "revised": translated(sealing.REVISED.text),
            "why": dict(sealing.WHY),
            "of": translated(sealing.OF.text),
            "place": translated(verifying.PLACE.text),
            "says": translated(verifying.SAYS.text),
            "now": translated(verifying.NOW.text),
        },
    }


def _policy(code: Iterable[str], style: str) -> str:
    """Nothing but this very code, and fonts that are in the file."""

    def hashed(text: str) -> str:
        return base64.b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")

    scripts = " ".join(f"'sha256-{hashed(each)}'" for each in code)
    return (
        f"default-src 'none'; script-src {scripts}; "
        f"style-src 'sha256-{hashed(style)}'; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _data(name: str, text: str) -> str:
    """JSON in the page, of which nothing can end the element."""
    safe = text.replace("<", "\\u003c")
    mark = f' id="{name}"' if name else ""
    return f'<script type="application/json"{mark}>{safe}</script>'


def _top(deck: Deck, notes: bool) -> str:
    buttons = [("audience", words.AUDIENCE())] if notes else []
    buttons += [("present", words.PRESENT()), ("overview", words.OVERVIEW())]
    buttons += [("notes", words.NOTES())] if notes else []
    buttons += [("verify", verifying.VERIFY())] if deck.evidence else []
    buttons += [("open", words.KEYS())]
    clock = (
        f'<div id="clock"><span id="time"></span><b id="since" role="timer" '
        f'aria-label="{words.SPOKEN()}"></b>'
        f"{_button('clock-stops', words.STOP_CLOCK())}{_button('clock-again', words.RESTART())}"
        "</div>"
    )
    return (
        f'<nav aria-label="{escaped(words.PRODUCT())}"><h1>{escaped(deck.title)}</h1>'
        f"{''.join(_button(*each) for each in buttons)}{clock if notes else ''}"
        f"{_mark(frame.mark(deck.marking))}</nav>"
    )


def _button(name: str, said: str, attributes: str = "") -> str:
    return f'<button id="{name}" type="button"{attributes}>{escaped(said)}</button>'


def _steps() -> str:
    """What a pointer, a finger or Tab finds at the foot of a slide that is shown."""
    return (
        f'<div id="steps" role="group" aria-label="{words.STEPS()}">'
        f"{_button('back', words.PREVIOUS())}<span id='where'></span>"
        f"{_button('on', words.NEXT())}{_button('all', words.OVERVIEW())}"
        f"{_button('auto', words.AUTO(), ' aria-pressed=false')}"
        f"{_button('end', words.END())}</div>"
    )


def _panel() -> str:
    """Where keys are changed and switched off."""
    waits = "".join(
        f'<option value="{each}"{" selected" * (each == 20)}>{words.SECONDS(each)}</option>'
        for each in SECONDS
    )
    return (
        f'<dialog id="panel" aria-labelledby="panel-title"><h2 id="panel-title">{words.KEYS()}</h2>'
        f"<p>{words.KEYS_HELP()}</p>"
        f'<table id="keys" aria-labelledby="panel-title"></table>'
        f'<p><label>{words.GO_ON()} <select id="seconds">{waits}</select></label></p>'
        f'<form method="dialog">{_button("usual", words.USUAL_KEYS())}'
        f'<button type="submit">{words.CLOSE()}</button></form></dialog>'
    )


def _check(deck: Deck) -> str:
    """Where a code and a number are held against what is in the file, and what that is."""
    fields = "".join(
        f'<label for="check-{name}">{escaped(said)}</label><input id="check-{name}" '
        f'maxlength="{most}" autocomplete="off" spellcheck="false">'
        for name, said, most in (
            ("code", verifying.CODE(), 60),
            ("number", verifying.NUMBER(), LONGEST),
        )
    )
    return (
        f'<dialog id="check" aria-labelledby="check-title" data-seal="{escaped(deck.seal)}">'
        f'<h2 id="check-title">{escaped(verifying.OPEN())}</h2><p>{escaped(verifying.LEAD())} '
        f"{escaped(verifying.OFFLINE(day=deck.made))}</p><form>{fields}"
        f'<p class="buttons"><button type="submit">{escaped(verifying.VERIFY())}</button>'
        f'<button type="button" value="close">{escaped(words.CLOSE())}</button></p></form>'
        '<output for="check-code check-number"></output><ul></ul></dialog>'
        f"{_data('deck', canonical.text(deck))}{_data('evidence', deck.evidence)}"
        f"{_data('earlier', deck.earlier or '[]')}"
    )


def _mark(mark: dict[str, str]) -> str:
    """A marking; its colour is one of four."""
    return f'<span class="mark m{mark["colour"][1:]}">{escaped(mark["words"])}</span>'


def _frame(page: Page, at: int, rules: list[str], notes: bool) -> str:
    """A slide, the tables of its figures, and the presenter's notes."""
    data = page.data
    name = f"p{at}"
    kind = {"cover": "cover", "sources": "ending"}.get(data["kind"], "body")
    rules.append(f"#{name} h2{{font-size:{data.get('size', 30):g}px}}")
    rules.append(f"#{name} .filters{{font-size:{data['filters_size']:g}px}}")
    if "caveat_size" in data:
        size, top = data["caveat_size"], data["caveat_top"] - 9
        rules.append(f"#{name} .caveat{{font-size:{size:g}px;top:{top:g}px}}")
    inside = [
        f'<p class="filters">{escaped(data["filters"])}</p>' if data["filters"] else "",
        f"<h2>{escaped(data['title'])}</h2>",
        _cover(data, name, rules) if kind == "cover" else "",
        *_drawings(page, name, rules),
        _side(data, name, rules),
        f'<p class="caveat">{escaped(data["caveat"])}</p>' if data.get("caveat") else "",
        f'<p class="caveat">{escaped(data["check"])}</p>' if data.get("check") else "",
        f'<p class="sources">{"<br>".join(map(escaped, data["sources"]))}</p>'
        if data["sources"]
        else "",
        (
            f'<p class="seal">{escaped(data["data"])} {_mark(data["mark"])}<br>'
            f"<b>{escaped(data['seal'])}</b> {escaped(data['number'])}</p>"
        ),
        _mark(data["mark"]),
    ]
    label = escaped(f"{data['number']}: {data['title']}")
    return (
        f'<section class="frame" aria-label="{label}" tabindex="-1"><div class="paper">'
        f'<div class="slide {kind}" id="{name}">{"".join(inside)}</div></div>'
        f"{_figures(page.drawings)}{_notes(page.slide) if notes and page.slide else ''}</section>"
    )


def _cover(data: Data, name: str, rules: list[str]) -> str:
    rest = (
        f'<div class="rest"><p class="subtitle">{escaped(data["subtitle"])}</p>'
        f"<p><b>{escaped(data['product'])}</b><br>{escaped(data['sealed'])}</p></div>"
    )
    one = data["drawing"]
    if one is None:
        rules.append(f"#{name} h2,#{name} .rest{{width:870px}}")
        return rest
    rules.append(f"#{name} .drawing{{right:43px;top:62px;width:{one['width']:g}px}}")
    return f'{rest}<div class="drawing" aria-hidden="true">{one["svg"]}</div>'


def _drawings(page: Page, name: str, rules: list[str]) -> Iterable[str]:
    """Each drawing where it stands; a map that has frames with what plays it."""
    for place, one in enumerate(page.data.get("drawings", ())):
        rules.append(
            f"#{name} .d{place}{{left:{one['x']:g}px;top:{one['y'] - 8.5:g}px;"
            f"width:{one['width']:g}px"
            + (f";font-size:{one['size']:g}px}}" if "rows" in one else "}")
        )
        if "rows" in one:
            rules += _columns(one, f"#{name} .d{place}")
            caption = page.drawings[place].alt if page.drawings else page.data["title"]
            yield f'<div class="drawing d{place}">{_table(one, caption)}</div>'
            continue
        player = _player(page.drawings[place]) if page.drawings[place].frames else ""
        whole = "" if page.data.get("side") else " whole"
        if "above" in one:
            rules.append(f"#{name} .above{{left:{one['x']:g}px;top:{one['y'] - 26:g}px}}")
            yield f'<p class="above">{escaped(one["above"])}</p>'
        yield f'<div class="drawing d{place}{whole}">{one["svg"]}{player}</div>'


def _columns(one: Data, where: str) -> Iterable[str]:
    """How wide the columns of a slide's table are, where their words begin, how tall a row is."""
    beside = one["pad"] - 0.25 * one["size"]  # a line is as tall as its letters and a half more
    yield f"{where} table{{table-layout:fixed;line-height:{layout.LINE:g}}}"
    yield f"{where} :is(th,td){{height:auto;padding-block:{beside:.2f}px}}"
    for at, wide in enumerate(one["widths"]):
        align = ";text-align:start" if at in one["left"] else ""
        share = 100 * wide / sum(one["widths"])
        yield f"{where} tr>:nth-child({at + 1}){{width:{share:.2f}%{align}}}"


def _table(one: Data, caption: str) -> str:
    heads = "".join(f'<th scope="col">{escaped(each)}</th>' for each in one["columns"])
    rows = "".join(
        f'<tr class="{"strong" * row["strong"]}{" none" * row["none"]}">'
        f'<th scope="row">{escaped(row["cells"][0])}</th>'
        + "".join(f"<td>{_days(escaped(cell))}</td>" for cell in row["cells"][1:])
        + "</tr>"
        for row in one["rows"]
    )
    return (
        f'<table aria-label="{escaped(caption)}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _days(text: str) -> str:
    """A text of the page whose days are not broken at a line's end."""
    return DAY.sub(r'<span class="day">\g<0></span>', text)


def _player(drawing: Drawing) -> str:
    """What plays a map through its periods, and their figures."""
    last = len(drawing.frames) - 1
    now = next((each.name for each in drawing.series if not each.earlier), "")
    names = [each.name for each in drawing.frames]
    held = json.dumps(
        {
            "circles": drawing.circles,
            "steps": [[each.low, each.colour] for each in drawing.steps],
            "frames": [
                {
                    "name": each.name,
                    "figures": {one.code: [one.value, one.said, one.known] for one in each.figures},
                }
                for each in drawing.frames
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return (
        f'<div class="player" hidden>{_data("", held)}<button type="button">{words.PLAY()}</button>'
        f'<input type="range" min="0" max="{last}" step="1" '
        f'value="{names.index(now) if now in names else last}" '
        f'aria-label="{words.PERIOD()}"><output>{escaped(now)}</output></div>'
    )


def _side(data: Data, name: str, rules: list[str]) -> str:
    side = data.get("side")
    if not side:
        return ""
    rules.append(f"#{name} .side{{top:{data['top'] - 8.5:g}px}}")
    rules.append(f"#{name} .number{{font-size:{side['size']:g}px}}")
    points = "".join(f"<li>{escaped(each)}</li>" for each in side["points"])
    return (
        f'<div class="side"><p class="number">{escaped(side["number"])}</p>'
        f'<p class="unit">{escaped(side["unit"])}</p>'
        f'<p class="change">{escaped(side["change"])}</p>'
        + (f"<ul>{points}</ul>" if points else "")
        + (f'<p class="beside">{escaped(side["caveat"])}</p>' if side["caveat"] else "")
        + "</div>"
    )


def _figures(several: Iterable[Drawing]) -> str:
    """The figures of drawings as tables: what a map does not write is read here, and heard."""
    tables = []
    for drawing in several:
        if drawing.kind == "table":
            continue
        tables.append(f"<h3>{escaped(drawing.title)}</h3>{_table(_listed(drawing), drawing.alt)}")
    if not tables:
        return ""
    return (
        f'<details class="figures"><summary>{words.FIGURES()}</summary>{"".join(tables)}</details>'
    )


def _listed(drawing: Drawing) -> Data:
    """A row a country, period or flow; a column a series."""
    names: dict[tuple[str, str], str] = {}
    for series in drawing.series:
        for one in series.figures:
            said = words.FLOW(origin=one.name, target=frame.country(one.to)) if one.to else one.name
            names.setdefault((one.code, one.to), said)
    held = [{(one.code, one.to): one.said for one in each.figures} for each in drawing.series]
    return {
        "columns": [drawing.unit, *(each.name for each in drawing.series)],
        "rows": [
            {
                "cells": [name, *(each.get(key, "") for each in held)],
                "strong": False,
                "none": False,
            }
            for key, name in names.items()
        ],
    }


def _notes(slide: Slide) -> str:
    parts = [
        (words.NOTES(), slide.notes),
        (words.POINTS(), "\n".join(slide.points)),
        (words.SOURCES(), "\n".join(map(frame.source, slide.sources))),
        (words.HOW(), "\n".join(slide.how)),
    ]
    said = "".join(f"<h3>{title}</h3><p>{escaped(text)}</p>" for title, text in parts if text)
    return f'<div class="notes" hidden>{said}</div>' if said else ""


def _stored(body: str) -> tuple[str, str]:
    """Outlines that several drawings have, kept once: the body, and what it refers to."""
    counted = Counter(found[1] for found in _PATH.findall(body))
    names = {
        path: f"o{at}"
        for at, path in enumerate(sorted(each for each, n in counted.items() if n > 1))
    }

    def used(found: re.Match[str]) -> str:
        before, path, after = found.groups()
        if path not in names:
            return found[0]
        return f'<use href="#{names[path]}"{before}{after}/>'

    body = _PATH.sub(used, body)
    held = "".join(f'<path id="{name}" d="{path}"/>' for path, name in names.items())
    return body, (
        f'<svg class="store" width="0" height="0" aria-hidden="true"><defs>{held}</defs></svg>'
    )
