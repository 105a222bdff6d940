"""The Global Threats Dashboard: `streamlit run dashboard.py`."""

from components.shell import frame

frame.run()
