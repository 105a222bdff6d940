"""Police notices: issued, in force, public, and what was said in Bali in 2016."""

from components.screens import notices
from components.shell import frame

asked = frame.opens()
notices.show(asked)
frame.closes(asked)
