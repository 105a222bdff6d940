"""Our own elements of a page; their code in the browser is in static/elements/."""

__all__ = ["assets", "cards", "chart", "choices", "filter_bar", "grid"]
