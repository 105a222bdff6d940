"""The page that takes a code from a slide with a number, and says what it is worth."""

from __future__ import annotations

import streamlit as st

from briefing import verify
from briefing.verify import LONGEST, Answer
from components.shell import menu
from languages.english import verify as words

SHOWN = 10  # places of a number that are listed


def show() -> None:
    """The fields, and below them the answer to what stands in them."""
    st.text(words.LEAD())
    with st.container(horizontal=True, vertical_alignment="bottom", key="verify"):
        code = st.text_input(words.CODE(), max_chars=40, key="code")
        number = st.text_input(words.NUMBER(), max_chars=LONGEST, key="number")
        slide = st.number_input(
            words.SLIDE(), min_value=1, max_value=999, value=None, step=1, key="slide"
        )
        st.button(words.VERIFY(), type="primary", key="verified")  # to leave a field is to ask
    if code.strip():
        _answered(verify.verify(code, number, slide))


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
        place = words.PLACE(slide=str(each.slide), of=each.of or each.title, said=each.said)
        st.text(words.NOW(place=place, now=each.now) if each.now else place)
