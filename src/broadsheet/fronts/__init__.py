"""Fronts: the home page and the sections' fronts, as containers of cards.

Promises that no story stands on a front twice. For now each front fills itself
by rule: newest first, with a lead.
"""
