"""The titles of a book's sheets and names that its properties list (``docProps/app.xml``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crmbook.files.package import Package
from crmbook.files.relationships import related
from crmbook.files.spans import Span, Splice, escape
from crmbook.files.tabs.formulas import Renamed, Spoken
from crmbook.model.cells import quote_sheet


def rename_title(package: Package, renamed: Renamed) -> None:
    """Let the titles follow a sheet that gets another name."""
    for part in related(package, "", "extended-properties"):
        splice = Splice(package.read(part))
        titles = _titles(splice.root)
        sheet = next((one for one in titles if one.text == renamed.old), None)
        for one in titles:
            _say(splice, one, renamed.new if one is sheet else _renamed(one.text, renamed))
        package.replace(part, splice.finish())


def drop_title(package: Package, sheet: str) -> None:
    """Take out the titles of a sheet and of its own names, and count on without them.

    Titles that are not listed as Excel lists them stay: to every program they are but a hint.
    """
    for part in related(package, "", "extended-properties"):
        splice = Splice(package.read(part))
        titles = _titles(splice.root)
        own = next((at for at, one in enumerate(titles) if one.text == sheet), -1)
        speaks = Spoken(sheet)
        gone = [at for at, one in enumerate(titles) if at == own or speaks.by(one.text)]
        groups = list(_groups(splice.root))
        if gone and sum(group.count for group in groups) == len(titles):
            _drop(splice, [titles[at] for at in gone], "TitlesOfParts")
            _count(splice, groups, gone)
            package.replace(part, splice.finish())


@dataclass(frozen=True, slots=True)
class _Group:
    """A heading (工作表) and how many of the titles belong to it."""

    heading: Span
    variant: Span
    number: Span

    @property
    def count(self) -> int:
        text = self.number.text.strip()
        return int(text) if text.isdecimal() else 0


def _renamed(title: str, renamed: Renamed) -> str:
    """Return the title of a name; some programs write the sheet before it without quotes."""
    bare = f"{renamed.old}!"
    if title.startswith(bare) and quote_sheet(renamed.old) != renamed.old:
        return f"{renamed.new}!{title[len(bare) :]}"
    return renamed.formula(title)


def _titles(root: Span) -> list[Span]:
    vector = _vector(root, "TitlesOfParts")
    return [] if vector is None else list(vector.all("lpstr"))


def _groups(root: Span) -> Iterator[_Group]:
    vector = _vector(root, "HeadingPairs")
    variants = [] if vector is None else list(vector.all("variant"))
    for heading, variant in zip(variants[::2], variants[1::2], strict=False):
        number = variant.find("i4")
        if number is not None:
            yield _Group(heading, variant, number)


def _count(splice: Splice, groups: list[_Group], gone: list[int]) -> None:
    """Let the headings count what is left; one that is left with nothing goes."""
    first = 0
    empty: list[Span] = []
    for group in groups:
        left = group.count - sum(first <= at < first + group.count for at in gone)
        if left:
            _say(splice, group.number, str(left))
        else:
            empty += [group.heading, group.variant]
        first += group.count
    _drop(splice, empty, "HeadingPairs")


def _drop(splice: Splice, gone: list[Span], name: str) -> None:
    vector = _vector(splice.root, name)
    if vector is None or not gone:
        return
    for span in gone:
        splice.replace(span, "")
    splice.set(vector, "size", str(len(vector.children) - len(gone)))


def _vector(root: Span, name: str) -> Span | None:
    found = root.find(name)
    return None if found is None else found.find("vector")


def _say(splice: Splice, span: Span, text: str) -> None:
    if text != span.text:
        splice.replace(span, f"<{span.name}>{escape(text)}</{span.name}>")
