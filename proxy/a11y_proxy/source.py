"""Where the configuration comes from: a file that may change, or the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from a11y_proxy.configuration import Configuration, read_document

# Documents also go to workers, as JSON: [document, where, base].
Parts = tuple[Mapping[str, Any], str, str]


@dataclass(frozen=True)
class Source:
    """A TOML ``file``, or the ``document`` that a command line stands for."""

    file: Path | None = None
    document: Mapping[str, Any] = field(default_factory=dict)

    def read(self) -> Configuration:
        """The configuration as it is now. Raises ConfigurationError with all that is wrong."""
        return configured(self.parts())

    def parts(self) -> Parts:
        """What ``configured`` makes the configuration of. Raises ConfigurationError."""
        if self.file is None:
            return self.document, "", str(Path.cwd())
        return read_document(self.file), str(self.file), str(self.file.absolute().parent)


def configured(parts: Parts) -> Configuration:
    """The configuration that these parts are. Raises ConfigurationError."""
    document, where, base = parts
    return Configuration.of(document, where, Path(base))
