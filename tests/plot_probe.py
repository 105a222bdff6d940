"""A page for the tests of the plot component: a map, a timeline, a chart in a hidden tab, and what
they called back.
"""

import json

import streamlit as st

from components.elements.chart import plot

COUNTRIES = [
    "BRA",
    "CAN",
    "CHN",
    "AUS",
    "IND",
    "DZA",
    "USA",
    "ARG",
    "KAZ",
    "IDN",
    "FRA",
    "ZAF",
    "MEX",
    "SAU",
    "PER",
    "EGY",
]
UNKNOWN = ["RUS", "GRL", "COD", "SDN"]
STEPS = [[0, "#dbe9f6"], [1, "#08306b"]]


def world_map(step: int) -> dict:
    """A map whose values follow `step`; four countries have no data."""
    values = [(place * 7 + step * 5) % 23 for place in range(len(COUNTRIES))]
    line = {"color": "$background", "width": 0.5}
    known = {
        "type": "choropleth",
        "locations": COUNTRIES,
        "z": values,
        "zmin": 0,
        "zmax": 23,
        "colorscale": STEPS,
        "marker": {"line": line},
    }
    known |= {
        "customdata": COUNTRIES,
        "hovertemplate": "<b>%{customdata}</b><br>%{z}<extra></extra>",
        "colorbar": {"thickness": 10},
    }
    missing = {
        "type": "choropleth",
        "locations": UNKNOWN,
        "z": [0] * len(UNKNOWN),
        "colorscale": [[0, "$hatch"], [1, "$hatch"]],
        "showscale": False,
        "marker": {"line": line},
    }
    missing |= {"hovertemplate": "%{location}: no data<extra></extra>"}
    circles = {
        "type": "scattergeo",
        "lon": [103.8, 7.4, 113.5, 114.2],
        "lat": [1.3, 43.7, 22.2, 22.3],
        "customdata": ["Singapore", "Monaco", "Macao", "Hong Kong"],
        "mode": "markers",
        "showlegend": False,
        "marker": {"size": [9, 5 + step, 9, 9], "color": "$accent"},
    }
    legend = [
        {"name": "No data &amp; <b>more", "color": "$hatch", "shape": "square", "opacity": 1},
        {"name": "small", "color": "$accent", "shape": "circle", "opacity": 0.5},
    ]
    geo = {
        "projection": {"type": "natural earth"},
        "showframe": False,
        "showcoastlines": False,
        "showland": True,
        "landcolor": "$panel",
    }
    geo |= {"lataxis": {"range": [-58, 85]}}
    layout = {"geo": geo, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}}
    return {"data": [known, missing, circles], "layout": layout, "legend": legend}


def timeline(step: int) -> dict:
    """Stacked bars for twenty years in three colours."""
    years = [f"{year}-07-01" for year in range(2000, 2020)]
    colours = [
        {"$light": "#08519c", "$dark": "#9ecae1"},
        {"$light": "#a63603", "$dark": "#fdae6b"},
        "$muted",
    ]
    bars = [
        {
            "type": "bar",
            "x": years,
            "y": [(i * 3 + year + step) % 11 for year in range(20)],
            "name": f"Kind {i}",
            "marker": {"color": colour},
        }
        for i, colour in enumerate(colours)
    ]
    grid = {"gridcolor": "$border", "zerolinecolor": "$border"}
    layout = {
        "barmode": "stack",
        "margin": {"l": 40, "r": 10, "t": 10, "b": 30},
        "xaxis": {"type": "date"},
        "yaxis": grid,
    }
    return {"data": bars, "layout": layout}


def remember(name: str):
    """A callback that keeps what it was called with."""
    return lambda *said: st.session_state.update(
        {name: json.dumps(said), f"{name} times": st.session_state.get(f"{name} times", 0) + 1}
    )


def charts() -> None:
    """The page with everything on it."""
    step = st.session_state.setdefault("step", 0)
    st.button("Next", on_click=lambda: st.session_state.update(step=step + 1))
    st.button("Again")
    st.button("Borders", on_click=lambda: st.session_state.update(borders="blank"))
    st.text(f"step {step}")
    st.text(f"run {st.session_state.setdefault('run', 1)}")
    st.session_state.run += 1
    plot(
        world_map(step),
        key="map",
        height=380,
        alt="Map of the probe",
        on_pick=remember("picked"),
        borders=st.session_state.get("borders", "un"),
        title="Listed vessels by flag, 2016",
        footer="Source: the probe, free to use, as of 2016-12-31. " * 4
        + "\nBoundaries and names shown do not imply endorsement or acceptance.",
    )
    plot(
        timeline(step),
        key="timeline",
        height=240,
        alt="Timeline of the probe",
        on_pick=remember("bar"),
        on_brush=remember("brushed"),
    )
    for name in ("picked", "bar", "brushed"):
        st.text(
            f"{name}: {st.session_state.get(name)} ({st.session_state.get(f'{name} times', 0)})"
        )
    first, second = st.tabs(["First", "Second"])
    first.text("Nothing here")
    with second:
        plot(timeline(0), key="hidden", height=240, alt="Chart in the second tab")


def other() -> None:
    """A page without charts."""
    st.text("Another page")


st.navigation(
    [
        st.Page(charts, title="Charts", default=True),
        st.Page(other, title="Other", url_path="illegal-fishing"),
    ],
    position="top",
).run()
