"""The overview in Dash: one callback draws cards, map, timeline and table; served by gunicorn, one
process.

gunicorn --chdir benchmarks --workers 1 --threads 4 peer_dash:server
"""

from typing import Any

import dash_ag_grid as dag
import peer_page as page
import plotly.graph_objects as go
from dash import Dash, Input, Output, callback, ctx, dcc, html

from data import catalog

FIRST = page.heads()[0].id
app = Dash(
    __name__, title="Global threats", assets_folder=str(page.OUTLINES), assets_url_path="outlines"
)
server = app.server


def controls() -> html.Div:
    """Indicator, countries, categories, period, Clear."""
    first, last = page.years(FIRST)
    return html.Div(
        [
            html.Div(
                dcc.Dropdown(
                    {each.id: each.title for each in page.heads()},
                    FIRST,
                    id="indicator",
                    clearable=False,
                ),
                style={"width": 250},
            ),
            html.Div(
                dcc.Dropdown(
                    page.names(), [], id="countries", multi=True, placeholder="All countries"
                ),
                style={"width": 270},
            ),
            html.Div(
                dcc.Dropdown({}, [], id="categories", multi=True, placeholder="All"),
                style={"width": 170},
            ),
            html.Div(
                dcc.RangeSlider(
                    first,
                    last,
                    1,
                    value=page.usual(FIRST),
                    id="period",
                    marks=None,
                    allow_direct_input=False,
                    tooltip={"placement": "bottom", "always_visible": True},
                ),
                style={"width": 260},
            ),
            html.Button("Clear", id="clear"),
        ],
        style={"display": "flex", "gap": 12, "alignItems": "center"},
    )


def card(each: page.Card) -> html.Div:
    """A number with its title, its change and its line."""
    line = [html.Img(src=each.spark)] if each.spark else []
    return html.Div(
        [
            html.Div(each.title),
            html.Strong(each.value, style={"fontSize": 24}),
            *line,
            html.Div(each.change),
        ],
        style={"flex": 1, "border": "1px solid #C3CED5", "padding": 10, "fontSize": 12},
    )


app.layout = html.Div(
    [
        html.H1("Global threats", style={"fontSize": 20}),
        controls(),
        html.Div(id="cards", style={"display": "flex", "gap": 10, "margin": "12px 0"}),
        html.Div(
            [
                dcc.Graph(id="map", config=page.CONFIG, style={"flex": 3, "minWidth": 0}),
                html.Ul(id="changes", style={"flex": 1.35, "fontSize": 14}),
            ],
            style={"display": "flex", "gap": 16},
        ),
        dcc.Graph(id="timeline", config=page.CONFIG),
        dag.AgGrid(
            id="rows",
            columnSize="responsiveSizeToFit",
            dashGridOptions={"animateRows": False},
            style={"height": page.TABLE_HEIGHT},
        ),
    ],
    style={"fontFamily": "sans-serif", "margin": 16},
)


@callback(
    Output("countries", "value"),
    Output("categories", "value"),
    Output("categories", "options"),
    Output("period", "value"),
    Output("period", "min"),
    Output("period", "max"),
    Output("map", "clickData"),
    Output("cards", "children"),
    Output("changes", "children"),
    Output("map", "figure"),
    Output("timeline", "figure"),
    Output("rows", "rowData"),
    Output("rows", "columnDefs"),
    Input("indicator", "value"),
    Input("countries", "value"),
    Input("categories", "value"),
    Input("period", "value"),
    Input("map", "clickData"),
    Input("clear", "n_clicks"),
)
def draw(
    indicator: str,
    countries: list[str] | None,
    categories: list[str] | None,
    period: list[int],
    click: dict[str, Any] | None,
    _: int | None,
) -> tuple[Any, ...]:
    """Everything, from the controls; a click on a country chooses it, or clears it."""
    if ctx.triggered_id in ("indicator", "clear"):
        countries, categories, period = (
            [] if ctx.triggered_id == "clear" else countries,
            [],
            page.usual(indicator),
        )
    if ctx.triggered_id == "map" and click:
        point = click["points"][0]
        code = point.get("location") or point.get("customdata")
        countries = [] if countries == [code] else [code]
    asked = page.asked(indicator, countries or [], categories or [], period)
    rows = page.table(asked)
    return (
        countries,
        categories,
        dict(catalog.indicators()[indicator].categories),
        period,
        *page.years(indicator),
        None,
        [card(each) for each in page.cards(asked)],
        [html.Li(each) for each in page.sentences(asked)],
        go.Figure(page.world(asked)),
        go.Figure(page.history(asked)),
        rows.to_dict("records"),
        [{"field": name} for name in rows],
    )


if __name__ == "__main__":
    app.run()
