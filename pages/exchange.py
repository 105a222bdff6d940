"""Exchange: cyber intelligence that countries share, before those it concerns."""

from components.screens import exchange
from components.shell import frame

asked = frame.opens()
exchange.show(asked)
frame.closes()
