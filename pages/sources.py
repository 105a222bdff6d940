"""Sources: where every figure comes from, how fresh it is, what it leaves out, and a table of one's
own.
"""

from components.screens import sources
from components.shell import frame

asked = frame.opens()
sources.show(asked)
frame.closes()
