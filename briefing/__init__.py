"""A briefing: views that were kept, sealed, shown to a room and carried out of it.

A page's question becomes a `Deck` (`content.py`): figures as they are said and as numbers, nothing
left to be worked out. What draws a deck, whether as PDF, PowerPoint, one HTML file or a picture,
reads the deck alone. `views` says what is kept, `keeping` keeps it, `working` works it out, `seal`
makes it lasting, `ready` has three made.
"""

__all__ = [
    "canonical",
    "cards",
    "content",
    "drawings",
    "earlier",
    "html",
    "keeping",
    "kit",
    "opened",
    "pdf",
    "picture",
    "pptx",
    "progress",
    "ready",
    "seal",
    "signing",
    "since",
    "verify",
    "views",
    "working",
]
