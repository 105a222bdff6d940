"""Two countries: what lies between them, in both directions."""

from components.screens import bilateral
from components.shell import frame

asked = frame.opens()
bilateral.show(asked)
frame.closes()
