"""Write 台账.xlsx, the sample workbook: ``python -m sample_data.make_sample_files``.

What ``crmbook new 台账.xlsx --sample --full`` writes, but for the number of the book in 规则.
"""

from __future__ import annotations

from pathlib import Path

from crmbook.i18n import activate
from crmbook.report.new_workbook import NewOptions, build_workbook
from crmbook.sample import load

BOOK = Path(__file__).with_name("台账.xlsx")


def build() -> bytes:
    """Return the workbook's bytes."""
    return build_workbook(NewOptions(sample=load(full=True), full=True, plain=False))


def main() -> None:
    """Write the workbook, in Chinese whatever the desk speaks."""
    activate("zh")
    BOOK.write_bytes(build())
    print(f"{BOOK.name}: {BOOK.stat().st_size} bytes")


if __name__ == "__main__":
    main()
