"""Articles: the drafts that the desk writes, with their pictures and credits.

Promises that each article has its News ID from its first save on, and that no
number is ever given twice. Nothing here is public: ``versions`` makes it so.
"""
