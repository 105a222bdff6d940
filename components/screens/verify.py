"""The page that takes a code from a slide with a number, and says what it is worth."""

from __future__ import annotations

import streamlit as st

from briefing import verify
from briefing.verify import LONGEST, Answer, Place
from components.shell import menu
from languages.english import verify as words

SHOWN = 10  # places of a number that are listed


def show() -> None:
    """The fields, and below them the answer to what stands in them."""
    st.text(words.LEAD())
    with st.container(horizontal=True, vertical_alignment="bottom", key="verify"):
        code = st.text_input(words.CODE(), max_chars=40, key="code")
        number = st.text_input(words.NUMBER(), max_chars=LONGEST, key="number")
        st.button(words.VERIFY(), type="primary", key="verified")  # to leave a field is to ask
    if code.strip():
        _answered(verify.verify(code, number))


def _answered(answer: Answer) -> None:
    """The answer as a sign and a sentence, then where the number stands."""
    said = menu.plain(str(answer))
    if answer.state == "published":
        st.success(said, icon=":material/verified:")
    elif answer.state == "revised":
        st.warning(said, icon=":material/history:")
    else:
        st.error(said, icon=":material/help:")
    if answer.newer and answer.places and answer.state == "published":
        st.text(words.NEWER())
    for each in answer.places[:SHOWN]:
        st.text(f"•  {_place(each)}")


def _place(each: Place) -> str:
    stands = words.PLACE if each.of else words.SAYS
    said = stands(slide=each.title, of=each.of, said=each.said)
    return words.NOW(place=said, now=each.now) if each.now else said
