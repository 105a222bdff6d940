"""What an object of STIX says of persons, for which it is refused: whatever names one, or leads to
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from data.watch.model import shown
from languages.english import intelligence as says

PERSONS = frozenset({"user-account", "email-addr", "email-message"})
GROUPS = frozenset({"organization", "system", "class", "group"})  # classes of an identity
TEAMS = frozenset({"club", "contest", "team", "organization", "government"})
NAMED = re.compile(r"\b(user-account|email-addr|email-message):")
OBJECTS_OF_MISP = re.compile(r"person|passport|.*account")
# Types of attributes of MISP (its describeTypes.json) that are a person's, or an account's: what
# its converter has no object of STIX for, it keeps as such.
OF_MISP = frozenset(
    {
        "bank-account-nr",
        "cc-number",
        "country-of-residence",
        "date-of-birth",
        "dns-soa-email",
        "email",
        "email-body",
        "email-dst",
        "email-dst-display-name",
        "email-header",
        "email-reply-to",
        "email-src",
        "email-src-display-name",
        "email-subject",
        "eppn",
        "first-name",
        "frequent-flyer-number",
        "full-name",
        "gender",
        "github-username",
        "iban",
        "identity-card-number",
        "issue-date-of-the-visa",
        "jabber-id",
        "last-name",
        "middle-name",
        "nationality",
        "passenger-name-record-locator-number",
        "passport-country",
        "passport-expiration",
        "passport-number",
        "payment-details",
        "phone-number",
        "place-of-birth",
        "place-port-of-clearance",
        "place-port-of-onward-foreign-destination",
        "place-port-of-original-embarkation",
        "primary-residence",
        "prtn",
        "redress-number",
        "special-service-request",
        "target-email",
        "target-user",
        "travel-details",
        "twitter-id",
        "visa-number",
        "whois-registrant-email",
        "whois-registrant-name",
        "whois-registrant-phone",
    }
)


def led_to(raw: Mapping[str, Any]) -> str:
    """Why an object is refused, in words; empty where it says nothing of persons."""
    if raw.get("authors"):
        return says.AUTHORS()
    what = next(_found(raw), "")
    return says.PERSON(what=what) if what else ""


def _found(raw: Mapping[str, Any]) -> Iterator[str]:
    kind = raw["type"]
    if kind in PERSONS:
        yield kind
    if kind == "identity" and raw.get("identity_class") not in GROUPS:
        yield f"identity_class {shown(raw.get('identity_class'))}"
    if kind == "threat-actor" and raw.get("resource_level") not in TEAMS:
        yield "threat-actor"
    if kind == "indicator" and NAMED.search(str(raw.get("pattern", ""))):
        yield "pattern"
    inner = raw.get("objects")  # what older observed data hold within themselves
    for each in inner.values() if isinstance(inner, dict) else ():
        if isinstance(each, dict) and each.get("type") in PERSONS:
            yield str(each["type"])
    yield from _of_misp(raw)


def _of_misp(raw: Mapping[str, Any]) -> Iterator[str]:
    """What MISP's converter kept as objects and properties of its own."""
    name, several = raw.get("x_misp_name"), raw.get("x_misp_attributes")
    if raw["type"] == "x-misp-object" and OBJECTS_OF_MISP.fullmatch(str(name)):
        yield str(name)
    parts = several if isinstance(several, list) else []
    for each in (raw.get("x_misp_type"), *(p.get("type") for p in parts if isinstance(p, dict))):
        if isinstance(each, str) and each in OF_MISP:
            yield each
