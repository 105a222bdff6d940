"""Verify: a code from a slide and a number, held against what was sealed."""

from components.screens import verify
from components.shell import frame

frame.opens()
verify.show()
frame.closes()
