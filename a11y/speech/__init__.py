"""Reading aloud, the server's half: a plan of clips for a page's text, and the clips themselves.

Importing this package imports no engine: ``SpeechService.available`` says whether one is installed.
"""

from a11y.speech.routes import routes
from a11y.speech.service import SpeechService

__all__ = ["SpeechService", "routes"]
