"""Watch: proposed notices on the screens of the countries they concern."""

from components.screens import watch
from components.shell import frame

asked = frame.opens()
watch.show(asked)
frame.closes()
