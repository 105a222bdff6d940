"""Money laundering: jurisdictions on the FATF lists and what is rated."""

from components.indicator import body
from components.shell import frame

asked = frame.opens()
body.summary(asked)
body.figures(asked)
body.rows(asked)
frame.closes(asked)
