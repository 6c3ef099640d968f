"""行动项 and 复盘 in a book: made anew around what people typed in them (M87, U21)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from crmbook.analysis.action_effect import Scene
from crmbook.analysis.actions import actions
from crmbook.analysis.cases import cases
from crmbook.analysis.detail import DetailRow
from crmbook.analysis.diagnosis import diagnoses
from crmbook.analysis.review import reviewed
from crmbook.analysis.tables import Tables
from crmbook.analysis.visits import visits
from crmbook.book.kept import kept_sheet_in
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import MonthRule
from crmbook.files.features import counts_from_1904, holds_tables
from crmbook.i18n import _
from crmbook.model.kept import KeptRow, KeptSheet
from crmbook.report.kept_pages import action_page, review_page
from crmbook.report.kept_sheet import KeptPage, kept_sheet
from crmbook.report.monthly_sheets import GeneratedSheet
from crmbook.schema.kept import ACTIONS, REVIEW, KeptForm
from crmbook.schema.sheets import DIAGNOSIS
from crmbook.workflows.analysis_sheets import Placed
from crmbook.workflows.old_sheets import OldSheets

_SHOWN = 5


def kept_sheets(old: OldSheets, ledger: Ledger, rows: Sequence[DetailRow], known: Tables) -> Placed:
    """Return the two sheets as of the month of the ``known`` tables; one without rows is not made.

    Actions are raised by months that are over: the one before, while the month runs. Leads are
    reviewed of both.
    """
    found, month = cases(ledger, rows), known.month
    rule, now = MonthRule.of(ledger.rules), ledger.today + dt.timedelta(seconds=1)
    over = month if rule.end(month) <= now else month.previous()
    scene = Scene.of(ledger, found, over)

    def act(stands: Sequence[KeptRow]) -> list[KeptRow] | None:
        missed = known.diagnoses if over == month else diagnoses(ledger, rows, over)
        return actions(stands, missed, scene)

    def review(stands: Sequence[KeptRow]) -> list[KeptRow]:
        made, log = list(stands), visits(ledger, found)
        for one in dict.fromkeys((over, month)):
            made = reviewed(made, found, log, one)
        return made

    made = [  # the later stands before the earlier: each is put behind 诊断
        _placed(old, REVIEW, review, review_page),
        _placed(old, ACTIONS, act, action_page),
    ]
    return Placed(
        tuple(sheet for one in made for sheet in one.sheets),
        tuple(told for one in made for told in one.told),
        tuple(lost for one in made for lost in one.lost),
    )


_Make = Callable[[Sequence[KeptRow]], list[KeptRow] | None]
_Draw = Callable[[Sequence[KeptRow], Sequence[str]], KeptPage]


def _placed(old: OldSheets, form: KeptForm, make: _Make, draw: _Draw) -> Placed:
    grid = old.grid(form.name)
    if grid is not None and old.generated is not None and form.name not in old.generated:
        told = _("the book has a sheet “{sheet}” of its own: crmbook's was left out")
        return Placed((), (told.format(sheet=form.name),), ())
    stands = KeptSheet() if grid is None else kept_sheet_in(grid, form)
    if not stands.known:
        told = _("{sheet} has lost its header row and was left alone")
        return Placed((), (told.format(sheet=form.name),), ())
    rows = make(stands.rows)
    if rows is None:
        told = _("{sheet} stands at a later month and was left as it is")
        return Placed((), (told.format(sheet=form.name),), ())
    if not rows and grid is None:
        return Placed((), (), ())
    path = old.book.path
    page = replace(
        draw(rows, stands.extra), plain=not holds_tables(path), texts=counts_from_1904(path)
    )
    sheet = GeneratedSheet(form.name, kept_sheet(page), DIAGNOSIS)
    return Placed((sheet,), (), _lost(form, stands.strays))


def _lost(form: KeptForm, strays: Sequence[str]) -> tuple[str, ...]:
    if not strays:
        return ()
    told = _("{sheet}: {cells} could not be carried over; the backup has them")
    cells = "、".join(strays[:_SHOWN]) + ("…" if len(strays) > _SHOWN else "")
    return (told.format(sheet=form.name, cells=cells),)
