"""What is asked of the database once a minute, not once a page. It knows no page and no question of its own."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

_KEEP_SECONDS = 60
Known = TypeVar("Known")


class Minutely(Generic[Known]):
    """Keeps the last answer, also while the database is away; only the first page ever waits for one."""

    def __init__(self, ask: Callable[[], Known], *, at_first: Known, monotonic: Callable[[], float], name: str) -> None:
        """Remember how to ask. `at_first` is what counts until there is an answer, `name` the asking thread's."""
        self._ask = ask
        self._known = at_first
        self._monotonic = monotonic
        self._name = name
        self._asked_at = float("-inf")

    def find_now(self) -> Known:
        """Return what is known now, and see to it that it is asked anew after a minute."""
        now, asked_at = self._monotonic(), self._asked_at
        if now - asked_at >= _KEEP_SECONDS:
            self._asked_at = now
            if asked_at == float("-inf"):
                self._learn()
            else:
                # a database that hangs may take minutes to say so
                Thread(target=self._learn, name=self._name, daemon=True).start()
        return self._known

    def _learn(self) -> None:
        try:
            self._known = self._ask()
        except Exception:  # Safety: a page with the way to help never fails over a label or a figure
            return
