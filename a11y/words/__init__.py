"""Pinyin and traditional characters for a page's text, made by pypinyin and OpenCC.

Importing this package imports neither: ``WordsService.offers`` says what is installed.
"""

from a11y.words.routes import routes
from a11y.words.service import WordsService

__all__ = ["WordsService", "routes"]
