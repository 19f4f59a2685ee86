"""Imports: articles that were public elsewhere before, brought into the paper.

Promises that what an import brings keeps its News ID and its publication
instant, and that a file that cannot be read is refused whole, in words.
"""
