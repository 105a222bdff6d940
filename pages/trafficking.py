"""Human trafficking: victims detected, by form of exploitation, sex and age, and citizenship."""

from components.indicator import body
from components.shell import frame

asked = frame.opens()
body.summary(asked)
body.figures(asked)
body.rows(asked)
frame.closes(asked)
