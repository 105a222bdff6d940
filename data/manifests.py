"""The manifests of a store: what each version in force is, and whether its files are what was
written.

`NAME.json` is the manifest in force of a source; `earlier/NAME-<hash>.json` are those before it,
for a version whose files are still there. While `restoring` is there, it says what all manifests
are: many are replaced in one step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data import integrity
from errors import ThreatsError
from languages.english import integrity as words

FORMAT = 1  # of the files in a store; raised when the columns of the records change
EARLIER = "earlier"
RESTORING = "restoring"


class ManifestError(ThreatsError):
    """A version is not what was written; says which file."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The manifests in force by source, each of files that are what was written, and by source what
    is wrong with the newest one.
    """

    found: Mapping[str, Mapping[str, Any]]
    faults: Mapping[str, str]


def written(root: Path) -> dict[str, bytes]:
    """The manifests in force as they stand in a store, by source, whatever they say."""
    said = journal(root)
    if said is not None:
        return {Path(name).stem: text.encode() for name, text in sorted(said.items())}
    found = {}
    for path in sorted(root.glob("*.json")):
        try:
            found[path.stem] = path.read_bytes()
        except FileNotFoundError:
            continue  # taken out meanwhile
        except OSError:
            found[path.stem] = b""
    return found


def journal(root: Path) -> dict[str, str] | None:
    """What all manifests are while many are replaced, by the names of their files; else None."""
    try:
        said = integrity.unsealed((root / RESTORING).read_bytes())["manifests"]
    except (OSError, ValueError, KeyError):
        return None  # it was put there in one step, or not at all
    return {str(name): str(text) for name, text in said.items()}


def choose(root: Path) -> Chosen:
    """The manifest in force of each source; where its files are not what was written, the one
    before it.
    """
    found, faults = {}, {}
    for name, content in written(root).items():
        try:
            found[name], _ = whole_now(root, name, content)
        except ManifestError as fault:
            faults[name] = str(fault)
            if before := next(_earlier(root, name), None):
                found[name] = before
    return Chosen(found, faults)


def whole_now(root: Path, name: str, content: bytes) -> tuple[Mapping[str, Any], bytes]:
    """The manifest of a source with its bytes, read again where it was replaced, and its files with
    it, between the two looks; ManifestError as `whole`.
    """
    while True:
        try:
            return whole(root, root / f"{name}.json", content), content
        except ManifestError:
            again = written(root).get(name, content)
            if again == content:
                raise
            content = again


def _earlier(root: Path, name: str) -> Iterator[Mapping[str, Any]]:
    """Those before, the latest first, as far as they are whole."""
    paths = root.joinpath(EARLIER).glob(f"{name}-??????????.json")
    for path in sorted(paths, key=_written, reverse=True):
        try:
            yield whole(root, path, path.read_bytes(), name)
        except (ManifestError, OSError):
            continue


def kept(root: Path, name: str) -> Iterator[Mapping[str, Any]]:
    """The manifests of a source whose files are still what was written: that in force, then those
    before it, the latest first.
    """
    content = written(root).get(name)
    if content is not None:
        with suppress(ManifestError):
            yield whole_now(root, name, content)[0]
    yield from _earlier(root, name)


def _written(path: Path) -> int:
    found = integrity.state(path)
    return found[2] if found else 0


def named(raw: Mapping[str, Any]) -> list[str]:
    """The files of a version, what of it bears a lower mark included."""
    parts = [raw, *raw.get("narrower", ())]
    return [part[each] for part in parts for each in ("file", "cube") if each in part]


def whole(root: Path, path: Path, content: bytes, name: str = "") -> Mapping[str, Any]:
    """The manifest that a file holds; ManifestError where it, or a file it names, is not what was
    written.
    """
    try:
        raw = integrity.unsealed(content)
        if isinstance(raw.get("format"), int) and raw["format"] > FORMAT:
            said = words.LATER(path=path, found=str(raw["format"]), known=str(FORMAT))
            raise ManifestError(said)
        if raw["source"] != (name or path.stem):
            raise ManifestError(words.CANNOT_READ(path=path, fault=words.ANOTHER_SOURCE()))
        sums = raw.get("sha256", {})
        if sums and integrity.SEAL not in raw:
            raise ManifestError(words.CANNOT_READ(path=path, fault=words.NOT_SEALED()))
        date.fromisoformat(raw["as_of"])
        dict(raw["report"])
        if not isinstance(raw["records"], int) or not isinstance(raw["version"], str):
            raise ManifestError(words.CANNOT_READ(path=path, fault=words.NO_DOCUMENT()))
        str(raw["edition"])
        files = named(raw)
        if "file" not in raw or any(Path(each).name != each for each in files):
            raise ManifestError(words.CANNOT_READ(path=path, fault=words.ELSEWHERE()))
    except ManifestError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ManifestError(words.CANNOT_READ(path=path, fault=fault)) from fault
    for each in files:
        try:
            integrity.check(root / each, sums.get(each, ""))
        except OSError as fault:
            said = words.CANNOT_READ(path=root / each, fault=fault.strerror or fault)
            raise ManifestError(said) from fault
        except integrity.TouchedError as fault:
            raise ManifestError(str(fault)) from fault
    return raw


def refuse_later(root: Path) -> None:
    """ManifestError where a manifest is of a later format: an older dashboard writes nothing."""
    for name, content in written(root).items():
        try:
            found = json.loads(content).get("format")
        except (ValueError, AttributeError):
            continue
        if isinstance(found, int) and found > FORMAT:
            said = words.LATER_STORE(
                path=root / f"{name}.json", found=str(found), known=str(FORMAT)
            )
            raise ManifestError(said)
