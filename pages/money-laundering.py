"""Money laundering: jurisdictions on the FATF lists and what is rated."""

from components.indicator import body
from components.shell import frame

asked = frame.opens()
body.show(asked)
frame.closes()
