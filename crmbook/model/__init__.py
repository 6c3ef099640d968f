"""The things crmbook speaks of: cells, problems, checks, edits, outcomes, receipts, errors."""
