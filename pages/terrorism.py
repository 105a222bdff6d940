"""Terrorism: armed conflict as context, and what is published on terrorism."""

from components import frame, view

asked = frame.opens()
view.show(asked)
frame.closes()
