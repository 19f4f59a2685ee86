from tests.pages.readers import as_readers

__all__ = ["as_readers"]
