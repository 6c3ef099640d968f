"""Matching: which records are the same company or person, and what becomes of them."""
