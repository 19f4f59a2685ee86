"""The press: renders reader pages once and serves their bytes.

Promises that a pressed page is always what a fresh render would give, and that
one public act appears everywhere in one store transaction. Never decides what
is public (that is ``versions``) and never reads a draft.
"""
