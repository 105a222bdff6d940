"""With pages/ the only code that knows Streamlit."""
