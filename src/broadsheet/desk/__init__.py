"""The desk as a whole: where the paper's staff work. It is Wagtail's admin, under /desk/."""
