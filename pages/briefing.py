"""Briefings: views that were kept, put in order, presented and carried away."""

from components.screens import briefing
from components.shell import frame

asked = frame.opens()
briefing.show()
frame.closes()
