"""Who is told of what without asking, by webhook or by mail; what waits to be sent, and how that is
done: once, in its order, and nothing above the mark of the way.
"""

__all__ = ["digests", "entries", "filling", "mail", "outbox", "stands", "webhook", "worker"]
