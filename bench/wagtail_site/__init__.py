"""The paper as a plain Wagtail site: pages served by Wagtail's own view, nothing pressed."""
