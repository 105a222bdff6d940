"""One country: everything known about it, over all domains, and what is not known."""

from components import country, frame

asked = frame.opens()
country.show(asked)
frame.closes()
