"""Care mode on plain files, put in by nginx itself: nothing of ours runs.

Run it with ``python examples/static/serve.py`` (needs nginx), open http://127.0.0.1:8000, end it
with Ctrl-C or SIGTERM.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from string import Template

from a11y import Settings
from a11y.export import export

HERE = Path(__file__).parent


def prepare(folder: Path, port: int) -> Path:
    """Put pages, toolbar and configuration into the folder; the configuration's path."""
    root = folder / "root"
    shutil.copytree(HERE / "pages", root)
    # The same as: a11y export <root>
    tag = export(root, Settings())
    template = Template((HERE / "nginx.conf").read_text(encoding="utf-8"))
    config = folder / "nginx.conf"
    config.write_text(template.substitute(folder=folder, port=port, tag=tag), encoding="utf-8")
    return config


def main() -> int:
    """Serve the pages until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        print("请先安装 nginx。Install nginx first: sudo apt-get install nginx", file=sys.stderr)
        return 1
    # A shell that starts it in the background has SIGINT ignored; a service manager sends SIGTERM.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="a11y-static-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's worker may be another user
        command = [nginx, "-e", "stderr", "-p", name, "-c", str(prepare(folder, port))]
        print(f"http://127.0.0.1:{port}", flush=True)
        with subprocess.Popen(command) as server:  # noqa: S603
            try:
                return server.wait()
            except KeyboardInterrupt:
                server.terminate()
                return server.wait()


if __name__ == "__main__":
    sys.exit(main())
