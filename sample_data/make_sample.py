"""Write the csv seeds of the sample workbook: ``python -m sample_data.make_sample``.

A team of ten from October 2023 to March 2024. The story is built backwards from the figures that
must come out (``story/months.py``): January to March 2024 are the rows of the printed 转化分析表, and
the documents' two leads with their log rows stand in it as printed. One seed, the standard
library's random only: the same bytes on every machine and every Python.

What ``crmbook check`` must find in it, and nothing else, is ``expected_sample.csv``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from crmbook.schema.sheets import CUSTOMERS, FOLLOWUPS, LEADS, ORDERS, PEOPLE, SERVICES, TARGETS
from crmbook.schema.sheets.conversion import ADVICE, CONVERSION, PERIOD
from sample_data.story import acquire, customers, dress, grades, log, orders, printed, tables
from sample_data.story.lead import Fate, Lead
from sample_data.story.months import PLANS
from sample_data.story.names import Registry

SEED = "crmbook 2024-03"
REPOSITORY = Path(__file__).parent.parent
SEEDS = REPOSITORY / "crmbook" / "sample"
EXPECTED = Path(__file__).with_name("expected_sample.csv")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """All leads, and the rows of each sheet by its name."""

    leads: tuple[Lead, ...]
    sheets: Mapping[str, Sequence[Row]]


def tell() -> Story:
    """Return the whole story; every call gives the same."""
    rng = Random(SEED)
    registry = Registry(rng)
    for company in (printed.HUADING, printed.QIHANG, printed.HENGDA):
        registry.take(company)
    found = acquire.leads(rng)
    _grade(found, rng)
    dress.dress(found, registry, rng)
    dress.number(found)
    printed.cast(found, registry)
    dress.repeat(found, rng)
    for lead in found:
        log.write(lead, rng)
    won = [lead for lead in found if lead.fate is Fate.WON]
    known = customers.customers(won, registry, rng)
    sold = orders.orders(won, known, rng)
    everyone = (*printed.documents(), *found)
    sheets = {
        LEADS.name: tables.register(everyone),
        FOLLOWUPS.name: tables.followups(everyone),
        PEOPLE.name: tables.people(),
        CUSTOMERS.name: known,
        ORDERS.name: sold,
        SERVICES.name: orders.services(sold, rng),
        TARGETS.name: tables.targets(),
        CONVERSION.name: tables.conversion(),
    }
    return Story(everyone, sheets)


def _grade(found: Sequence[Lead], rng: Random) -> None:
    for plan in PLANS:
        own = [lead for lead in found if lead.counted and plan.holds(lead.acquired.date())]
        taken = (1, 1, 0) if plan is PLANS[-1] else (0, 0, 0)  # the documents' two
        grades.grade(plan, own, taken, rng)


def files(story: Story) -> dict[str, bytes]:
    """Return the csv of each sheet by file name: UTF-8, declared headers, ISO dates."""
    headers = {
        sheet.name: [column.header for column in sheet.columns if not column.only_import]
        for sheet in (LEADS, FOLLOWUPS, PEOPLE, CUSTOMERS, ORDERS, SERVICES, TARGETS)
    }
    headers[CONVERSION.name] = [PERIOD.header, ADVICE.header]
    return {f"{name}.csv": _csv(headers[name], rows) for name, rows in story.sheets.items()}


def _csv(headers: Sequence[str], rows: Sequence[Row]) -> bytes:
    filled = [header for header in headers if any(row.get(header) for row in rows)]
    out = io.StringIO()
    writer = csv.DictWriter(out, filled, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


#: 编号 → (列名, code, severity): every problem that the sample is meant to have (FORMS.md, §5, §2.12).
INTENDED: tuple[tuple[str, str, str, str], ...] = (
    ("XS2024001", "公司名称", "V133", "warning"),
    ("XS2024001", "联系电话", "V111", "error"),
    ("XS2024001", "邮箱", "V121", "error"),
    ("XS2024002", "联系电话", "V111", "error"),
    ("XS2024002", "邮箱", "V121", "error"),
)


def expected(story: Story) -> bytes:
    """Return sheet, 线索编号, 列名, code, severity of what ``check`` must find."""
    rows = list(INTENDED)
    for lead in story.leads:
        if lead.fate is Fate.UNDATED:
            rows.append((lead.number, "签约日期", "R301", "error"))
            rows.append((lead.number, "签约金额(万元)", "R302", "warning"))
        elif lead.counted and not lead.month_grade:
            rows.append((lead.number, "意向等级", "V104", "error"))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("sheet", "id", "column", "code", "severity"))
    writer.writerows((LEADS.name, *row) for row in sorted(rows))
    return out.getvalue().encode()


def main() -> None:
    """Write the seeds and the list of intended problems."""
    story = tell()
    for name, data in files(story).items():
        (SEEDS / name).write_bytes(data)
    EXPECTED.write_bytes(expected(story))
    print(f"{len(story.leads)} leads, {sum(len(lead.log) for lead in story.leads)} log rows")


if __name__ == "__main__":
    main()
