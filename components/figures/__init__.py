"""Pure: a small table in, a plain Plotly dictionary out."""

__all__ = [
    "change_map",
    "comparison",
    "coverage_grid",
    "flow_map",
    "funnel",
    "ranking",
    "sankey",
    "text",
    "theme",
    "timeline",
    "weeks",
    "world_map",
]
