"""What a stranger can make the server say, it says seldom: a log that fills a disk is an attack."""

import logging
import time

MOST = 10  # lines a minute of the same words
MINUTE = 60.0
KINDS = 200  # of words that are counted
# who tells of what comes from outside: uvicorn's answers, Streamlit's sockets and what it could not
# do with what they brought, our doors
TELLERS = (
    "uvicorn.error",
    "streamlit.web.server.starlette.starlette_websocket",
    "streamlit.error_util",
    "streamlit.components.v2.bidi_component.serialization",
    "hosting.doors",
)


class Seldom(logging.Filter):
    """Lets the same words, whatever stands in them, through so many times a minute."""

    def __init__(self) -> None:
        super().__init__()
        self.since = 0.0
        self.said: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is said."""
        now = time.monotonic()
        if now - self.since > MINUTE or len(self.said) > KINDS:
            self.since, self.said = now, {}
        fault = record.exc_info[0] if record.exc_info else None
        kind = str(record.msg), fault.__name__ if fault else ""
        self.said[kind] = self.said.get(kind, 0) + 1
        return self.said[kind] <= MOST


def seldom() -> None:
    """From here on, what strangers can cause is said seldom."""
    for each in TELLERS:
        logger = logging.getLogger(each)
        if not any(isinstance(there, Seldom) for there in logger.filters):
            logger.addFilter(Seldom())
