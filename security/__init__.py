"""Who may: roles and their rights, who is reading, the Traffic Light Protocol, tokens of bureaus,
the record of what was done. Ground: imports settings and errors, nothing else of ours.
"""

__all__ = [
    "audit",
    "backoff",
    "claims",
    "in_force",
    "network",
    "reader",
    "roles",
    "sessions",
    "sign_in",
    "tlp",
    "tokens",
    "viewer",
]
