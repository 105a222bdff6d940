"""What a reader wants to be told of, and what they were told: rules kept by their owner, held
against the figures whenever a version came into force or a day passed, told once for each change.
"""

__all__ = ["checking", "keeping", "owners", "rules", "sending"]
