"""The least a page can do: one radio and one metric. What Streamlit itself takes, beside which
filter_change.py sets ours.
"""

import streamlit as st

chosen = st.radio("Choose", [str(i) for i in range(10)], horizontal=True)
st.metric("Chosen", chosen)
