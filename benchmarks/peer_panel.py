"""The overview in Panel: panes that stay and take new figures together; served by `panel serve`,
one process.

panel serve benchmarks/peer_panel.py --num-procs 1 --static-dirs outlines=static/outlines
"""

import sys
from pathlib import Path
from typing import Any

import panel as pn
import param
import plotly.graph_objects as go

sys.path.insert(0, str(Path(__file__).resolve().parent))
import peer_page as page

from data import catalog

pn.extension("plotly", "tabulator")
FIRST = page.heads()[0].id


def card(each: page.Card) -> str:
    """A number with its title, its change and its line."""
    line = f'<img src="{each.spark}">' if each.spark else ""
    return (
        f'<div style="border: 1px solid #C3CED5; padding: 10px; font-size: 12px">{each.title}<br><b'
        f' style="font-size: 24px">{each.value}</b>{line}<br>{each.change}</div>'
    )


class Overview(pn.viewable.Viewer):
    """The controls' values, and the panes that show what they ask for."""

    indicator = param.Selector(
        default=FIRST, objects={each.title: each.id for each in page.heads()}
    )
    countries = param.ListSelector(
        default=[], objects={name: code for code, name in page.names().items()}
    )
    categories = param.ListSelector(default=[], objects=[])
    period = param.Range(default=page.usual(FIRST), bounds=page.years(FIRST), step=1)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        own, wide = self.param, {"sizing_mode": "stretch_width"}
        controls = pn.Row(
            pn.widgets.Select.from_param(own.indicator, width=250),
            pn.widgets.MultiChoice.from_param(
                own.countries, placeholder="All countries", width=270
            ),
            pn.widgets.MultiChoice.from_param(own.categories, placeholder="All", width=170),
            pn.widgets.IntRangeSlider.from_param(own.period, width=260),
            pn.widgets.Button(name="Clear", width=80, on_click=self.clear),
        )
        self.cards = pn.Row(*(pn.pane.HTML(**wide) for _ in range(len(page.heads()) + 1)), **wide)
        self.changes = pn.pane.HTML(width=380)
        self.world = pn.pane.Plotly(
            config=page.CONFIG, height=page.MAP_HEIGHT, css_classes=["map"], **wide
        )
        self.history = pn.pane.Plotly(config=page.CONFIG, height=page.TIMELINE_HEIGHT, **wide)
        self.rows = pn.widgets.Tabulator(
            disabled=True, show_index=False, height=page.TABLE_HEIGHT, **wide
        )
        self.world.param.watch(self.pick, "click_data")
        self.draw()
        self.all = pn.Column(
            "# Global threats",
            controls,
            self.cards,
            pn.Row(self.world, self.changes, **wide),
            self.history,
            self.rows,
            **wide,
        )

    def __panel__(self) -> pn.Column:
        return self.all

    @param.depends("countries", "categories", "period", watch=True)
    @pn.io.hold()
    def draw(self) -> None:
        """Everything, from the controls."""
        asked = page.asked(self.indicator, self.countries, self.categories, self.period)
        for pane, each in zip(self.cards, page.cards(asked), strict=True):
            pane.object = card(each)
        self.changes.object = (
            f"<ul>{''.join(f'<li>{each}</li>' for each in page.sentences(asked))}</ul>"
        )
        self.world.object = go.Figure(page.world(asked))
        self.history.object = go.Figure(page.history(asked))
        self.rows.value = page.table(asked)

    @param.depends("indicator", watch=True)
    def another(self) -> None:
        """Another indicator has categories and a period of its own."""
        self.param.period.bounds = page.years(self.indicator)
        self.param.categories.objects = {
            name: key for key, name in catalog.indicators()[self.indicator].categories.items()
        }
        self.clear(chosen=self.countries)

    def pick(self, event: param.parameterized.Event) -> None:
        """A click on a country chooses it, or clears it."""
        if event.new:
            point = event.new["points"][0]
            code = point.get("location") or point.get("customdata")
            self.countries = [] if self.countries == [code] else [code]

    def clear(self, _: object = None, chosen: list[str] | None = None) -> None:
        """Takes back country, category and period."""
        self.param.update(countries=chosen or [], categories=[], period=page.usual(self.indicator))
        self.param.trigger("period")


Overview().servable(title="Global threats")
