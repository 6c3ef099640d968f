"""``python -m crmbook`` and the ``crmbook`` script."""

from __future__ import annotations

import gc
import os
import sys

from crmbook import i18n
from crmbook.checks import beside

#: Commands that will need pandera; it is worth starting to load it before anything else is.
_VALIDATING = frozenset({"check", "检查", "meeting", "周会"})


def _language(arguments: list[str]) -> str | None:
    """Return what ``--lang`` says; it is read first, so that commands load translated."""
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Nothing here makes cycles, and walking 100,000 leads again and again took a tenth of `check`.
    gc.disable()
    # Nothing here multiplies matrices, and numpy's idle threads took 0.1 s of the second core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if not _VALIDATING.isdisjoint(sys.argv[1:]):
        beside.start()
    i18n.activate(_language(sys.argv[1:]))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from crmbook.cli.app import run  # noqa: PLC0415 - after the language is known

    code = run(sys.argv[1:])
    beside.stop()
    sys.stdout.flush()
    sys.stderr.flush()
    # A checked book is hundreds of thousands of objects; freeing them one by one before the
    # process ends anyway took 0.1–0.2 s for 100,000 leads.
    os._exit(code)


if __name__ == "__main__":
    main()
