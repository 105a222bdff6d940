"""What keeps a store alive: is it ready, is it well, its backup and how that comes back."""

__all__ = ["backup", "doctor", "readiness", "restore"]
