"""Pure: a small table in, a plain Plotly dictionary out, or rows of words."""

__all__ = [
    "change_map",
    "comparison",
    "coverage_grid",
    "flow_map",
    "funnel",
    "multiples",
    "pair_map",
    "ranking",
    "reach_map",
    "sankey",
    "text",
    "theme",
    "timeline",
    "weeks",
    "world_map",
]
