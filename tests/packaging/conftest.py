"""What is built once for all tests of the packaging."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.packaging.building import ROOT, run


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the sdist, as an installer would make it."""
    out = tmp_path_factory.mktemp("dist")
    build = run(sys.executable, "-m", "build", "--outdir", out, ROOT, cwd=out)
    assert build.returncode == 0, build.stdout + build.stderr
    (found,) = out.glob("*.whl")
    return found
