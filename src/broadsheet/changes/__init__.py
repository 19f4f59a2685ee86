"""Changes: what a page read, and what an act changed.

Both sides speak of *tags*. A rendering notes the tags of everything it read; a
public act places an order that names the tags it changed. Whoever follows the
orders (the press, later search and purges) knows from that what is stale.
Promises that an order is committed with its act or not at all, and that orders
appear in the order of their numbers. Knows no other part of the paper.
"""
