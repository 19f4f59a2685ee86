"""The newspaper itself: name, language, time zone, imprint, sections, staff.

Promises that what readers see of the paper and its sections is what was last
published of them, recorded version by version. Knows nothing of articles.
"""
