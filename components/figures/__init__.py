"""Pure: a small table in, a plain Plotly dictionary out."""
