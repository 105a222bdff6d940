"""The sign-in page, which is all that somebody sees who is not signed in: a text and a button, with
nothing of Streamlit.
"""

from __future__ import annotations

from html import escape

import streamlit as st

import languages
from hosting import inside, signing
from hosting.signing import Outcome
from languages.english import frame as frame_words
from languages.english import sign_in as words

_PAGE = """<!DOCTYPE html>
<html lang="{code}" dir="{direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title}</title><style>
:root {{color-scheme: light dark; --ink: #14212b; --page: #fff; --accent: #0b5a73; --on: #fff}}
@media (prefers-color-scheme: dark) {{
:root {{--ink: #edf2f5; --page: #10181e; --accent: #7cc7e0; --on: #10181e}}}}
body {{margin: 0; min-height: 100vh; display: grid; place-items: center; color: var(--ink);
background: var(--page); font: 1rem/1.5 "Source Sans", "Source Sans 3", system-ui, sans-serif}}
main {{max-width: 26rem; padding: 2rem}} h1 {{font-size: 1.6rem; line-height: 1.2; margin: 0}}
a {{display: inline-block; margin: .3rem .5rem .3rem 0; padding: .6rem 1.4rem; border-radius: .3rem;
background: var(--accent); color: var(--on); font-weight: 600; text-decoration: none}}
a:focus-visible {{outline: 3px solid currentColor; outline-offset: 3px}}
</style></head>
<body><main><h1>{title}</h1><p role="status">{why}</p><p>{ways}</p></main></body></html>
"""


def page(outcome: Outcome, language: str) -> str:
    """The page as HTML, in a language by its code, else in the usual one."""
    with languages.spoken(language or languages.usual()):
        spoken = languages.language()
        return _PAGE.format(
            code=escape(spoken.code),
            direction=spoken.direction,
            title=escape(frame_words.DASHBOARD()),
            why=escape(words.WHY[outcome.value]),
            ways="".join(_ways(outcome)),
        )


def _ways(outcome: Outcome) -> list[str]:
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    begin, end = (f"/{base}{each}" if base else each for each in (signing.BEGIN, signing.END))
    if outcome is Outcome.NO_ROLE:
        return [_link(end, words.SIGN_OUT())]
    known = inside.providers()
    if len(known) < 2:
        fresh = outcome is Outcome.NOT_SIGNED_IN
        return [_link(begin, words.SIGN_IN() if fresh else words.AGAIN())]
    return [_link(f"{begin}?provider={each}", words.SIGN_IN_WITH(provider=each)) for each in known]


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'
