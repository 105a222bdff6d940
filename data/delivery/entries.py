"""Who is told: the lines of the administrator's file that THREATS_DELIVERIES names.

    [to.soc-jakarta]
    country = "IDN"
    what = ["intelligence", "notices", "alerts"]
    ceiling = "TLP:AMBER"
    own = true
    webhook = "https://soc.example.org/threats"
    secret_env = "SOC_SECRET"

`own` says that the way ends at a system of the organisation itself. No address ever comes from a
reader, so nobody can make this server ask another one.
"""

from __future__ import annotations

import base64
import binascii
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import settings
from data.geography import countries
from data.intelligence import reach
from errors import ThreatsError
from languages.english import delivery as says
from security.tlp import Tlp, travels

WHAT = ("intelligence", "notices", "alerts")
EVERY = ("day", "week")
COMMON = ("country", "group", "what", "ceiling", "own")
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "webhook": (*COMMON, "webhook", "secret_env", "secret_file"),
        "mail": (*COMMON, "mail", "every"),
    }
)
SERVER = ("server", "from", "user", "password_env", "password_file")
ALONE = ("127.0.0.1", "localhost", "::1")  # what is sent there leaves no machine
SHORTEST = 24  # bytes of a secret, as the standard of webhooks has it
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}")


class DeliveryError(ThreatsError):
    """The file of who is told makes no sense; names the file, the line and the value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One who is told: by `webhook` with its `secret`, or by `mail` `every` day or week.
    `audience` is a country's code, or a sharing group's id with `group:` before it; nothing
    stricter than `ceiling` goes out.
    """

    name: str
    audience: str
    what: tuple[str, ...]
    ceiling: Tlp
    webhook: str = ""
    secret: bytes = field(default=b"", repr=False)
    mail: str = ""
    every: str = ""

    @property
    def way(self) -> str:
        """How it goes out."""
        return "webhook" if self.webhook else "mail"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The mail server that is handed what goes out by mail."""

    host: str
    port: int
    tls: bool  # from the first byte; else by STARTTLS, but on this machine itself
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """All that the file says. `site` is the address of this dashboard in what goes out; `faults`
    are sentences about its lines that make no sense, which are left out.
    """

    entries: Mapping[str, Entry]
    server: MailServer | None
    site: str
    faults: tuple[str, ...]

    def wanting(self, what: str, audience: str) -> list[Entry]:
        """Who is to be told of `intelligence`, `notices` or `alerts` of a country, or of a sharing
        group with `group:` before it.
        """
        return [
            each
            for each in self.entries.values()
            if each.audience == audience and what in each.what
        ]


NOBODY = Told(MappingProxyType({}), None, "", ())


def current() -> Told:
    """Who is told at this moment; a changed file counts at once."""
    named = settings.current().deliveries
    return NOBODY if named is None else read(named)


def read(file: Path) -> Told:
    """What a file says; what makes no sense is among its faults, and the rest counts."""
    try:
        text = file.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        said = getattr(fault, "strerror", None) or str(fault)
        return Told(NOBODY.entries, None, "", (says.NOT_READ(file=file, fault=said),))
    place = _Place(file, text.splitlines())
    faults = [
        place.fault("", name, name, says.UNKNOWN())
        for name in raw
        if name not in ("site", "mail", "to")
    ]
    server, entries = None, {}
    site = raw.get("site", "")
    if not isinstance(site, str) or (site and not _is_site(site)):
        faults.append(place.fault("", "site", site, says.NO_SITE()))
        site = ""
    if "mail" in raw:
        try:
            server = _server(raw["mail"])
        except _UnfitError as unfit:
            faults.append(place.fault("mail", unfit.field, unfit.value, unfit.why))
    lines = raw.get("to", {})
    for name, said in lines.items() if isinstance(lines, dict) else ():
        try:
            entries[name] = _entry(name, said, server is not None, bool(site))
        except _UnfitError as unfit:
            faults.append(place.fault(f"to.{name}", unfit.field, unfit.value, unfit.why))
    return Told(MappingProxyType(entries), server, site.rstrip("/"), tuple(faults))


class _UnfitError(ThreatsError):
    def __init__(self, name: str, value: object, why: str) -> None:
        super().__init__(why)
        self.field, self.value, self.why = name, value, why


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the file something stands."""

    file: Path
    lines: list[str]

    def fault(self, table: str, name: str, value: object, why: str) -> str:
        """The sentence about a value."""
        line = self.line(table, name)
        return says.BAD_LINE(file=self.file, line=str(line), name=name, value=repr(value), why=why)

    def line(self, table: str, name: str) -> int:
        """The line of a name within its table; that of the table where it is not there."""
        within, begun = "", 1
        for number, each in enumerate(self.lines, 1):
            if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", each):
                within = header[1].replace('"', "").replace(" ", "")
                if within == table:
                    begun = number
                if within == f"{table}.{name}".removeprefix("."):
                    return number
            elif within == table and re.match(rf'\s*"?{re.escape(name)}"?\s*=', each):
                return number
        return begun


def _entry(name: str, said: Any, mails: bool, linked: bool) -> Entry:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", name) or not isinstance(said, dict):
        raise _UnfitError(name, name, says.NO_NAME())
    ways = [each for each in FIELDS if each in said]
    if len(ways) != 1:
        raise _UnfitError("webhook", ways, says.ONE_WAY())
    way = ways[0]
    for unknown in said.keys() - {*FIELDS[way]}:
        raise _UnfitError(unknown, said[unknown], says.UNKNOWN())
    audience = _audience(said)
    what = said.get("what")
    if not isinstance(what, list) or not what or not {*map(str, what)} <= {*WHAT}:
        raise _UnfitError("what", what, says.NO_SUCH(known=", ".join(WHAT)))
    if "notices" in what and audience.startswith(reach.GROUP):
        raise _UnfitError("what", what, says.NOT_FOR_GROUPS())
    own = said.get("own", False)
    if not isinstance(own, bool):
        raise _UnfitError("own", own, says.NO_SWITCH())
    ceiling = _ceiling(said.get("ceiling"), way, own)
    if way == "mail":
        if not isinstance(said["mail"], str) or not ADDRESS.fullmatch(said["mail"]):
            raise _UnfitError("mail", said["mail"], says.NO_ADDRESS())
        if said.get("every") not in EVERY:
            raise _UnfitError("every", said.get("every"), says.NO_SUCH(known=", ".join(EVERY)))
        if not mails:
            raise _UnfitError("mail", said["mail"], says.NO_SERVER())
        if not linked:
            raise _UnfitError("mail", said["mail"], says.NO_SITE_NAMED())
        return Entry(name, audience, tuple(what), ceiling, mail=said["mail"], every=said["every"])
    webhook = said["webhook"]
    if not isinstance(webhook, str) or not _is_hook(webhook):
        raise _UnfitError("webhook", webhook, says.NO_HOOK())
    return Entry(name, audience, tuple(what), ceiling, webhook=webhook, secret=_secret(said))


def _audience(said: Mapping[str, Any]) -> str:
    country, group = said.get("country"), said.get("group")
    if (country is None) == (group is None):
        raise _UnfitError("country", country, says.ONE_AUDIENCE())
    if country is not None:
        if country not in countries.codes():
            raise _UnfitError("country", country, says.NO_COUNTRY())
        return str(country)
    if group not in reach.groups():
        raise _UnfitError("group", group, says.NO_GROUP())
    return f"{reach.GROUP}{group}"


def _ceiling(said: Any, way: str, own: bool) -> Tlp:
    try:
        ceiling = Tlp(said)
    except ValueError:
        raise _UnfitError("ceiling", said, says.NO_SUCH(known=", ".join(Tlp))) from None
    most = travels(way, own)
    if ceiling > most:
        why = says.TOO_STRICT_OWN if own else says.TOO_STRICT
        raise _UnfitError("ceiling", said, why(way=says.WAYS[way], most=most.value))
    return ceiling


def _secret(said: Mapping[str, Any]) -> bytes:
    text = _hidden(said, "secret")
    try:
        found = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) < SHORTEST:
        name = "secret_env" if "secret_env" in said else "secret_file"
        raise _UnfitError(name, said[name], says.NO_SECRET(least=SHORTEST))
    return found


def _hidden(said: Mapping[str, Any], what: str) -> str:
    """What stands in the variable or the file that is named; never in the file of entries."""
    named = [each for each in (f"{what}_env", f"{what}_file") if each in said]
    if len(named) != 1 or not isinstance(said[named[0]], str):
        raise _UnfitError(f"{what}_env", None, says.ONE_SECRET(what=what))
    name = named[0]
    try:
        if name.endswith("_env"):
            found = settings.hidden(said[name])
        else:
            found = Path(said[name]).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        found = ""
    if not found:
        raise _UnfitError(name, said[name], says.EMPTY_SECRET())
    return found


def _server(said: Any) -> MailServer:
    if not isinstance(said, dict):
        raise _UnfitError("mail", said, says.UNKNOWN())
    for unknown in said.keys() - {*SERVER}:
        raise _UnfitError(unknown, said[unknown], says.UNKNOWN())
    server, sender = said.get("server"), said.get("from")
    parts = _parts(server)
    if parts is None or parts[0] not in ("smtp", "smtps"):
        raise _UnfitError("server", server, says.NO_SMTP())
    if not isinstance(sender, str) or not ADDRESS.fullmatch(sender):
        raise _UnfitError("from", sender, says.NO_ADDRESS())
    scheme, host, port = parts
    user = said.get("user", "")
    if not isinstance(user, str):
        raise _UnfitError("user", user, says.NO_ADDRESS())
    return MailServer(
        host,
        port or (465 if scheme == "smtps" else 587),
        scheme == "smtps",
        sender,
        user,
        _hidden(said, "password") if user else "",
    )


def _parts(address: Any) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an address; None where it is none."""
    try:
        found = urlsplit(address) if isinstance(address, str) else None
        if found is None or not found.hostname or found.username or found.fragment:
            return None
        return found.scheme, found.hostname, found.port
    except ValueError:
        return None


def _is_hook(address: str) -> bool:
    parts = _parts(address)
    return parts is not None and (parts[0] == "https" or (parts[0] == "http" and parts[1] in ALONE))


def _is_site(address: str) -> bool:
    parts = _parts(address)
    return parts is not None and parts[0] in ("http", "https")
