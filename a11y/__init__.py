"""Care mode (关爱模式) for existing portals.

The names that a portal imports. Each loads its module on first use, so that ``import a11y`` costs
nothing where only the version is wanted.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from a11y.asgi import A11yMiddleware
    from a11y.errors import A11yError, SettingsError
    from a11y.settings import Settings
    from a11y.wsgi import A11yWSGIMiddleware

__version__ = "0.1.0.dev0"

__all__ = [
    "A11yError",
    "A11yMiddleware",
    "A11yWSGIMiddleware",
    "Settings",
    "SettingsError",
    "__version__",
]

_HOMES = {
    "A11yError": "a11y.errors",
    "A11yMiddleware": "a11y.asgi",
    "A11yWSGIMiddleware": "a11y.wsgi",
    "Settings": "a11y.settings",
    "SettingsError": "a11y.errors",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
