"""Fetches published files from their publishers, politely, and makes them a source's version in
force where they hold.

What was fetched when, and what went wrong, is remembered in the store, beside the pointers:
`fetched/NAME.json`.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from data import store
from data.catalog import Source
from data.ingest import fetch_log, importing
from data.records import COLUMNS, InputError
from errors import ThreatsError
from security import audit

AGENT = "GlobalThreatsDashboard/1.0 (python -m data refresh; conditional requests, one at a time)"
KEY = (
    "indicator",
    "country",
    "partner",
    "category",
    "start",
    "precision",
    "world",
    "rank",
    "cited",
)
OUTCOMES = ("new", "same", "not modified", "kept out", "failed", "no address", "later")


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient and how modest fetching is; seconds and bytes."""

    connect: float = 10
    silence: float = 30  # between two pieces of an answer
    whole: float = 600  # a file may take
    retries: int = 3
    backoff: float = 1  # before the second retry, then twice as long each time
    # a publisher may ask for (Retry-After) before it is left for another day
    longest_wait: float = 120
    pause: float = 2  # between two requests to one host
    largest: int = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Difference:
    """A version beside the one before: rows by their key (indicator, places, category, date)."""

    before: int
    after: int
    new: int
    gone: int
    changed: int

    def words(self) -> str:
        """`1,404 rows before, 1,450 now: 46 new, 0 gone, 2 changed`."""
        return (
            f"{self.before:,} rows before, {self.after:,} now: {self.new:,} new, {self.gone:,}"
            f" gone, {self.changed:,} changed"
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one source: `outcome` is one of OUTCOMES, `words` says it to a reader."""

    source: str
    outcome: str
    words: str
    version: str = ""
    difference: Difference | None = None
    report: Mapping[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """True where the old version is kept because something is wrong."""
        return self.outcome in ("failed", "kept out", "later")


class FetchError(ThreatsError):
    """A publisher's address did not give a whole file; says what happened."""


class LaterError(FetchError):
    """A publisher asks to come back later than a command can wait; `until` is when."""

    def __init__(self, seconds: float) -> None:
        self.until = datetime.now(UTC) + timedelta(seconds=seconds)
        super().__init__(
            f"the publisher asks not to come back before {self.until:%Y-%m-%d %H:%M} UTC"
        )


class _Patience(Retry):
    """Waits as long as the publisher asks, up to a limit."""

    longest_wait = 120.0

    def sleep_for_retry(self, response: Any) -> bool:
        wait = self.get_retry_after(response)
        if wait and wait > self.longest_wait:
            raise LaterError(wait)
        return super().sleep_for_retry(response)


def _retry(manners: Manners) -> Retry:
    kind: type[_Patience] = type("Patience", (_Patience,), {"longest_wait": manners.longest_wait})
    return kind(
        total=manners.retries,
        backoff_factor=manners.backoff,
        status_forcelist=(408, 429, 500, 502, 503, 504),
        allowed_methods=("GET",),
        raise_on_status=False,
        retry_after_max=10**9,
    )


class Fetcher:
    """Asks publishers, one request at a time, with a pause between two to one host."""

    def __init__(self, manners: Manners = Manners()) -> None:
        self.manners = manners
        self.asked: dict[str, float] = {}
        self.session = requests.Session()
        self.session.max_redirects = 5
        self.session.headers["User-Agent"] = AGENT
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=_retry(manners)))

    def get(
        self, address: str, known: fetch_log.Fetched, largest: int | None = None
    ) -> tuple[bytes, dict[str, str]] | None:
        """The file and its headers; None where it is the one already known. FetchError where it is
        not whole.
        """
        host = urlsplit(address).hostname or ""
        if urlsplit(address).scheme not in ("http", "https") or not host:
            raise FetchError(f"{address!r} is not an address on the web")
        conditions = {}
        if known.address == address and known.content:
            conditions = {
                name: value
                for name, value in (
                    ("If-None-Match", known.etag),
                    ("If-Modified-Since", known.last_modified),
                )
                if value
            }
        retries = _retry(self.manners)
        until = time.monotonic() + self.manners.whole
        while True:
            time.sleep(max(0.0, self.asked.get(host, 0.0) + self.manners.pause - time.monotonic()))
            try:
                return self._once(address, conditions, largest or self.manners.largest, until)
            except (
                requests.exceptions.ChunkedEncodingError,
                requests.exceptions.ContentDecodingError,
            ) as fault:
                try:  # the answer broke off: as many attempts as for a connection that does
                    retries = retries.increment("GET", address, error=HTTPError(str(fault)))
                except HTTPError as last:
                    raise FetchError(
                        f"the file broke off before its end, {self.manners.retries + 1} times"
                    ) from last
                retries.sleep()
            except requests.exceptions.Timeout as fault:
                raise FetchError(f"{host} did not answer in time") from fault
            except requests.exceptions.TooManyRedirects as fault:
                raise FetchError(f"{host} sends in circles") from fault
            except requests.exceptions.RequestException as fault:
                slow = "timed out" in str(fault)
                raise FetchError(
                    f"{host} {'did not answer in time' if slow else 'cannot be reached'}"
                    f" ({fault.__class__.__name__})"
                ) from fault
            finally:
                self.asked[host] = time.monotonic()

    def _once(
        self, address: str, conditions: Mapping[str, str], largest: int, until: float
    ) -> tuple[bytes, dict[str, str]] | None:
        with self.session.get(
            address,
            headers=dict(conditions),
            stream=True,
            timeout=(self.manners.connect, self.manners.silence),
        ) as answer:
            if address.startswith("https://") and not answer.url.startswith("https://"):
                raise FetchError("was sent on from https to http: not followed")
            if answer.status_code == 304:
                return None
            if answer.status_code != 200:
                raise FetchError(_refusal(answer.status_code))
            if int(answer.headers.get("Content-Length") or 0) > largest:
                raise FetchError(f"the file is larger than {largest // 1024**2:,} MB")
            body = bytearray()
            for piece in answer.iter_content(64 * 1024):
                body += piece
                if len(body) > largest:
                    raise FetchError(f"the file is larger than {largest // 1024**2:,} MB")
                if time.monotonic() > until:
                    raise FetchError(
                        f"the file was not whole after {self.manners.whole:,.0f} seconds"
                    )
            return bytes(body), {name.lower(): value for name, value in answer.headers.items()}


def _refusal(status: int) -> str:
    words = {
        401: "asks for a key",
        403: "refuses",
        404: "has no such file",
        410: "has taken the file away",
        429: "says that it is asked too often",
    }
    return f"the publisher {words.get(status, 'answers with an error')} ({status})"


def difference(before: pd.DataFrame, after: pd.DataFrame) -> Difference:
    """How many rows are new, gone, or carry another value, matched by KEY."""

    def counted(records: pd.DataFrame) -> pd.DataFrame:
        groups = records.assign(masked=records["value"].isna()).groupby(list(KEY), dropna=False)
        return groups.agg(
            rows=("row", "size"),
            value=("value", "sum"),
            low=("low", "sum"),
            high=("high", "sum"),
            masked=("masked", "sum"),
            end=("end", "max"),
        )

    both = counted(before).add_suffix("_0").join(counted(after).add_suffix("_1"), how="outer")
    then, now = both["rows_0"].fillna(0), both["rows_1"].fillna(0)
    same = pd.Series(True, index=both.index)
    for name in ("value", "low", "high", "masked"):
        same &= (both[f"{name}_0"] - both[f"{name}_1"]).abs() < 1e-9
    same &= both["end_0"].eq(both["end_1"]) | both["end_0"].isna() & both["end_1"].isna()
    kept = pd.concat([then, now], axis=1).min(axis=1)
    return Difference(
        len(before),
        len(after),
        int((now - then).clip(lower=0).sum()),
        int((then - now).clip(lower=0).sum()),
        int(kept[(then == now) & ~same].sum()),
    )


def _unpacked(content: bytes, largest: int) -> tuple[bytes, str]:
    """The one table in a ZIP and its name, anything else (an Excel workbook too) as it is."""
    if content[:4] != b"PK\x03\x04":
        return content, ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            inside = [
                each
                for each in box.infolist()
                if not each.is_dir() and not each.filename.startswith("__MACOSX")
            ]
            if any(each.filename == "[Content_Types].xml" for each in inside):
                return content, ""
            tables = [
                each
                for each in inside
                if each.filename.lower().endswith((".csv", ".json", ".xlsx"))
            ]
            if len(tables) != 1 or tables[0].file_size > largest:
                raise FetchError(
                    f"the archive holds {len(tables)} tables, or one that is too large; one is"
                    " expected"
                )
            return box.read(tables[0]), PurePosixPath(tables[0].filename).name
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as fault:
        raise FetchError(f"the archive is not whole ({fault.__class__.__name__})") from fault


def _held(root: Path, name: str) -> tuple[str, pd.DataFrame | None]:
    """The version in force and its records; none where the source has no figures."""
    version = store.versions(root).get(name)
    if version is None:
        return "", None
    return version.version, pd.read_parquet(version.file).astype(COLUMNS)


def refresh(
    source: Source,
    root: Path,
    fetcher: Fetcher,
    address: str = "",
    edition: str = "",
    as_of: date | None = None,
    force: bool = False,
) -> Result:
    """Fetches one source's file and publishes it, or keeps the version there is and says why."""
    address = address or source.fetch
    known = fetch_log.remembered(root, source.name)
    if not address:
        return Result(
            source.name,
            "no address",
            f"no lasting address is known: fetch the file from {source.url or 'its publisher'} and"
            " use `import`",
        )
    now = datetime.now(UTC)
    done = partial(
        _done,
        root,
        source.name,
        replace(known, address=address, checked=now.isoformat(timespec="seconds")),
        known,
    )
    if not force and known.address == address and known.not_before > now.isoformat():
        return Result(
            source.name,
            "later",
            f"not asked: the publisher wants no request before {known.not_before[:16]} UTC; the"
            " version there is stays",
        )
    try:
        if not (root / f"{source.name}.json").exists():
            known = replace(known, content="")
        got = fetcher.get(address, known)
        if got is None:
            return done(
                Result(source.name, "not modified", "not modified since it was fetched last")
            )
        content, headers = got
        content, inner = _unpacked(content, fetcher.manners.largest)
    except LaterError as fault:
        return done(
            Result(source.name, "failed", f"{fault}; the version there is stays"),
            not_before=fault.until.isoformat(timespec="seconds"),
        )
    except FetchError as fault:
        return done(Result(source.name, "failed", f"{fault}; the version there is stays"))

    with contextlib.suppress(TypeError, ValueError):
        as_of = as_of or parsedate_to_datetime(headers.get("last-modified", "")).date()
    as_of = as_of or now.date()
    file = inner or PurePosixPath(urlsplit(address).path).name or source.name
    tags = {
        "etag": headers.get("etag", ""),
        "last_modified": headers.get("last-modified", ""),
        "content": hashlib.sha256(content).hexdigest(),
    }
    old, before = _held(root, source.name)
    with _file(content, file) as path:
        try:
            records, report = importing.read(path, source)
        except InputError as fault:
            return done(
                Result(
                    source.name,
                    "failed",
                    f"the file is not what it was: {fault}; the version there is stays",
                )
            )
        apart = (
            difference(before, records)
            if before is not None
            else Difference(0, len(records), len(records), 0, 0)
        )
        if before is not None and len(records) < len(before) / 2 and not force:
            return done(
                Result(
                    source.name,
                    "kept out",
                    f"{apart.words()}: less than half of what there was, so it is kept out; --force"
                    " takes it",
                    old,
                    apart,
                    report,
                )
            )
        if not edition:
            edition = source.edition if as_of <= source.as_of else f"as fetched {as_of.isoformat()}"

        def recorded(new: str) -> None:
            if new != old:
                audit.note(audit.Action.IMPORT, f"{source.name}.{new}")

        version = store.publish(
            root,
            replace(source, edition=edition, as_of=as_of),
            records,
            importing.kept(report),
            recorded=recorded,
        )
    if version == old:
        return done(
            Result(
                source.name,
                "same",
                f"the same {len(records):,} rows, as of {as_of.isoformat()}",
                version,
                apart,
                report,
            ),
            **tags,
        )
    return done(Result(source.name, "new", apart.words(), version, apart, report), **tags)


def _done(
    root: Path,
    name: str,
    now: fetch_log.Fetched,
    known: fetch_log.Fetched,
    result: Result,
    **tags: str,
) -> Result:
    """Remembers what came of a request and hands it on."""
    since = (known.failing_since or now.checked) if result.failed else ""
    fetch_log.remember(
        root,
        name,
        replace(
            now,
            outcome=result.outcome,
            words=without_values(result.words),
            failing_since=since,
            **{"not_before": "", **tags},
        ),
    )
    return result


def without_values(words: str) -> str:
    """A sentence without what it quotes from a file, which may be a person's name; who runs the
    command is told the whole.
    """
    return re.sub(r"""(?<!\w)(?:'(?:\\.|[^'\\])*(?:'|$)|"(?:\\.|[^"\\])*(?:"|$))""", "“…”", words)


@contextlib.contextmanager
def _file(content: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fetched-") as folder:
        path = (
            Path(folder)
            / "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in name)[
                -120:
            ]
        )
        path.write_bytes(content)
        yield path
