"""What a person would read of a page, as blocks of text: its main content, in its order.

For the command line. The toolbar does the same in the browser (widget/src/reading), where it also
knows what is shown.
"""

from __future__ import annotations

from a11y.errors import SpeechUnavailableError


def blocks_of(markup: str) -> list[str]:
    """The text of a page's main content, its title first, a paragraph or table row each.

    Raises SpeechUnavailableError without lxml.
    """
    from a11y.simple import article_of

    try:
        article = article_of(markup)
    except ImportError as error:
        raise SpeechUnavailableError("pages need: pip install 'a11y-care[page]'") from error
    return [] if article is None else article.blocks
