"""Illegal fishing: vessels on the public lists, by flag and by list."""

from components.indicator import body
from components.shell import frame

asked = frame.opens()
body.summary(asked)
body.figures(asked)
body.rows(asked)
frame.closes(asked)
