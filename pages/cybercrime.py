"""Cybercrime: incidents by who was hit and who is alleged to have done it."""

from components.indicator import body
from components.shell import frame

asked = frame.opens()
body.summary(asked)
body.figures(asked)
body.rows(asked)
frame.closes(asked)
