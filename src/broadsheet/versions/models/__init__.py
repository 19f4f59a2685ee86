from .address import Address
from .public_article import PublicArticle
from .version import Correction, PictureUse, Version

__all__ = ["Address", "Correction", "PictureUse", "PublicArticle", "Version"]
