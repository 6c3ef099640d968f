"""What the menu offers: jobs as people name them, each done by the commands themselves (U01).

A choice stands in the menu when its command is registered; what writes shows first what it would
write, and asks.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from crmbook.cli.printable import printable
from crmbook.i18n import N_, _

#: Codes from here on mean that a command refused (DESIGN 4): there is nothing to go on with.
_REFUSED: Final = 2
_YES: Final = frozenset({"是", "是的", "好", "y", "yes"})


@dataclass(frozen=True, slots=True)
class Desk:
    """The books on the desk, a ``page`` for the browser, and ``run``, which carries out a command."""

    books: tuple[Path, ...]
    page: Path
    run: Callable[[list[str]], int]

    def call(self, *arguments: str | Path) -> bool:
        """Run a command; return whether it was carried out."""
        return self.run([str(argument) for argument in arguments]) < _REFUSED

    def all(self) -> tuple[str | Path, ...]:
        """Return every book, taken together."""
        return self.books

    def one(self) -> tuple[str | Path, ...]:
        """Return the book to work in, the others only read; several: ask which."""
        at = 0 if len(self.books) == 1 else _which(self.books)
        others = (("--with", book) for book in self.books if book != self.books[at])
        return (self.books[at], *(word for pair in others for word in pair))

    def to_page(self) -> tuple[str | Path, ...]:
        """Return the options that put a check's page where the browser finds it."""
        self.page.unlink(missing_ok=True)
        return "--format", "html", "--output", self.page, "--open"


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the menu: the command that must be there, its title (a msgid), what it does."""

    command: str
    title: str
    act: Callable[[Desk], object]


def offered(registered: Container[str]) -> list[Choice]:
    """Return the choices whose commands there are."""
    return [choice for choice in _CHOICES if choice.command in registered]


def ask_number(asked: str, first: int, last: int) -> int:
    """Ask until somebody answers with one of the numbers."""
    while True:
        answer = click.prompt(asked, default="", show_default=False).strip()
        if answer.isdecimal() and first <= int(answer) <= last:
            return int(answer)
        click.echo(_("a number from {first} to {last}, please").format(first=first, last=last))


def agrees(asked: str) -> bool:
    """Ask for 是 or 否; anything but a clear 是 is none."""
    answer = click.prompt(f"{asked}（是/否）", default="", show_default=False, prompt_suffix=" ")
    return answer.strip().lower() in _YES


def _which(books: tuple[Path, ...]) -> int:
    for number, book in enumerate(books, 1):
        click.echo(printable(f"  {number}  {book.name}"))
    asked = _("Which of them is to be worked in? The others are only read")
    return ask_number(asked, 1, len(books)) - 1


def _put_list(desk: Desk) -> None:
    desk.call("check", *desk.all(), "--list", *desk.to_page())


def _mend(desk: Desk) -> None:
    if desk.call("check", *desk.all(), "--diff") and agrees(_("Mend these cells now?")):
        desk.call("check", *desk.all(), "--fix", *desk.to_page())


def _dedupe(desk: Desk) -> None:
    book = desk.one()
    asked = _("Put 疑似重复 into the book, and merge what was answered 是 there?")
    if desk.call("dedupe", *book) and agrees(asked):
        desk.call("dedupe", *book, "--apply")


def _lookup(desk: Desk) -> None:
    text = click.prompt(_("Company or phone"), default="", show_default=False).strip()
    if text:
        book, *others = desk.one()
        desk.call("lookup", *others, "--", text, book)


def _undo(desk: Desk) -> None:
    book = desk.one()[0]
    if desk.call("undo", book, "--dry-run") and agrees(_("Take this back now?")):
        desk.call("undo", book)


def _running(command: str, *options: str) -> Callable[[Desk], object]:
    return lambda desk: desk.call(command, *desk.one(), *options)


_CHOICES: Final = (
    Choice("check", N_("put the problem list into the book"), _put_list),
    Choice("check", N_("mend what can be mended (see it first)"), _mend),
    Choice("dedupe", N_("find duplicates"), _dedupe),
    Choice("lookup", N_("who has this customer"), _lookup),
    Choice("due", N_("whom to contact today"), _running("due", "--format", "xlsx", "--open")),
    Choice("monthly", N_("monthly report"), _running("monthly", "--open")),
    Choice("meeting", N_("one page for the meeting"), _running("meeting", "--open")),
    Choice("undo", N_("take back the last change"), _undo),
)


def lines(choices: list[Choice]) -> Iterator[str]:
    """Yield the menu, a line for each choice, the way out last."""
    for number, choice in enumerate(choices, 1):
        yield f"  {number}  {_(choice.title)}"
    way_out = _("leave")  # not within the f-string, where no extractor finds it
    yield f"  0  {way_out}"
