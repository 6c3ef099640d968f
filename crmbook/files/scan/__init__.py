"""The scanner: xlsx and xlsm sheets into grids, streamed. :mod:`~crmbook.files.scan.book` is its door."""
