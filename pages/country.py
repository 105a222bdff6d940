"""One country: everything known about it, over all domains, and what is not known."""

from components.screens import country
from components.shell import frame

asked = frame.opens()
country.show(asked)
frame.closes()
