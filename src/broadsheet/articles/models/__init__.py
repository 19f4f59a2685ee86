from .agency import Agency
from .article import Article
from .news_id import GivenNewsId, NewsIdCounter
from .picture import Attachment, Picture, Rendition

__all__ = [
    "Agency",
    "Article",
    "Attachment",
    "GivenNewsId",
    "NewsIdCounter",
    "Picture",
    "Rendition",
]
