"""Two countries: what lies between them, in both directions."""

from components import bilateral, frame

asked = frame.opens()
bilateral.show(asked)
frame.closes()
