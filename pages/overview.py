"""Overview: all domains at a glance."""

from components.screens import overview
from components.shell import frame

asked = frame.opens()
overview.show(asked)
frame.closes(asked, every=True)
