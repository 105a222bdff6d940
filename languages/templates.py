"""A sentence as a template: whole, with named placeholders, one per case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from languages import numbers, speaking


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template that is called with its placeholders' values; whole numbers and days among them
    are written as the language writes them (years are passed as text).
    """

    text: str

    def __call__(self, **values: Any) -> str:
        template = _translated(self.text, speaking.current())
        return template.format(**_written(values)) if values else template

    def __str__(self) -> str:
        return self()


@dataclass(frozen=True, slots=True)
class Plural:
    """Two templates, for one and for many, chosen by the language's own rule; `n` is the number."""

    one: str
    many: str

    def __call__(self, n: int, **values: Any) -> str:
        found = speaking.translations(speaking.current()).ngettext(self.one, self.many, n)
        return found.format(**_written({"n": n, **values}))


class Words(Mapping[str, str]):
    """Words by an id, each in the language spoken when it is asked for; the ids are the same in
    every language.
    """

    def __init__(self, sentences: Mapping[str, Sentence]) -> None:
        self.sentences = MappingProxyType(dict(sentences))

    def __getitem__(self, name: str) -> str:
        return self.sentences[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self.sentences)

    def __len__(self) -> int:
        return len(self.sentences)


def translated(text: str) -> str:
    """A text of a description in the language spoken just now."""
    return _translated(text, speaking.current()) if text else text


@lru_cache(maxsize=8192)
def _translated(text: str, code: str) -> str:
    return speaking.translations(code).gettext(text)


def _written(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if type(value) is str else _word(value) for name, value in values.items()}


def _word(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return numbers.number(value)
    return numbers.day(value) if isinstance(value, date) else value


_LAST_TWO = Sentence("{first} and {last}")


def listed(words: Sequence[str], template: Sentence = _LAST_TWO) -> str:
    """Words in a row: `Fiji, Ghana and Togo`; `template` joins the last two."""
    if len(words) < 2:
        return "".join(words)
    return template(first=", ".join(words[:-1]), last=words[-1])


_ONE_AFTER_ANOTHER = Sentence("{before} {after}")


def paragraph(*sentences: str) -> str:
    """Whole sentences one after another, those left out that are empty."""
    said = ""
    for each in sentences:
        said = _ONE_AFTER_ANOTHER(before=said, after=each) if said and each else said or each
    return said
