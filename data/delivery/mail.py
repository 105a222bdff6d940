"""A delivery as a mail, in plain text and in HTML without anything from elsewhere; its mark stands
in the subject, above and below.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from data.delivery import entries
from data.delivery.entries import Entry, MailServer, Told
from data.delivery.outbox import Delivery
from languages.english import delivery as says

SECONDS = 10  # that the mail server may take for each of its answers
BODY = "font-family:sans-serif;font-size:15px;line-height:1.5;color:#1c242b;max-width:640px"
MARK = (
    "display:inline-block;padding:2px 8px;background:#000;color:{colour};"
    "font-family:monospace;font-weight:bold"
)
COLOURS = {"CLEAR": "#fff", "GREEN": "#3f0", "AMBER": "#ffc000"}  # as FIRST has them


def send(told: Told, entry: Entry, of: Delivery) -> str:
    """Hands a delivery to the mail server; why it failed, empty where that has it."""
    server = told.server
    if server is None:
        return says.NO_SERVER()
    made = composed(server, told.site, entry, of)
    try:
        with _opened(server) as opened:
            opened.send_message(made, server.sender, [entry.mail])
            with suppress(smtplib.SMTPException, OSError):  # it has the mail already
                opened.quit()
    except smtplib.SMTPResponseException as fault:
        return says.ANSWERED(status=str(fault.smtp_code))
    except smtplib.SMTPRecipientsRefused as fault:
        return says.ANSWERED(status=", ".join(str(code) for code, _ in fault.recipients.values()))
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        return says.NOT_REACHED(kind=type(fault).__name__)
    return ""


@contextmanager
def _opened(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection on which nobody listens, which is closed at its end without another word."""
    safe = ssl.create_default_context()
    opened: smtplib.SMTP = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=safe)
        if server.tls
        else smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    )
    try:
        if not server.tls and server.host not in entries.ALONE:
            opened.starttls(context=safe)  # or not at all
        if server.user:
            opened.login(server.user, server.password)
        yield opened
    finally:
        opened.close()


def composed(server: MailServer, site: str, entry: Entry, of: Delivery) -> EmailMessage:
    """The mail. The same delivery is always the same mail, by its Message-ID."""
    made, mark = EmailMessage(), of.message.tlp.value
    key = hashlib.sha256(f"{of.entry} {of.audience} {of.key}".encode()).hexdigest()[:40]
    made["Subject"] = " ".join(f"[{mark}] {of.message.title}".split())
    made["From"], made["To"] = server.sender, entry.mail
    made["Date"] = format_datetime(datetime.fromtimestamp(of.at_ms / 1000, UTC))
    made["Message-ID"] = f"<{key}@{server.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content("\n".join(_text(site, of)), charset="utf-8")
    made.add_alternative("".join(_html(site, of)), subtype="html", charset="utf-8")
    return made


def _text(site: str, of: Delivery) -> Iterator[str]:
    mark = of.message.tlp.value
    yield from (mark, "", of.message.title)
    for part in of.message.parts:
        yield ""
        if part.heading:
            yield from (part.heading, "-" * len(part.heading))
        for line in part.lines:
            yield f"* {line.text}"
            if line.link:
                yield f"  {site}{line.link}"
    yield from ("", says.WHY_THIS(entry=of.entry), "", mark)


def _html(site: str, of: Delivery) -> Iterator[str]:
    colour = COLOURS.get(of.message.tlp.word, "#fff")
    mark = f'<p><span style="{MARK.format(colour=colour)}">{of.message.tlp.value}</span></p>'
    yield f'<!doctype html><html><body><div style="{BODY}">{mark}'
    yield f'<h1 style="font-size:20px">{escape(of.message.title)}</h1>'
    for part in of.message.parts:
        if part.heading:
            yield f'<h2 style="font-size:16px">{escape(part.heading)}</h2>'
        yield '<ul style="padding-left:20px">'
        for line in part.lines:
            leads = f"{escape(site)}{escape(line.link)}"
            said = escape(line.text)
            yield f'<li><a href="{leads}">{said}</a></li>' if line.link else f"<li>{said}</li>"
        yield "</ul>"
    why = escape(says.WHY_THIS(entry=of.entry))
    yield f'<p style="color:#4a5761;font-size:13px">{why}</p>{mark}</div></body></html>'
