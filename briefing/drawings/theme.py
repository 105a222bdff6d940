"""Colours of what is carried out of the dashboard: light, and told apart in black and white."""

from __future__ import annotations

ACCENT = "#0b6e75"
INK = "#14242b"
GREY = "#46535c"
OTHER = "#7fb3b7"  # periods beside the one that counts
MEMBER = "#cfe3e4"  # countries that are asked about
OUTSIDE = "#dde2e5"
SEA = "#f1f6f7"
RULE = "#c3cbcf"
PAPER = "#ffffff"
# dark and light by turns, so that neighbours in a stack differ in grey as well
CATEGORIES = (
    "#0b4f55",
    "#e8b14f",
    "#5f84b8",
    "#d5dde1",
    "#8f4a35",
    "#a9cfa2",
    "#6b4a9e",
    "#f0d9c0",
)
FAMILY = "Briefing Sans"
