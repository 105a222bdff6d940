"""One drawing of a figure for slides, PDF, HTML and pictures: numbers in, SVG out.

Every mark carries the number it stands for (`data-code`, `data-value`, `data-low`, `data-high`,
`data-known`, `data-series`) and says it in words (`<title>`). What is known of a number is told by
texture, never by colour alone: no figure is hatched, a range dotted, a period that is not over
hatched in the accent's colour, the period compared with hollow.
"""

from briefing.drawings.drawn import draw, silhouette
from briefing.drawings.parts import split
from briefing.drawings.type import fitted, width, wrapped

__all__ = ["draw", "fitted", "outlines", "silhouette", "split", "theme", "type", "width", "wrapped"]
