"""What is read out of several answers: a country, a pair, what changed, what is covered, how a number was made."""

__all__ = ["bilateral", "changes", "country", "coverage", "method"]
