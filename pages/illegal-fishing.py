"""Illegal fishing: vessels on the public lists, by flag and by list."""

from components import frame, view

asked = frame.opens()
view.show(asked)
frame.closes()
