"""Customers: leads that were won, and what is owed to them."""
