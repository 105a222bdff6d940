"""Police notices: issued, in force, public, and what was said in Bali in 2016."""

from components import bali, frame, view

asked = frame.opens()
bali.issued()
view.show(asked, kpis=False, story=bali.show)
frame.closes()
