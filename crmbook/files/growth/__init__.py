"""Sheets that grow: rows below the last one, columns behind the last one. Nothing ever moves.

New rows look like the last record, columns that compute are filled down, and what reached to the
end of the data goes on doing so: table, filter, rules, print area, names, pivot sources.
"""

from crmbook.files.growth.growing import GrowingSheet

__all__ = ["GrowingSheet"]
