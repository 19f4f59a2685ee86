"""Syndication: the paper for machines: feeds, sitemaps, structured data.

Promises that every date a machine reads is the one that readers see.
"""
