"""Adds a language: makes the catalogue translators begin with, and compiles what they made of it.

    python -m tools.catalogue

writes `languages/catalogues/threats.pot` from the templates in `languages/english/` and the texts
of the descriptions, and compiles each `CODE.po` beside it to `CODE.mo`; what the elements say in
the browser goes to `static/languages/`. Needs Babel (requirements-dev.txt); who runs the
dashboard does not.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from components import elements
from components.elements.assets import STATIC, Element
from data.geography import boundaries, countries
from languages import Plural, Sentence, Words, codes, english, spoken

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "languages" / "catalogues"
MARKS = {",": "comma", ".": "point", "\u202f": "space", "\u00a0": "space", "’": "apostrophe"}
Text = tuple[str | tuple[str, str], str]  # a text, or one and many; and where it stands


def messages() -> Iterator[Text]:
    """Every text to translate and the file it stands in."""
    for found in pkgutil.iter_modules(english.__path__):
        module = importlib.import_module(f"{english.__name__}.{found.name}")
        for value in vars(module).values():
            for text in _texts(value):
                yield text, f"languages/english/{found.name}.py"
    for path in sorted((ROOT / "data" / "sources").glob("*.toml")):
        for text in _described(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield text, f"data/sources/{path.name}"
    own = tomllib.loads((ROOT / "data" / "own.toml").read_text(encoding="utf-8"))
    for text in (own["title"], own["publisher"], own["citation"], own["licence"]["name"]):
        yield text, "data/own.toml"
    for text in _described(own):
        yield text, "data/own.toml"
    for page in tomllib.loads((ROOT / "pages" / "menu.toml").read_text(encoding="utf-8"))["page"]:
        yield from ((page[key], "pages/menu.toml") for key in ("title", "help") if key in page)
    for table in ("data/watch/rules.toml", "data/intelligence/rules.toml"):
        rules = tomllib.loads((ROOT / table).read_text(encoding="utf-8"))
        yield from ((rule["says"], table) for rule in rules["rule"])
    for column in ("name", "in_sentence", "region", "subregion"):
        named = countries.table()[column].unique()
        yield from ((text, "data/geography/countries.csv") for text in named if text)
    for column in ("name", "status", "citation"):
        named = boundaries.disputes()[column].unique()
        yield from ((text, "data/geography/disputes.csv") for text in named)
    yield from ((text, "data/geography/BOUNDARIES.md") for text in boundaries.texts())


def _texts(value: Any) -> Iterator[str | tuple[str, str]]:
    if isinstance(value, Sentence):
        yield value.text
    elif isinstance(value, Plural):
        yield value.one, value.many
    elif isinstance(value, Words):
        yield from _texts(value.sentences)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _texts(each)


def _described(raw: Mapping[str, Any]) -> Iterator[str | tuple[str, str]]:
    """What we say of a source and of its indicators."""
    yield from filter(None, (raw.get("bias", ""), *raw.get("caveats", ())))
    for about in raw.get("indicator", {}).values():
        for key in (
            *("title", "unit", "definition", "category_label", "partial_note"),
            *("country_role", "partner_role", "reads", "of_country"),
            *("received", "unnamed", "between"),
        ):
            if about.get(key):
                yield about[key]
        yield about.get("unit_one", about["unit"]), about["unit"]
        if isinstance(kinds := about.get("categories", {}), dict):
            yield from kinds.values()
        yield from about.get("caveats", ())
        yield from (mark["label"] for mark in about.get("marks", ()))


def template() -> Catalog:
    """The catalogue without a translation."""
    made = Catalog(project="Global Threats Dashboard", charset="utf-8", copyright_holder="")
    plural = {text[0] for text, _ in messages() if isinstance(text, tuple)}
    for text, where in messages():
        if text and (isinstance(text, tuple) or text not in plural):
            made.add(text, locations=[(where, 0)])
    return made


class _Headed(Catalog):
    """A translator's catalogue whose header also says how its language is called, runs, and writes
    numbers, as `languages/speaking.py` reads it.
    """

    def __iter__(self) -> Iterator[Message]:
        """The messages, the header first."""
        spoken = Locale.parse(str(self.locale_identifier))
        marks = spoken.number_symbols.get("latn", spoken.number_symbols)
        header, *rest = super().__iter__()
        header.string = "\n".join(
            (
                str(header.string).rstrip(),
                f"X-Name: {(spoken.get_display_name() or str(spoken)).capitalize()}",
                f"X-Direction: {spoken.text_direction}",
                f"X-Decimal: {MARKS[marks['decimal']]}",
                f"X-Group: {MARKS[marks['group']]}\n",
            )
        )
        return iter((header, *rest))


def compiled(path: Path) -> Path:
    """A translator's catalogue compiled beside it, with the plurals its header names."""
    with path.open("rb") as file:
        made = read_po(file, locale=path.stem.replace("-", "_"))
    made.__class__ = _Headed
    out = path.with_suffix(".mo")
    with out.open("wb") as file:
        write_mo(file, made)
    return out


def in_the_browser(code: str) -> dict[str, str]:
    """What the elements of a page say in a language, by the name of its file in static/languages:
    CODE.json for what they need at once, CODE.NAME.json for what one of them asks for later.
    """
    found: dict[str, Any] = {code: {}}
    with spoken(code):
        for name in sorted(elements.__all__):
            module = importlib.import_module(f"{elements.__name__}.{name}")
            for value in vars(module).values():
                if isinstance(value, Element):
                    found[code][value.name] = value.said()
                    if value.later:
                        found[f"{code}.{value.name}"] = value.said_later()
    return {
        f"{name}.json": json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        for name, said in found.items()
    }


def main() -> int:
    """Writes the template and compiles what there is."""
    CATALOGUES.mkdir(exist_ok=True)
    with (CATALOGUES / "threats.pot").open("wb") as file:
        write_po(file, template(), sort_output=True, width=100, omit_header=False)
    for path in sorted(CATALOGUES.glob("*.po")):
        sys.stdout.write(f"{compiled(path).relative_to(ROOT)}\n")
    for code in codes():
        for name, said in in_the_browser(code).items():
            path = STATIC / "languages" / name
            path.write_text(said, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
