"""Everything made with XlsxWriter: new workbooks, templates, the sheets of ``monthly``."""
