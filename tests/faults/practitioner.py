"""Someone at the desk without a screen: signs in, reads a case, records the conversation, moves it, answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from portal.domain.stages import Stage
from tests.faults.plain_browser import PlainBrowser

_HIDDEN = re.compile(r'type="hidden" name="(seen|then)" value="([^"]+)"')


@dataclass(slots=True)
class PlainPractitioner(PlainBrowser):
    """Works at the desk; what returns was acknowledged, and LostAnswer says that it may not have been done."""

    cookie_name: ClassVar[str] = "desk"

    def signs_in(self, email: str, password: str, otp: str) -> None:
        """Sign in with all three parts right."""
        fields = {"email": [email], "password": [password], "otp": [otp]}
        if self.send("/sign-in", fields).location.endswith("/sign-in"):
            raise AssertionError("signing in did not work")

    def finds(self, reference: str) -> str:
        """Return the address of a case from the inbox."""
        rows = self.look("/").words.split('role="row"')
        found = [link[1] for row in rows if reference in row and (link := re.search(r'href="(/case/[^"]+)"', row))]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} rows have {reference}")
        return found[0]

    def reads(self, case: str) -> str:
        return self.look(case).words

    def records_check(self, case: str) -> None:
        """Record the first conversation."""
        self._does(f"{case}/check", {"checked": ["identity", "safety", "orders"]}, at=case, then=case)

    def moves(self, case: str, then: Stage, words: str = "") -> bool:
        """Move a case on, with words of one's own, after the preview; False when it is there already."""
        path = f"{case}/move?stage={then.value}"
        preview = self.look(path)
        if preview.status == 303:
            return False
        hidden = {name: [value] for name, value in _HIDDEN.findall(preview.words)}
        self._does(f"{case}/move", {**hidden, "words": [words], "has_talked": ["y"]}, at=path, then=case)
        return True

    def answers(self, case: str, words: str) -> None:
        """Put a message on the person's page."""
        self._does(f"{case}/messages", {"words": [words]}, at=case, then=f"{case}#messages")

    def _does(self, path: str, fields: dict[str, list[str]], at: str, then: str) -> None:
        answer = self.send(path, fields, at=at)
        if (answer.status, answer.location) != (303, then):
            raise AssertionError(f"{path} was answered by {answer.status} to {answer.location}")
