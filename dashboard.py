"""The Global Threats Dashboard: `streamlit run dashboard.py`."""

from components import frame

frame.run()
