"""What TAXII's requests say and its answers hold, as parameters and JSON Schemas."""

from __future__ import annotations

from collections.abc import Mapping

from exchange.operations import Parameter, Schema
from exchange.schemas import NUMBER, TEXT, several

TIME: Schema = {"type": "string", "format": "date-time"}
ANYTHING: Schema = {"type": "object"}
LIMIT = Parameter("limit", "At most so many", {"type": "integer", "minimum": 1, "maximum": 10**9})
COLLECTION = Parameter("collection", "The `id` of a collection", TEXT, where="path")
OBJECT = Parameter("object", "The `id` of an object", TEXT, where="path")
STATUS = Parameter("status", "The `id` of what was posted", TEXT, where="path")
BY_MOMENT = Parameter("added_after", "Those that came after a moment", TEXT)
ENDED: Schema = {"type": "string", "pattern": "^[0-9]{1,18}$"}
FILTERS = (
    BY_MOMENT,
    LIMIT,
    Parameter("next", "Where the page before ended, as it said", ENDED),
    Parameter("match[type]", "Kinds of objects, with commas", TEXT),
    Parameter("match[version]", "`first`, `last`, `all`, or times, with commas", TEXT),
    Parameter("match[spec_version]", "Versions of STIX, with commas", TEXT),
)
BY_ID = Parameter("match[id]", "Objects by their ids, with commas", TEXT)


def form(needed: Mapping[str, Schema], **more: Schema) -> Schema:
    """An object with what it needs, and with what it may have besides."""
    known = {"type": "object", "properties": {**needed, **more}}
    return {**known, "required": [*needed], "additionalProperties": False}


PAGED: Mapping[str, Schema] = {"more": {"type": "boolean"}, "next": TEXT}
TOLD = form({"id": TEXT, "version": TEXT}, message=TEXT)
ONE = form(
    {
        "id": TEXT,
        "title": TEXT,
        "description": TEXT,
        "can_read": {"type": "boolean"},
        "can_write": {"type": "boolean"},
        "media_types": several(TEXT),
    }
)
ENVELOPE = form({}, objects=several(ANYTHING), **PAGED)
BECAME = form(
    {
        **dict.fromkeys(("id", "status"), TEXT),
        "request_timestamp": TIME,
        **{f"{name}_count": NUMBER for name in ("total", "success", "failure", "pending")},
    },
    successes=several(TOLD),
    failures=several(TOLD),
)
LISTED = form({"id": TEXT, "date_added": TIME, "version": TEXT, "media_type": TEXT})
ERROR = form(dict.fromkeys(("title", "description", "http_status"), TEXT))
DATES = {
    f"X-TAXII-Date-Added-{which}": f"When the {which.lower()} of the page was added"
    for which in ("First", "Last")
}
DISCOVERY = form({"title": TEXT, "description": TEXT, "default": TEXT, "api_roots": several(TEXT)})
API_ROOT = form({"title": TEXT, "versions": several(TEXT), "max_content_length": NUMBER})
COLLECTIONS = form({}, collections=several(ONE))
MANIFEST = form({}, objects=several(LISTED), **PAGED)
VERSIONS = form({}, versions=several(TEXT), **PAGED)
SENT = form({"objects": several(ANYTHING, minItems=1)})
