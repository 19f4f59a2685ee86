"""Broadsheet: a publishing system for newspapers."""

__version__ = "0.1.0.dev0"
