"""The desk's views of pages that readers see: each act whole, each refusal in words.

Wagtail's views with two things added: what they do happens in one transaction,
and a ``Refused`` becomes a message beside the form.
"""
