"""What a visitor chose, on the server: the list, the cookie, a form, our own pages' look."""

from __future__ import annotations

from a11y.preferences.catalogue import catalogue
from a11y.preferences.chosen import Chosen
from a11y.preferences.sheet import sheet_for

__all__ = ["Chosen", "catalogue", "sheet_for"]
