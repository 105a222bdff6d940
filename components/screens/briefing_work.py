"""What takes longer than a moment, done beside the page: its progress is seen, and it can be
cancelled.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import languages
from briefing.progress import CancelledError
from errors import ThreatsError
from security import reader


class Job:
    """Work on behalf of who reads now, in the language spoken now, in a thread of its own.

    `work(step)` calls `step(share, said)` between its parts: `share` of the whole is done, and
    `said` comes next. `result` is what it returned; `fault` says why it did not.
    """

    def __init__(self, name: str, work: Callable[[Callable[[float, str], None]], object]) -> None:
        self.name, self.work = name, work
        self.share, self.said, self.fault = 0.0, "", ""
        self.result: object = None
        self.over = threading.Event()
        self._cancelled = threading.Event()
        self._who, self._language = reader.current(), languages.current()
        threading.Thread(target=self._run, name=f"briefing {name}", daemon=True).start()

    def cancel(self) -> None:
        """Ends it at its next step, and drops what it returns."""
        self._cancelled.set()
        self.over.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled.is_set()

    def _step(self, share: float, said: str) -> None:
        if self.cancelled:
            raise CancelledError
        self.share, self.said = share, said

    def _run(self) -> None:
        try:
            with reader.using(self._who), languages.spoken(self._language):
                self.result = self.work(self._step)
        except CancelledError:
            pass
        except ThreatsError as fault:
            self.fault = str(fault)
        except Exception:
            logging.getLogger(__name__).exception("%s failed", self.name)
            self.fault = self.name
        finally:
            self.over.set()
