"""Validation: one file a check; what is wrong comes back as problems, never as an exception."""
