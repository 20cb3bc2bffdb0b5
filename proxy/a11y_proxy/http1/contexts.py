"""Contexts for TLS to portals. Each takes 1 MB and 25 ms: sites that need the same share one."""

from __future__ import annotations

import ssl
from pathlib import Path
from weakref import WeakValueDictionary

from a11y_proxy.http1.dial import tls_context
from a11y_proxy.settings import ProxySettings

# A file and when it was last changed; None where it can't be seen.
_File = tuple[Path | None, int | None]

_contexts: WeakValueDictionary[tuple[_File, ...], ssl.SSLContext] = WeakValueDictionary()


def shared_context(settings: ProxySettings) -> ssl.SSLContext:
    """The context for these settings, as long as anybody has it. Raises SettingsError."""
    key = certificate_files(settings)
    context = _contexts.get(key)
    if context is None:
        context = _contexts[key] = tls_context(settings)
    return context


def certificate_files(settings: ProxySettings) -> tuple[_File, ...]:
    """The files that a site's TLS depends on, as they are now: a renewed one is another one."""
    return tuple(
        (file, _changed(file)) for file in (settings.ca_file, settings.cert_file, settings.key_file)
    )


def _changed(file: Path | None) -> int | None:
    try:
        return None if file is None else file.stat().st_mtime_ns
    except OSError:
        return None
