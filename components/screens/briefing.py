"""Briefings: a reader's own, their slides in order, and how they leave the page."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

import languages
from briefing import html, keeping, picture, ready, seal, since, views, working
from briefing.content import Slide
from briefing.keeping import Briefing, KeepingError
from briefing.seal import Sealed
from briefing.since import Since
from briefing.views import View
from components.elements import choices, slides
from components.screens import briefing_files as files
from components.screens.briefing_work import Job
from components.shell import faults, menu, offers, state
from data import catalog, store
from data.analysis import revisions
from languages import day, listed
from languages.english import briefing_page as words
from languages.english import collect as said
from languages.english import seal as sealing
from languages.english import verify as verifying
from security import reader
from security.roles import Right

EVERY = 0.7  # seconds between two looks at what is being done


@dataclass(slots=True)
class Work:
    """What a session does with the briefing that is open: pictures of its slides by what they show,
    what was there before the last step, what is said of it, what is being made and what was.
    """

    name: str
    seen: dict[tuple[str, ...], tuple[Slide, str]] = field(default_factory=dict)
    before: Briefing | None = None
    said: str = ""
    pictures: Job | None = None
    making: Job | None = None
    made: files.File | str | None = None
    sealed: Sealed | None = None


def show() -> None:
    """The page."""
    if not offers.BRIEFING.made():
        return
    kept = keeping.names()
    if state.chosen(state.BRIEFING) not in dict(kept):
        state.choose(state.BRIEFING, None)
    name = state.chosen(state.BRIEFING)
    if not name:
        _list(kept, name)
        st.subheader(words.READY(), anchor=False)
        st.caption(words.READY_HAS())
        _ready()
        _fault()
        _part("")
        return
    left, right = st.columns([1, 3.4], gap="medium")
    with left:
        _list(kept, name)
        with st.expander(words.READY()):
            _ready()
        _fault()
    with right:
        _part(name)


def _fault() -> None:
    if fault := state.chosen(state.FAULT):
        st.error(fault)
        state.choose(state.FAULT, None)


def _list(kept: Sequence[tuple[str, str]], name: str | None) -> None:
    st.subheader(words.MINE(), anchor=False)
    if deleted := state.chosen(state.DELETED):
        st.info(words.DELETED(title=deleted.title))
        st.button(words.UNDO(), key="briefing-undelete", on_click=_undelete)
    if not kept:
        st.caption(words.NONE())
    beside = not name  # all of the page's width is theirs
    often = Counter(title for _, title in kept)
    with st.container(gap="small", key="briefings", horizontal=beside):
        for each, title in kept:
            st.button(
                menu.plain(title if often[title] == 1 else f"{title} ({each})"),
                key=f"briefing-{each}",
                type="primary" if each == name else "secondary" if beside else "tertiary",
                on_click=_open,
                args=(each,),
            )
    with st.container(horizontal=beside, vertical_alignment="center"):
        st.button(words.EMPTY(), key="briefing-new", icon=":material/add:", on_click=_begin)
        st.page_link(menu.pages()["verify"], label=verifying.OPEN(), query_params=menu.kept())


def _open(name: str) -> None:
    """Opens one; what is added from now on goes there."""
    state.choose(state.BRIEFING, name)
    state.choose(state.COLLECTED, (name, "", 0))


def _begin() -> None:
    state.speak()
    title = said.NEW()
    _keep_new(Briefing(name=keeping.named(title), title=title))


def _keep_new(briefing: Briefing) -> bool:
    """Keeps it and opens it; False where that cannot be, and the page says why."""
    try:
        keeping.save(briefing)
        _open(briefing.name)
    except KeepingError as fault:
        state.choose(state.FAULT, str(fault))
        return False
    return True


def _undelete() -> None:
    state.speak()
    if _keep_new(state.chosen(state.DELETED)):
        state.choose(state.DELETED, None)


def _ready() -> None:
    """The three that come ready, of whom they are asked for: side by side where there is room."""
    with st.grid(3, min_column_width=270):
        with _card("public", words.WORLD(), words.WORLD_HAS()):
            if _pressed(words.MAKE_WORLD(), "ready-world"):
                _make("world")
        names = choices.countries()
        with _card("flag", words.OF_ONE(), words.ONE_HAS()):
            grouped = {**choices.own_groups(), **choices.groups()}
            who = _chosen(words.WHO(), "ready-who", {**grouped, **names}, [*names, *grouped])
            if _pressed(words.MAKE_ONE(), "ready-one", bool(who)):
                of = {"group_": who} if who in grouped else {"country_": who}
                _make("country", **of)
        with _card("handshake", words.OF_TWO(), words.TWO_HAS()):
            with st.container(horizontal=True):
                first = _chosen(words.FIRST(), "ready-first", names)
                second = _chosen(words.SECOND(), "ready-second", names)
            both = bool(first and second and first != second)
            if _pressed(words.MAKE_TWO(), "ready-two", both):
                _make("bilateral", country_=first, partner=second)


@contextmanager
def _card(icon: str, title: str, has: str) -> Iterator[None]:
    """A box for one that comes ready: what it is and what is in it."""
    with st.container(border=True, height="stretch", gap="small"):
        st.markdown(f"#### :material/{icon}: {title}")
        st.caption(has)
        yield


def _chosen(
    label: str, key: str, names: Mapping[str, str], options: Sequence[str] | None = None
) -> str:
    """Whom it is of; empty while nobody is chosen."""
    found = st.selectbox(
        label,
        options or list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=words.CHOOSE(),
        key=key,
    )
    return found or ""


def _pressed(label: str, key: str, ready_: bool = True) -> bool:
    """A button at the foot of its box."""
    st.space("stretch")
    return st.button(label, key=key, type="primary", disabled=not ready_, width="stretch")


def _make(kind: str, **asked: str) -> None:
    with st.spinner(words.MAKING()):
        title = ready.title(kind, **asked)
        found = ready.views(kind, **asked)
    _keep_new(Briefing(name=keeping.named(title), title=title, views=found))
    st.rerun()


def _part(name: str) -> None:
    """What changes without the rest of the page: while something is made, by itself."""
    held = state.chosen(state.WORK)
    work = held if isinstance(held, Work) and held.name == name else Work(name)
    state.choose(state.WORK, work)
    if name:
        _begun(work, keeping.load(name))
    st.fragment(_slides, run_every=EVERY if _busy(work) else None)(work, _busy(work))


def _busy(work: Work) -> bool:
    return any(job and not job.over.is_set() for job in (work.pictures, work.making))


def _begun(work: Work, briefing: Briefing) -> None:
    """Begins to work out the slides that nobody has seen yet; those of a seal are in it."""
    if work.sealed is None or work.sealed.code != briefing.seal:
        work.sealed = files.sealed(briefing)
    lacking = [each for each in briefing.views if _shows(work, briefing, each) not in work.seen]
    if lacking and (work.pictures is None or work.pictures.over.is_set()):
        work.pictures = Job(words.DRAWING(), partial(_pictured, work, briefing, lacking))


def _shows(work: Work, briefing: Briefing, view: View) -> tuple[str, ...]:
    """What a slide's picture depends on."""
    current = work.sealed and files.holds(work.sealed, briefing)
    version = briefing.seal if current else store.current().version
    said = (view.address, view.drawing, view.title, view.caption)
    return (languages.current(), version, *said)


def _pictured(work: Work, briefing: Briefing, lacking: Sequence[View], step: files.Step) -> None:
    made = work.sealed if work.sealed and files.holds(work.sealed, briefing) else None
    held = {each.id: each for each in made.deck.slides} if made else {}
    for at, view in enumerate(lacking, 1):
        step(at / len(lacking), words.PICTURED(at=at, of=len(lacking)))
        deck = made.deck if made else working.deck((view,), title=briefing.title)
        slide = held.get(view.id) or deck.slides[0]
        shown = base64.b64encode(picture.png(deck, slide, 0, "preview")).decode("ascii")
        work.seen[_shows(work, briefing, view)] = (slide, f"data:image/png;base64,{shown}")


def _slides(work: Work, busy: bool) -> None:
    state.speak()
    other = (state.chosen(state.BRIEFING) or "") != work.name
    if busy != _busy(work) or other or state.chosen(state.FAULT):
        st.rerun()  # of all of the page: looking has to begin or to end, or another one is open
    try:
        briefing = keeping.load(work.name) if work.name else None
    except KeepingError as fault:
        st.error(str(fault))
        return
    if briefing:
        _above(briefing, work)
    slides.show(_sorter(briefing, work), partial(_told, work))


def _sorter(briefing: Briefing | None, work: Work) -> slides.Sorter:
    if briefing is None:
        return slides.Sorter(name="", title="", subtitle="", rows=(), said=work.said, turn=_turn())
    return slides.Sorter(
        name=briefing.name,
        title=briefing.title,
        subtitle=briefing.subtitle,
        rows=[_row(briefing, work, each) for each in briefing.views],
        said=work.said,
        undo=work.before is not None,
        turn=_turn(),
        most=keeping.LARGEST,
    )


def _turn() -> int:
    """The step that was answered last in this session."""
    return state.chosen(state.TURNED) or 0


def _row(briefing: Briefing, work: Work, view: View) -> slides.Row:
    slide, shown = work.seen.get(_shows(work, briefing, view)) or (None, "")
    return slides.Row(
        id=view.id,
        finding=slide.title if slide else "",
        title=view.title,
        caption=view.caption,
        notes=view.notes,
        drawing=view.drawing,
        offered=_offered(view),
        opens=_opens(view),
        picture=shown,
        marking=slide.marking if slide else "",
        points=slide.points if slide else (),
    )


def _offered(view: View) -> list[tuple[str, str]]:
    """The ways a view can be drawn."""
    asked = views.asked(view.address)
    about = asked.page not in (views.COUNTRY, views.BILATERAL) and asked.about
    ways = views.DRAWN if about else views.PARTS.get(asked.page, ())
    return [("", ""), *((each, said.DRAWN[each]) for each in ways)]


def _opens(view: View) -> str:
    address = view.address.lstrip("/")
    more = urlencode(menu.kept())
    return (address + ("&" if "?" in address else "?") * bool(more) + more) or "./"


def _told(work: Work, told: Mapping[str, Any]) -> None:
    """What the presenter did with the slides, each step once."""
    state.speak()
    if int(told["turn"]) <= _turn():
        return
    state.choose(state.TURNED, int(told["turn"]))
    try:
        if told["do"] == "import":
            _imported(str(told["text"]))
        elif told["do"] == "undo":
            if work.before:
                keeping.save(work.before)
                work.before, work.said = None, words.TAKEN_BACK()
        elif work.name:
            before = keeping.load(work.name)
            after, work.said = DOES[told["do"]](before, told)
            if after != before:
                keeping.save(after)
                work.before = before
    except KeepingError as fault:
        work.said = str(fault)
    if work.name:
        _begun(work, keeping.load(work.name))


Told = Mapping[str, Any]


def _at(briefing: Briefing, told: Told) -> int:
    return next((at for at, each in enumerate(briefing.views) if each.id == told["id"]), -1)


def _moved(briefing: Briefing, told: Told) -> tuple[Briefing, str]:
    at, kept = _at(briefing, told), list(briefing.views)
    if at >= 0:
        kept.insert(int(told["to"]), kept.pop(at))
    return replace(briefing, views=tuple(kept)), ""


def _edited(briefing: Briefing, told: Told) -> tuple[Briefing, str]:
    at, kept = _at(briefing, told), list(briefing.views)
    if at >= 0 and told["part"] in ("title", "caption", "notes", "drawing"):
        text = str(told["text"])[: views.LONGEST]
        kept[at] = replace(kept[at], **{told["part"]: text})
    return replace(briefing, views=tuple(kept)), words.KEPT()


def _named(briefing: Briefing, told: Told) -> tuple[Briefing, str]:
    text = " ".join(str(told["text"]).split())[: keeping.TITLE]
    if told["part"] == "subtitle":
        return replace(briefing, subtitle=text), words.KEPT()
    return replace(briefing, title=text or briefing.title), words.KEPT()


def _copied(briefing: Briefing, told: Told) -> tuple[Briefing, str]:
    at, kept = _at(briefing, told), list(briefing.views)
    if at < 0 or len(kept) >= keeping.VIEWS:
        return briefing, ""
    kept.insert(at + 1, replace(kept[at], id=views.new()))
    return replace(briefing, views=tuple(kept)), words.COPIED(at=at + 1)


def _removed(briefing: Briefing, told: Told) -> tuple[Briefing, str]:
    at = _at(briefing, told)
    kept = tuple(each for each in briefing.views if each.id != told["id"])
    return replace(briefing, views=kept), words.REMOVED(at=at + 1) if at >= 0 else ""


DOES: Mapping[str, Callable[[Briefing, Told], tuple[Briefing, str]]] = {
    "move": _moved,
    "edit": _edited,
    "name": _named,
    "copy": _copied,
    "remove": _removed,
}


def _imported(text: str) -> None:
    found = keeping.read(text.encode())
    _keep_new(replace(found, name=keeping.named(found.title)))
    state.choose(state.WORK, None)


def _above(briefing: Briefing, work: Work) -> None:
    """What is being done, what can be done with the whole, and the seal."""
    _progress(work)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            words.PRESENT(),
            key="present",
            type="primary",
            icon=":material/co_present:",
            disabled=not briefing.views,
            on_click=_start,
            args=(work, words.PRESENT(), partial(files.present, briefing.name)),
        )
        with st.popover(words.CARRY(), icon=":material/download:", disabled=not briefing.views):
            for kind in files.KINDS if reader.current().may(Right.EXPORT) else ():
                st.button(
                    words.FILES[kind],
                    key=f"make-{kind}",
                    type="tertiary",
                    on_click=_start,
                    args=(work, words.FILES[kind], partial(files.make, briefing.name, kind)),
                )
            st.download_button(
                words.EXPORT(),
                keeping.dump(briefing),
                f"{briefing.name}.json",
                "application/json",
                key="briefing-export",
                help=words.EXPORT_HELP(),
                type="tertiary",
                on_click="ignore",
            )
        st.button(
            words.DUPLICATE(), key="briefing-duplicate", on_click=_duplicate, args=(briefing.name,)
        )
        st.button(words.DELETE(), key="briefing-delete", on_click=_delete, args=(briefing,))
    _seal(briefing, work)


def _seal(briefing: Briefing, work: Work) -> None:
    made = work.sealed
    if made is None:
        st.caption(words.UNSEALED())
        return
    if not files.holds(made, briefing):
        st.caption(words.CHANGED(code=made.code))
        return
    st.caption(words.SEALED(code=made.code, day=day(date.fromisoformat(made.deck.made))))
    if newer := seal.newer(made):
        titles = [languages.translated(catalog.sources()[each].title) for each in newer]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(words.NEWER(sources=listed(titles)), icon=":material/update:")
            st.button(
                words.SEAL_ANEW(),
                key="seal-anew",
                on_click=_start,
                args=(work, words.SEAL_ANEW(), partial(_anew, briefing.name)),
            )
            st.button(
                words.SINCE(),
                key="since",
                on_click=_start,
                args=(work, words.SINCE(), partial(_since, made)),
            )


def _anew(name: str, step: files.Step) -> None:
    files.deck(name, step, anew=True)


def _since(made: Sealed, step: files.Step) -> Since:
    step(0.1, words.DRAWING())
    return since.since(made)


def _changed(found: Since) -> None:
    """What newer figures say otherwise: the world and the data apart, card by card."""
    many = [
        words.MANY(kind=sealing.KINDS[kind], n=languages.amount(n))
        for kind in revisions.KINDS
        if (n := found.many(kind))
    ]
    st.markdown(f"**{menu.plain(words.SINCE_SEAL(code=found.code))}**")
    if many:
        st.caption(words.RECORDS(many=listed(many)))
    lines = [*map(str, found.moved), *(sealing.GONE(title=each) for each in found.gone)]
    for line in lines:
        st.markdown(f"- {menu.plain(line)}")
    if not lines:
        st.caption(words.NOTHING_SINCE())


def _start(work: Work, what: str, does: Callable[[files.Step], object]) -> None:
    state.speak()
    if work.making and not work.making.over.is_set():
        work.making.cancel()
    work.made, work.said = None, ""
    work.making = Job(what, does)


def _progress(work: Work) -> None:
    job = work.making
    if job is None:
        return
    if not job.over.is_set():
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.progress(job.share, words.DOING(what=job.name, said=job.said))
        right.button(words.CANCEL(), key="cancel", on_click=_cancel, args=(work,))
    elif job.fault:
        st.error(words.FAILED(what=job.name, why=faults.said(job.fault)))
    elif isinstance(job.result, files.File):
        st.download_button(
            words.SAVE(name=job.result.name),
            job.result.content,
            job.result.name,
            job.result.media,
            key="save-file",
            type="primary",
            icon=":material/download:",
            on_click="ignore",
        )
    elif isinstance(job.result, Since):
        _changed(job.result)
    elif isinstance(job.result, str):
        with st.container(horizontal=True, vertical_alignment="center"):
            for name, label in (
                (html.AUDIENCE, words.OPEN_SLIDES),
                (html.PRESENTER, words.OPEN_NOTES),
            ):
                st.link_button(label(), f"slides/{job.result}/{name}")
            st.caption(words.OPEN_HELP())


def _cancel(work: Work) -> None:
    state.speak()
    if work.making:
        work.making.cancel()
    work.making, work.said = None, words.CANCELLED()


def _duplicate(name: str) -> None:
    state.speak()
    try:
        _open(keeping.duplicate(name).name)
    except KeepingError as fault:
        state.choose(state.FAULT, str(fault))


def _delete(briefing: Briefing) -> None:
    keeping.delete(briefing.name)
    state.choose(state.DELETED, briefing)
    state.choose(state.BRIEFING, None)
    state.choose(state.COLLECTED, None)
