"""Overview: all domains at a glance."""

from components import frame, overview

asked = frame.opens()
overview.show(asked)
frame.closes()
