"""In which encoding a text file is written: told where it is sure, refused where it is not."""

from __future__ import annotations

import codecs
import re

from errors import ThreatsError

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Windows-1252",
    "windows-1251": "Windows-1251",
}
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_RUSSIAN = frozenset("оеаинтсрвлкмдпу")
# letters that every code page for Latin script has at one place, or that only its neighbours for
# French, Spanish, Italian, Portuguese, German and the north use
_WESTERN = frozenset("äöüßéáíóúçâëîôÄÖÜÉÁÍÓÚÇÂËÎÔèàùêñãõåøæìòïûÀÈÙÊÑÃÕÅØÆÌÒÏÛ")
_CENTRAL = re.compile(r"[^\W\d_][¿¹³£¯¥ºª¼¾]|[¿¹³£¯¥ºª¼¾][^\W\d_]")  # letters of Windows-1250
_SIGNS = frozenset("–—‘’“”…•§°«»€£©®·¿¡´\u00a0±²³µ†‡‰‹›„‚")


class UnsureError(ThreatsError):
    """Nothing in the text tells its encoding."""


def decoded(raw: bytes, said: str = "") -> tuple[str, str]:
    """The text and the name of its encoding; `said` is the one the reader names. UnsureError where
    nothing tells it.
    """
    try:
        if said:
            return raw.decode("utf-8-sig" if said == "utf-8" else said), NAMES.get(said, said)
        for mark, name in MARKS:
            if raw.startswith(mark):
                return raw.decode(name), name.removesuffix("-sig").upper()
        if plain := _without_mark(raw):
            return raw.decode(plain), "UTF-16"
        try:
            return raw.decode("utf-8"), "UTF-8"
        except UnicodeDecodeError:
            pass
    except (UnicodeError, LookupError) as fault:
        raise UnsureError from fault
    if _latin(raw):
        return raw.decode("cp1252"), NAMES["windows-1252"]
    if _cyrillic(raw):
        return raw.decode("cp1251"), NAMES["windows-1251"]
    raise UnsureError


def _without_mark(raw: bytes) -> str:
    """UTF-16 whose mark is missing: every other byte of its commas and digits is nought."""
    head = raw[:2000]
    if len(raw) % 2 or b"\x00" not in head:
        return ""
    for name, nought in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        other = head[0::2] if name.endswith("le") else head[1::2]
        if nought.count(0) > len(nought) * 0.3 and not other.count(0):
            return name
    return ""


def _words(raw: bytes) -> list[bytes]:
    """The words with letters beyond ASCII."""
    return [each for each in _WORD.findall(raw) if any(byte > 127 for byte in each)]


def _latin(raw: bytes) -> bool:
    """Whether it reads as Western European: single letters beyond ASCII among those of ASCII."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    beyond = {letter for letter in text if ord(letter) > 127}
    if not beyond <= _WESTERN | _SIGNS or _CENTRAL.search(text):
        return False
    if "ø" in beyond and beyond & frozenset("èìùòÈ"):  # of Danish and French at once: Czech
        return False
    letters = [
        [byte for byte in word if byte > 127 and bytes([byte]).decode("cp1252") in _WESTERN]
        for word in _words(raw)
    ]
    return all(
        len(found) <= max(1, len(word) // 2)
        for found, word in zip(letters, _words(raw), strict=True)
    )


def _cyrillic(raw: bytes) -> bool:
    """Whether it reads as Russian and its neighbours: whole words, in one case or with a capital
    first, of its usual letters.
    """
    try:
        text = raw.decode("cp1251")
    except UnicodeDecodeError:
        return False
    words = [
        word for word in re.findall(r"[^\W\d_]+", text) if any(ord(letter) > 127 for letter in word)
    ]
    letters = "".join(words)
    if len(letters) < 4 or not all("\u0400" <= letter <= "\u04ff" for letter in letters):
        return False
    in_case = all(word.islower() or word.isupper() or word.istitle() for word in words)
    usual = sum(letter in _RUSSIAN for letter in letters.casefold()) / len(letters)
    begun = any(word[0].isupper() for word in words)  # Hebrew has the places of small letters
    return in_case and begun and usual >= 0.5 and not _as_well(raw, usual)


def _as_well(raw: bytes, usual: float) -> bool:
    """Whether another code page for words beyond ASCII reads it as well."""
    for page, common in (
        ("cp1253", "αοιετσνηυρκπμλςάέίόή"),
        ("koi8_r", "оеаинтсрвлкмдпу"),
        ("iso8859_5", "оеаинтсрвлкмдпу"),
        ("cp866", "оеаинтсрвлкмдпу"),
    ):
        try:
            text = raw.decode(page)
        except UnicodeDecodeError:
            continue
        words = [
            word
            for word in re.findall(r"[^\W\d_]+", text)
            if any(ord(letter) > 127 for letter in word)
        ]
        letters = "".join(words).casefold()
        in_case = all(word.islower() or word.isupper() or word.istitle() for word in words)
        share = sum(letter in common for letter in letters) / max(len(letters), 1)
        if in_case and share >= usual:
            return True
    return False
