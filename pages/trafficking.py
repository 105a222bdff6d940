"""Human trafficking: victims detected, by form of exploitation, sex and age, and citizenship."""

from components import frame, view

asked = frame.opens()
view.show(asked)
frame.closes()
