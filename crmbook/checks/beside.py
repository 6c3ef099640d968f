"""Validation in a process of its own, which loads pandera while the workbook is being read.

Importing pandera takes as long as reading and parsing 100,000 leads. Python runs one thread at a
time, so a thread gained nothing (measured: 1.80 × calamine's bare read, against 1.1 × this way); a
process forked before anything is loaded uses the second core. Where there is no fork, or the other
process fails, validation happens here, with the same result.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:  # numpy must not be loaded before the fork: the two load beside each other
    from crmbook.checks.request import Failures, Request


@dataclass(slots=True)
class Validator:
    """A forked process that answers requests one after the other."""

    child: int
    requests: BinaryIO
    answers: BinaryIO

    def ask(self, requests: Sequence[Request]) -> None:
        """Send requests from a thread: the pipe is full until the other process reads it."""
        threading.Thread(target=self._send, args=(requests,), daemon=True).start()

    def _send(self, requests: Sequence[Request]) -> None:
        with suppress(OSError, ValueError):  # it has died, or been ended; its answer says so
            for request in requests:
                pickle.dump(request, self.requests, pickle.HIGHEST_PROTOCOL)
                self.requests.flush()

    def answer(self) -> Failures:
        """Return the next answer. Raises OSError, EOFError, UnpicklingError when it has died."""
        found: Failures = pickle.load(self.answers)  # noqa: S301 - written by our own fork
        return found


class _Current:
    """The validator of this process, if one was started."""

    validator: Validator | None = None


def start() -> None:
    """Fork the validator; do nothing where that is impossible. Call before threads are started."""
    if _Current.validator is not None or not hasattr(os, "fork"):
        return
    request_read, request_write = os.pipe()
    answer_read, answer_write = os.pipe()
    try:
        child = os.fork()
    except OSError:
        return
    if child == 0:
        os.close(request_write)
        os.close(answer_read)
        _serve(os.fdopen(request_read, "rb"), os.fdopen(answer_write, "wb"))
    os.close(request_read)
    os.close(answer_write)
    _Current.validator = Validator(
        child, os.fdopen(request_write, "wb"), os.fdopen(answer_read, "rb")
    )


def stop() -> None:
    """End the validator, whatever it is doing: it holds nothing that could be lost."""
    validator, _Current.validator = _Current.validator, None
    if validator is not None:
        with suppress(OSError):
            os.kill(validator.child, signal.SIGKILL)
            os.waitpid(validator.child, 0)
        for pipe in (validator.requests, validator.answers):
            with suppress(OSError):  # what is left in it goes nowhere
                pipe.close()


def ask(requests: Sequence[Request]) -> Iterator[Failures]:
    """Ask the other process, if there is one, at once; return the answers in order, as they come.

    Whatever it cannot answer is validated here.
    """
    validator = _Current.validator
    if validator is not None:
        validator.ask(requests)
    return _answers(validator, requests)


def _answers(validator: Validator | None, requests: Sequence[Request]) -> Iterator[Failures]:
    for request in requests:
        if validator is not None:
            try:
                yield validator.answer()
                continue
            except (OSError, EOFError, pickle.PickleError):
                stop()
                validator = None
        from crmbook.checks import validation  # noqa: PLC0415 - pandera, only where it is needed

        yield validation.validate(request)


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the other end closes; never return, never print."""
    with suppress(BaseException):
        from crmbook.checks.validation import validate as answer  # noqa: PLC0415

        while True:
            pickle.dump(answer(pickle.load(requests)), answers)  # noqa: S301 - from our parent
            answers.flush()
    os._exit(0)
