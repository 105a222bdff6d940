"""Cybercrime: incidents by who was hit and who is alleged to have done it."""

from components import frame, view

asked = frame.opens()
view.show(asked)
frame.closes()
