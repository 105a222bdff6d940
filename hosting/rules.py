"""What a reader needs for each address, where readers sign in: the first rule that fits holds, and
there is one for whatever no other names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from security.reader import Reader
from security.roles import Right


@dataclass(frozen=True, slots=True)
class Rule:
    """`path` is a pattern of addresses, `right` what they need; None where anybody may ask."""

    name: str
    path: re.Pattern[str]
    right: Right | None

    def allows(self, who: Reader) -> bool:
        """Whether this reader may ask."""
        return self.right is None or who.may(self.right)


def _rule(name: str, path: str, right: Right | None) -> Rule:
    return Rule(name, re.compile(path), right)


RULES = (
    _rule("health", r"/healthz|/readyz|/_stcore/(script-)?health(-check)?", None),
    _rule("signing in", r"/auth/.+|/oauth2callback", None),  # what follows in `hosting.entrance`
    _rule("the API", r"/api(/.*)?", None),  # each operation has its own: `exchange.routes`
    _rule("TAXII", r"/taxii2(/.*)?", None),  # each operation has its own: `exchange.taxii`
    _rule("slides that a reader opened", r"/slides/.+", Right.READ),  # by a key nobody guesses
    _rule("Streamlit's own files", r"/static/.+|/favicon\.(ico|png)", None),
    _rule("elements, outlines, vendored code", r"/app/static/.+", None),
    _rule("the open page", r"/_stcore/stream", Right.READ),
    _rule("what the open page is told of its host", r"/_stcore/host-config", Right.READ),
    _rule("pictures and files made for a reader", r"/media/.+", Right.READ),
    _rule("files from a reader", r"/_stcore/upload_file/.+", Right.OWN_TABLES),
    _rule("code of components", r"/component/.+|/_stcore/bidi-components/.+", Right.READ),
    _rule("counters", r"/_stcore/metrics", Right.OPERATE),
    _rule("agents", r"/_stcore/agent(/.*)?|/mcp(/.*)?|/skills?(/.*)?", Right.OPERATE),
)
ANY = _rule("a page", r".*", Right.READ)


def rule(path: str) -> Rule:
    """The rule of an address."""
    return next((each for each in RULES if each.path.fullmatch(path)), ANY)
