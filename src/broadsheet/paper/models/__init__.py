from .paper import Paper, PaperVersion
from .public_page import PublicPage
from .section import Section, SectionVersion
from .user import User

__all__ = ["Paper", "PaperVersion", "PublicPage", "Section", "SectionVersion", "User"]
