"""Finding out whether a configuration can be used, beyond what can be read from it."""

from __future__ import annotations

from a11y.errors import A11yError
from a11y_proxy.app import ProxyApp
from a11y_proxy.configuration import Configuration
from a11y_proxy.log_file import LogFile
from a11y_proxy.problems import ConfigurationError
from a11y_proxy.server_settings import OFF
from a11y_proxy.service import tls_options


def verify(configuration: Configuration) -> None:
    """Open the files that the settings name. Raises ConfigurationError with all that is wrong."""
    problems = []
    apps = []  # kept to the end: they share what is costly to make
    try:
        tls_options(configuration)
    except A11yError as error:
        problems.append(str(error))
    for name in ("access_log", "error_log"):
        target = getattr(configuration.server, name)
        try:
            if target != OFF:
                LogFile(target).close()
        except OSError as error:
            problems.append(f"{name} {target} can't be written: {error.strerror}")
    for site in configuration.sites:
        try:
            apps.append(ProxyApp(site.upstream, site.proxy))
        except A11yError as error:
            place = f"{site.name}: " if len(configuration.sites) > 1 else ""
            problems.append(f"{place}{error}")
    if problems:
        raise ConfigurationError(problems)
