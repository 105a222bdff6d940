"""Where figures come from and how to ask for them; knows neither Streamlit nor Plotly."""
