"""Grafting a sheet made by XlsxWriter into a workbook that somebody else made."""

from crmbook.files.graft.grafting import graft_sheet

__all__ = ["graft_sheet"]
