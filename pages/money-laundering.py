"""Money laundering: jurisdictions on the FATF lists and what is rated."""

from components import frame, view

asked = frame.opens()
view.show(asked)
frame.closes()
