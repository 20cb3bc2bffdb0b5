"""The exceptions that this package raises, one small tree."""

from __future__ import annotations


class A11yError(Exception):
    """The root: whoever catches this has caught everything that is ours."""


class SettingsError(A11yError, ValueError):
    """A setting is unknown or has a value that is not legal. The message names the legal ones."""


class SpeechError(A11yError):
    """Speech could not be made. ``retryable`` says whether the same request may succeed later."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class SpeechUnavailableError(SpeechError):
    """No speech engine is installed or switched on here."""


class WordsError(A11yError):
    """A page's words could not be made into others."""


class WordsUnavailableError(WordsError):
    """The package for it is not installed, does not load, or is switched off."""
