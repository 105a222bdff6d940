"""Sources: where every figure comes from, how fresh it is, what it leaves out, and a table of one's
own.
"""

from components import frame, sources

asked = frame.opens()
sources.show(asked)
frame.closes()
