"""Terrorism: armed conflict as context, and what is published on terrorism."""

from components.indicator import body
from components.shell import frame

asked = frame.opens()
body.summary(asked)
body.figures(asked)
body.rows(asked)
frame.closes(asked)
