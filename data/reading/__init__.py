"""Published files and a user's own file as text cells; listings and citations in them."""

__all__ = ["apart", "cells", "citations", "listings", "published", "recent", "user_file", "worker"]
