"""Write everything made that is committed: the samples, then the templates (``make sample``)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sample_data import make_exhibition, make_messy, make_sample, make_sample_files

TEMPLATES = Path(__file__).parent.parent / "templates"


def main() -> None:
    """Write the seeds first: the workbooks are made of them."""
    for script in (make_sample, make_exhibition, make_messy, make_sample_files):
        script.main()
    command = [sys.executable, "-m", "crmbook.report.templates", str(TEMPLATES)]
    subprocess.run(command, check=True)  # noqa: S603 - our own interpreter and module


if __name__ == "__main__":
    main()
