"""The main content of a page, found by what Chinese content management systems write, else by text.

``article_of`` reads a page; its text is what the command line reads aloud, and its markup is what
the simple view shows. Needs lxml (``pip install 'a11y-care[simple]'``), which is loaded when used.
"""

from a11y.simple.article import Article, Attachment, Link, article_of

__all__ = ["Article", "Attachment", "Link", "article_of"]
