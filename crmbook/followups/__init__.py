"""Whom to contact today and whom not: cadence, promises, caps, and what nobody has looked after."""
