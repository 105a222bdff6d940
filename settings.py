"""Every setting of ours, THREATS_..., read in this one place: `current().store` is THREATS_STORE.

Streamlit's own stand in .streamlit/config.toml. A setting is looked up in the environment each time
it is asked for. A command that was told otherwise on its own line hands that down with
`using(store=...)`; nothing is ever written into the environment. Ground: imports nothing of ours
but the root of errors.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from errors import ThreatsError

PREFIX = "THREATS_"
T = TypeVar("T")
_handed: ContextVar[Mapping[str, Any]] = ContextVar("settings", default=MappingProxyType({}))


class SettingError(ThreatsError):
    """A setting makes no sense; says which, and what it was."""


class Setting(Generic[T]):
    """One setting: how its text is read, its value where nothing is given, what it is for."""

    __slots__ = ("default", "name", "read", "says", "variable")

    def __init__(self, read: Callable[[str, str], T], default: T, says: str) -> None:
        self.read, self.default, self.says = read, default, says

    def __set_name__(self, _: type, name: str) -> None:
        self.name, self.variable = name, f"{PREFIX}{name.upper()}"

    def __get__(self, given: Settings, _: type) -> T:
        handed = _handed.get()
        if self.name in handed:
            value: T = handed[self.name]
            return value
        text = os.environ.get(self.variable, "").strip()
        return self.read(self.variable, text) if text else self.default

    def __set__(self, _: Settings, value: T) -> None:
        raise AttributeError(f"{self.name} is set in the environment, or for a block by `using`")


@lru_cache(maxsize=16)  # the same value each time, whose hash is known
def _path(_: str, text: str) -> Path | None:
    return Path(text)


def _text(_: str, text: str) -> str:
    return text


def _switch(variable: str, text: str) -> bool:
    if text not in ("0", "1"):
        raise SettingError(f"{variable}: {text!r} is neither 1 nor 0")
    return text == "1"


def _number(variable: str, text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise SettingError(f"{variable}: {text!r} is not a whole number of 1 or more")
    return int(text)


def _one_of(*known: str) -> Callable[[str, str], str]:
    def read(variable: str, text: str) -> str:
        if text not in known:
            raise SettingError(f"{variable}: {text!r} is none of {', '.join(known)}")
        return text

    return read


_HOST = re.compile(r"(https?://)?(\*\.)?([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?")


def _hosts(variable: str, text: str) -> tuple[str, ...]:
    found = tuple(text.lower().replace(",", " ").split())
    for each in found:
        if not _HOST.fullmatch(each):
            raise SettingError(f"{variable}: {each!r} is no name of a server")
    return found


def _networks(variable: str, text: str) -> tuple[str, ...]:
    found = tuple(text.replace(",", " ").split())
    for each in found:
        try:
            ip_network(each)
        except ValueError:
            raise SettingError(f"{variable}: {each!r} is no address") from None
    return found


class Settings:
    """The settings in force. An empty variable is one that was not given."""

    __slots__ = ()

    store = Setting(
        _path,
        None,
        "a folder: figures imported into it stand beside the bundled ones, and proposals of notices"
        " are kept in it",
    )
    watch_url = Setting(
        _text, "", "a database for the proposals, in place of a file in the store's folder"
    )
    watch_tokens = Setting(
        _path, None, "a file with the hashes of the bureaus' tokens; without it none comes by HTTP"
    )
    sharing = Setting(
        _path, None, "a file with the groups of countries that share intelligence; without it none"
    )
    deliveries = Setting(
        _path,
        None,
        "a file with who is told by webhook or mail, see [docs/delivery.md](docs/delivery.md);"
        " without it nobody",
    )
    watch_seconds = Setting(
        _number,
        2,
        "how long the pages of the watch wait for their store before they say that it is silent;"
        " other pages wait a quarter of that for the bell",
    )
    watch_open = Setting(
        _switch, False, "`1`: everyone who opens the dashboard acts for the country they pick"
    )
    engine = Setting(
        _text, "", "an engine of your own that keeps the records; without it DuckDB, embedded"
    )
    own_tables = Setting(_number, 50, "how many own tables a reader may keep")
    own_rows = Setting(_number, 500_000, "records of one own table")
    own_store_rows = Setting(_number, 2_000_000, "records of all own tables in a store")
    uploads_mb = Setting(
        _number, 120, "megabytes of readers' files that all processes hold together at a time"
    )
    answers_mb = Setting(
        _number, 200, "megabytes of worked-out answers that a process keeps, cubes among them"
    )
    processes = Setting(_number, 1, "how many processes of `server.py` share the port")
    hosts = Setting[tuple[str, ...] | None](
        _hosts,
        None,
        "names under which readers reach the server besides its own address, such as"
        " `threats.example.org` or `*.example.org`; where a proxy hides how they came, the whole"
        " origin: `https://threats.example.org`",
    )
    proxies = Setting[tuple[str, ...] | None](
        _networks,
        None,
        "addresses of proxies, such as `10.0.0.0/24`, that say truly who asks and whether by TLS;"
        " those on this machine do",
    )
    connections = Setting(
        _number, 1000, "how many connections a process holds; of one address a quarter of them"
    )
    browser = Setting(_switch, True, "`0`: `server.py` opens no browser")
    warm = Setting(
        _switch, True, "`0`: `server.py` is there sooner, and who first asks for a figure waits"
    )
    groups = Setting(
        _path, None, "a file with groups of countries of your own, a line each: id, name, codes"
    )
    borders = Setting(
        _one_of("un", "de_facto", "blank"),
        "un",
        "the policy on boundaries where the address says none: `un`, `de_facto` or `blank`",
    )
    sign_in = Setting(
        _one_of("required"),
        "",
        "`required`: nobody reads without signing in, see [docs/sign-in.md](docs/sign-in.md)",
    )
    sign_in_idle = Setting(_number, 60, "after how many minutes without use a sign-in ends")
    sign_in_hours = Setting(_number, 12, "after how many hours a sign-in ends in any case")
    roles = Setting(_path, None, "a file with the roles of those who sign in")
    everyone = Setting(
        _one_of("viewer", "analyst"),
        "viewer",
        "what somebody on the network is where nobody signs in: `viewer` or `analyst`; who sits"
        " before a machine that serves itself alone may do all",
    )
    api = Setting(
        _one_of("open", "key", "off"),
        "",
        "who reads figures by their address: `open`, `key` (with a token, or signed in) or `off`;"
        " where none is given `open` on a server that this machine alone reaches, else `key`; see"
        " [docs/api.md](docs/api.md)",
    )
    log = Setting(_one_of("json", "text"), "text", "`json`: the log in JSON lines, one a request")
    metrics_port = Setting(
        _number,
        0,
        "a port for Prometheus (`/metrics`); of several processes each has the next one",
    )
    metrics_address = Setting(_text, "127.0.0.1", "where that port listens: this machine alone")
    smallest = Setting(
        _number,
        5,
        "numbers of persons below it are published as a range where they are marked above"
        " TLP:CLEAR",
    )
    say_withheld = Setting(
        _switch, False, "`1`: every page says that figures above its reader's marks are not shown"
    )
    template = Setting(
        _path,
        None,
        "a PowerPoint file (`.potx` or `.pptx`) whose layouts, colours, fonts and logo briefings"
        " take; without it our own",
    )
    trusted_keys = Setting(
        _path,
        None,
        "a file with fingerprints of keys whose briefing kits are taken as genuine, a line each;"
        " your own is",
    )
    language = Setting(_text, "en", "the language of the pages where their address says none")


ALL: Mapping[str, Setting[Any]] = MappingProxyType(
    {each.name: each for each in vars(Settings).values() if isinstance(each, Setting)}
)
_NOW = Settings()


def current() -> Settings:
    """The settings in force; asking for one that makes no sense raises SettingError."""
    return _NOW


def checked() -> Settings:
    """The settings in force, of which every one makes sense; else SettingError."""
    for name in ALL:
        getattr(_NOW, name)
    return _NOW


@contextmanager
def using(**changed: Any) -> Iterator[None]:
    """Within the block, and in what it calls, these settings are others."""
    if unknown := changed.keys() - ALL.keys():
        raise SettingError(f"there is no setting {', '.join(sorted(unknown))}")
    token = _handed.set({**_handed.get(), **changed})
    try:
        yield
    finally:
        _handed.reset(token)


def hidden(variable: str) -> str:
    """What stands in a variable that a file of the operator's names, such as a password."""
    return os.environ.get(variable, "").strip()


def kept() -> Path:
    """Where what readers make is kept: the store, else this user's own data folder."""
    return _NOW.store or _own()


def brought() -> Path:
    """The store that takes what readers bring: THREATS_STORE, else one in their data folder."""
    return _NOW.store or _below(_own(), "store")


def figures() -> Path | None:
    """The store with figures beside the bundled ones: THREATS_STORE, else that in the user's data
    folder once a table was brought into it; None where there is neither.
    """
    if store := _NOW.store:
        return store
    own = brought()
    return own if _below(own, "own.json").exists() else None


def _own() -> Path:
    """Where this system keeps a user's data."""
    given = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME"
    return _kept_by(os.environ.get(given, ""), os.path.expanduser("~"))  # noqa: PTH111  # asked often


# Paths are asked for a hundred times a run, and pathlib takes its time to put one together.
@lru_cache(maxsize=16)
def _kept_by(given: str, home: str) -> Path:
    if sys.platform == "win32":
        around = Path(given or Path(home) / "AppData" / "Local")
    elif sys.platform == "darwin":
        around = Path(home) / "Library" / "Application Support"
    else:
        around = Path(given or Path(home) / ".local" / "share")
    return around / "threats"


@lru_cache(maxsize=32)
def _below(folder: Path, name: str) -> Path:
    return folder / name


def screen() -> bool:
    """Whether somebody may sit before this machine, for whom a browser can be opened."""
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
