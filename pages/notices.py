"""Police notices: issued, in force, public, and what was said in Bali in 2016."""

from components.indicator import body
from components.screens import bali
from components.shell import frame

asked = frame.opens()
bali.issued()
body.show(asked, kpis=False, story=bali.show)
frame.closes()
