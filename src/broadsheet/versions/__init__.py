"""Versions: all that is public about an article, and the only way it gets there.

Four acts (publish, update, correct, withdraw) each write an immutable Version,
move the public pointer, record the address and place an order, in one
transaction. Readers' pages read only what these acts wrote.
"""
