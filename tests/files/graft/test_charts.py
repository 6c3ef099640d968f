"""A chart looks the same in whatever book it comes into."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from tests.files.graft.made import graft, xlsxwriter_host
from tests.files.graft.reading import findings, part


def _grafted(labels: dict[str, Any] | None, kind: str = "line") -> str:
    out = io.BytesIO()
    made: Any
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("看板")
        sheet.write_column("A1", [3, 1, 2])
        chart = made.add_chart({"type": kind})
        chart.add_series(
            {"values": "=看板!$A$1:$A$3", **({"data_labels": labels} if labels else {})}
        )
        sheet.insert_chart("C3", chart)
    return part(graft(xlsxwriter_host(), "看板", out.getvalue()), "xl/charts/chart2.xml")


def test_corners_and_lines_are_as_drawn() -> None:
    chart = _grafted(None)
    assert '<c:roundedCorners val="0"/>' in chart
    assert chart.index("<c:roundedCorners") < chart.index("<c:chart>")
    assert '<c:smooth val="0"/></c:ser>' in chart
    assert "smooth" not in _grafted(None, "column")


@pytest.mark.parametrize("asked", ["value", "category", "series_name"])
def test_labels_show_what_was_asked_for_and_no_more(asked: str) -> None:
    chart = _grafted({asked: True, "position": "above"})
    shown = {"value": "Val", "category": "CatName", "series_name": "SerName"}
    flags = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    told = "".join(f'<c:show{flag} val="{int(flag == shown[asked])}"/>' for flag in flags)
    assert f"{told}</c:dLbls>" in chart


def test_openxml_audit_finds_nothing_in_such_a_chart(tmp_path: Any) -> None:
    out = io.BytesIO()
    made: Any
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("看板")
        for kind, place in (("line", "C3"), ("bar", "C20"), ("pie", "C40")):
            chart = made.add_chart({"type": kind})
            labels = {"value": True, "leader_lines": True, "separator": ";"}
            chart.add_series({"values": "=看板!$A$1:$A$3", "data_labels": labels})
            sheet.insert_chart(place, chart)
    path = tmp_path / "a.xlsx"
    path.write_bytes(graft(xlsxwriter_host(), "看板", out.getvalue()))
    assert findings(path) == {}
