"""Cybercrime: incidents by who was hit and who is alleged to have done it."""

from components.indicator import body
from components.shell import frame

asked = frame.opens()
body.show(asked)
frame.closes()
