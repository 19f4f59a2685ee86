"""The site: the pages that readers see.

Each page is a function of its path and of what is public, and of nothing else:
no cookie, no query, no clock but the recorder's. No page needs JavaScript.
"""
