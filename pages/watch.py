"""Watch: proposed notices on the screens of the countries they concern."""

from components import frame, watch

asked = frame.opens()
watch.show(asked)
frame.closes()
