"""Every figure added up when a version is published, and the answers from that."""

__all__ = ["answers", "builder", "loader", "results"]
