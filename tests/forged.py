"""Messages that no element of ours sends, and values that no field of Streamlit's has."""

import json

from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState

EVENTS = (
    "kept",
    "picked",
    "brushed",
    "switched",
    "moved",
    "row",
    "peers",
    "origin",
    "told",
    "back",
)
PARTS = (
    *("key", "values", "turn", "value", "points", "multiple", "range", "code", "do", "id", "text"),
    *("answer", "customdata", "location", "step", "year", "want", "held", "group", "tlp"),
    *("drawing", "opens", "into", "part", "to"),
)
WORDS = (
    *("IDN", "country", "indicator", "category", "period", "clear", "swap", "first", "second"),
    *("mine", "2019", "2016-12-01", "\ud800", "\x00", "<script>alert(1)</script>", "=1+1", "{0}"),
    *("../../etc/passwd", "A" * 3000, "TLP:RED", "answered", "seen", "per", "same", "sideways"),
    *("glotip.detected_victims", "own.nothing", "http://x/?country=ZZ", "%s", "1", ""),
)
DOES = (
    *("more", "open", "close", "answer", "step", "undo", "look"),
    *("import", "move", "edit", "copy", "remove", "name"),
)
LEAVES = st.one_of(
    st.sampled_from(WORDS),
    st.none(),
    st.booleans(),
    st.integers(-1, 3),
    st.sampled_from([1e308, 10**30, -(2**63), float("nan"), float("inf"), 2019, [], {}]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(PARTS), inner, max_size=4)
    ),
    max_leaves=8,
)
POINTS = st.lists(st.one_of(VALUES, st.fixed_dictionaries({"location": VALUES})), max_size=3)
BOOLS = st.one_of(st.booleans(), VALUES)
# each of an element's own shape, its values anything
TOLD = st.one_of(
    VALUES,
    st.fixed_dictionaries(
        {
            "key": st.one_of(st.sampled_from(WORDS), VALUES),
            "values": st.one_of(st.lists(LEAVES, max_size=3), VALUES),
            "turn": st.one_of(st.integers(), VALUES),
        }
    ),
    st.fixed_dictionaries({"points": st.one_of(POINTS, VALUES), "multiple": BOOLS}),
    st.fixed_dictionaries({"range": st.one_of(st.lists(LEAVES, max_size=3), VALUES)}),
    st.fixed_dictionaries({"key": st.sampled_from(WORDS), "value": VALUES}),
    st.fixed_dictionaries({"code": VALUES, "multiple": BOOLS}),
    st.fixed_dictionaries({"value": VALUES}),
    st.dictionaries(st.sampled_from(("want", "year")), VALUES),
    st.fixed_dictionaries(
        {"turn": st.integers()},
        optional=dict.fromkeys(("drawing", "opens", "into"), st.one_of(st.text(), VALUES)),
    ),
    st.fixed_dictionaries(
        {"do": st.sampled_from(DOES), "turn": st.integers()},
        optional={
            **dict.fromkeys(("id", "part", "text"), st.one_of(st.sampled_from(WORDS), VALUES)),
            "to": st.one_of(st.integers(), VALUES),
        },
    ),
    st.fixed_dictionaries(
        {"do": st.sampled_from(DOES), "id": VALUES, "held": VALUES},
        optional=dict.fromkeys(("step", "answer", "text", "tlp", "group", "key"), VALUES),
    ),
)
MESSAGES = st.lists(
    st.fixed_dictionaries({"event": st.sampled_from(EVENTS), "value": TOLD}), min_size=1, max_size=9
)
# what is no list of messages, or of no kind that a field has
BROKEN = st.sampled_from(
    ["{", "[", "[[]]", "null", '[{"event":1}]', '{"event":"picked"}', "[1]", '"x"', ""]
)


def of_elements(found, draw):
    """What is sent back to a page that showed these: for each element of ours a list of messages;
    and how many there are.
    """
    states = []
    for each in found:
        if each.WhichOneof("type") == "bidi_component":
            state = WidgetState()
            state.id = f"$$STREAMLIT_INTERNAL_KEY_{each.bidi_component.id}__events"
            state.json_trigger_value = json.dumps(draw(MESSAGES))
            states.append(state)
    return states, sum(len(json.loads(each.json_trigger_value)) for each in states)


def of_fields(found, draw):
    """The same for fields of Streamlit's own, and messages that are broken."""
    states = []
    for each in found:
        kind = each.WhichOneof("type")
        shown = getattr(each, kind or "", None)
        if not getattr(shown, "id", ""):
            continue
        state = WidgetState()
        state.id = shown.id
        if kind == "bidi_component" and draw(st.booleans()):
            state.id = f"$$STREAMLIT_INTERNAL_KEY_{shown.id}__events"
            state.json_trigger_value = draw(BROKEN)
        else:
            FIELDS[draw(st.sampled_from(list(FIELDS)))](state)
        states.append(state)
    return states, len(states)


def _file(state):
    held = state.file_uploader_state_value.uploaded_file_info.add()
    held.file_id, held.name, held.size = "../x", "../../x.csv", 5


def _put(name, value):
    return lambda state: setattr(state, name, value)


FIELDS = {
    "trigger": _put("trigger_value", True),
    "bool": _put("bool_value", True),
    "double": _put("double_value", float("nan")),
    "int": _put("int_value", 2**62),
    "string": _put("string_value", "A\x00"),
    "bytes": _put("bytes_value", b"\xff\x00"),
    "json": _put("json_value", "[{"),
    "ints": lambda state: state.int_array_value.data.extend([-1, 2**40]),
    "strings": lambda state: state.string_array_value.data.extend(["x", ""]),
    "file": _file,
}
