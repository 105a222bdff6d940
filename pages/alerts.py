"""Alerts: what a reader wants to be told of, and what they were told."""

from components.screens import alerts
from components.shell import frame

frame.opens()
alerts.show()
frame.closes()
