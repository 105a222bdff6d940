"""Police notices: issued, in force, public, and what was said in Bali in 2016."""

from components.indicator import body
from components.screens import bali
from components.shell import frame

asked = frame.opens()
bali.issued()
body.figures(asked)
bali.show()
body.rows(asked)
frame.closes(asked)
