"""Our own elements of a page; their code in the browser is in static/elements/."""
