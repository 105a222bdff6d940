"""The key with which this user's kits are signed (Ed25519), and keys of others that are trusted.

It is made when it is first needed, for its owner alone; its fingerprint is the SHA-256 of the
public key, in hexadecimal digits.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

import settings
from data import files
from errors import ThreatsError
from languages.english import briefing_kit as words

FILE = "signing-key.pem"
DIGITS = re.compile(r"[0-9a-f]{64}")


class SigningError(ThreatsError):
    """A key or a list of them cannot be used; says which file."""


def path() -> Path:
    """Where the key is kept."""
    return settings.kept() / "keys" / FILE


def own() -> Ed25519PrivateKey:
    """This user's key, made where there is none; SigningError where the file is none, OSError where
    it cannot be kept.
    """
    kept = path()
    if not kept.exists():
        files.private(kept.parent)
        made = Ed25519PrivateKey.generate()
        text = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return own()
        with os.fdopen(handle, "wb") as file:
            file.write(text)
    try:
        found = load_pem_private_key(kept.read_bytes(), password=None)
    except ValueError as fault:
        raise SigningError(words.NO_KEY(file=kept)) from fault
    if not isinstance(found, Ed25519PrivateKey):
        raise SigningError(words.NO_KEY(file=kept))
    return found


def fingerprint(public: bytes) -> str:
    """The fingerprint of a public key."""
    return hashlib.sha256(public).hexdigest()


def shown(fingerprint: str) -> str:
    """A fingerprint in groups of four, to be read out."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def holds(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether the holder of a key signed this content."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def trusted(more: Iterable[str] = ()) -> frozenset[str]:
    """The fingerprints that are trusted: our own, those of THREATS_TRUSTED_KEYS, and `more`."""
    found = {_plain(each) for each in more}
    if path().is_file():
        found.add(fingerprint(own().public_key().public_bytes_raw()))
    listed = settings.current().trusted_keys
    if listed is not None:
        for at, line in enumerate(listed.read_text(encoding="utf-8").splitlines(), start=1):
            text = line.partition("#")[0].partition(",")[0].strip()
            if not text:
                continue
            if not DIGITS.fullmatch(_plain(text)):
                raise SigningError(words.NO_FINGERPRINT(file=listed, line=at, text=repr(text[:80])))
            found.add(_plain(text))
    return frozenset(found)


def _plain(text: str) -> str:
    return re.sub(r"[\s:]", "", text).lower()
