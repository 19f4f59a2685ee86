"""Questions to the person at the terminal, asked again until the answer will do."""

import getpass
import sys
from collections.abc import Callable

from django.core.exceptions import ValidationError

from .errors import AnswerNeeded

__all__ = ["Check", "Questions"]

Check = Callable[[str], object]


class Questions:
    """Takes answers from options first, then from the terminal if there is one to ask at."""

    def __init__(self, *, may_ask: bool) -> None:
        self.may_ask = may_ask and sys.stdin.isatty()

    def answer(
        self,
        label: str,
        *,
        given: str | None,
        option: str,
        check: Check,
        default: str | None = None,
    ) -> str:
        """One answer that ``check`` accepts. Raises AnswerNeeded where nobody can be asked."""
        if given is not None or not self.may_ask:
            return self._without_asking(label, given or default, option, check)
        while True:
            hint = f" [{default}]" if default else ""
            said = input(f"{label}{hint}: ").strip() or default or ""
            if said and (problem := _problem(check, said)) is None:
                return said
            _say(problem if said else "An answer is needed.")

    def password(self, label: str, *, given: str | None, option: str, check: Check) -> str:
        """A password, asked for twice without showing it."""
        if given is not None or not self.may_ask:
            return self._without_asking(label, given, option, check, is_secret=True)
        while True:
            said = getpass.getpass(f"{label}: ")
            problem = _problem(check, said)
            if problem is None and getpass.getpass(f"{label}, once more: ") == said:
                return said
            _say(problem or "These were not the same.")

    def _without_asking(
        self, label: str, said: str | None, option: str, check: Check, *, is_secret: bool = False
    ) -> str:
        if said is None:
            raise AnswerNeeded(
                f"{label}: nothing was said, and nobody can be asked. Give {option}."
            )
        if problem := _problem(check, said):
            shown = "" if is_secret else f" “{said}”"
            raise AnswerNeeded(f"{label}:{shown} will not do. {problem} Mend {option}.")
        return said


def _problem(check: Check, said: str) -> str | None:
    try:
        check(said)
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def _say(text: str | None) -> None:
    print(f"  {text}", file=sys.stderr)
