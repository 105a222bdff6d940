"""Every sentence a reader sees; another language is a file of its own, `catalogues/CODE.po`.

Ground: imports nothing of ours. The English templates stand in `languages/english/`, a module for
each room of the house; what translators made of them in `languages/catalogues/CODE.po`. A template
is whole, has named placeholders, and is called with their values:

    from languages.english import map as words
    words.NO_FIGURE(country=name, period="2019")

Texts that stand in descriptions (`data/sources/*.toml`, `pages/menu.toml`) go through `translated`.

To add a language, say French: `python -m tools.catalogue` writes
`languages/catalogues/threats.pot`; put the `fr.po` that a translator makes of it beside it; the
same command compiles that to `fr.mo`, and `?language=fr` speaks it: no code changes. What is not
translated yet stays English. How French writes numbers, and which plurals it has, Unicode's CLDR
knows.
"""

from languages.amounts import SHORT, amount, difference, tick
from languages.numbers import NOTHING, day, moment, number, percent, signed
from languages.speaking import (
    ENGLISH,
    PSEUDO,
    Language,
    chosen,
    codes,
    current,
    language,
    speak,
    spoken,
    usual,
)
from languages.templates import Plural, Sentence, Words, listed, paragraph, translated

__all__ = [
    "ENGLISH",
    "NOTHING",
    "PSEUDO",
    "SHORT",
    "Language",
    "Plural",
    "Sentence",
    "Words",
    "amount",
    "chosen",
    "codes",
    "current",
    "day",
    "difference",
    "english",
    "language",
    "listed",
    "moment",
    "number",
    "paragraph",
    "percent",
    "signed",
    "speak",
    "spoken",
    "tick",
    "translated",
    "usual",
]
