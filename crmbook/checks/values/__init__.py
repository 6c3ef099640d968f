"""Checks of one value: declared here, found by the kinds of crmbook.schema."""
