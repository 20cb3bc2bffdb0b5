"""DokuWiki as Debian packages it, on PHP's own server, with a wiki that exists for one test run."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

HOME = Path("/usr/share/dokuwiki")
USER, PASSWORD = "admin", "guanai2025"
FOLDERS = ("pages", "attic", "media", "media_attic", "meta", "media_meta")
WORKING_FOLDERS = ("cache", "index", "locks", "tmp", "log")

# The package reads a wiki's own settings from where DOKU_CONF says.
_PREPEND = "<?php define('DOKU_CONF', '{conf}/'); define('DOKU_FARM', 'test');"
_LOCAL = """<?php
$conf['title'] = '云桥市知识库';
$conf['lang'] = 'zh';
$conf['license'] = '';
$conf['useacl'] = 1;
$conf['superuser'] = '@admin';
$conf['gzip_output'] = 1;
$conf['savedir'] = '{data}';
"""


def missing() -> str | None:
    """What this machine lacks for it, or None."""
    if shutil.which("php") is None:
        return "php is not installed (apt-get install php-cli php-xml)"
    if not (HOME / "doku.php").is_file():
        return "DokuWiki is not installed (apt-get install dokuwiki)"
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    return None if "\nxml\n" in modules else "php has no xml (apt-get install php-xml)"


@contextlib.contextmanager
def serve_wiki(folder: Path) -> Iterator[str]:
    """A new wiki in this folder; yields its address."""
    prepend = _make(folder)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with subprocess.Popen(
        ["php", "-d", f"auto_prepend_file={prepend}", "-S", address, "-t", str(HOME)],
        env={**os.environ, "PHP_CLI_SERVER_WORKERS": "3"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as php:
        assert php.stderr is not None
        try:
            said = php.stderr.readline()
            assert "started" in said, said
            # Its pipe must not fill up; nobody reads what it says of every request.
            drain = subprocess.Popen(["cat"], stdin=php.stderr, stdout=subprocess.DEVNULL)
            yield f"http://{address}"
        finally:
            os.killpg(php.pid, signal.SIGTERM)
            php.wait(timeout=15)
    drain.wait(timeout=15)


def _make(folder: Path) -> Path:
    """The files of an empty wiki with one user and one page."""
    conf, data = folder / "conf", folder / "data"
    for name in (*FOLDERS, *WORKING_FOLDERS):
        (data / name).mkdir(parents=True)
    conf.mkdir()
    (conf / "local.php").write_text(_LOCAL.replace("{data}", str(data)), encoding="utf-8")
    (conf / "acl.auth.php").write_text("* @ALL 1\n* @user 16\n")
    digest = hashlib.md5(PASSWORD.encode()).hexdigest()  # noqa: S324  # the plainest that it reads
    (conf / "users.auth.php").write_text(f"{USER}:{digest}:Admin:a@b.example:admin,user\n")
    page = "====== 高龄津贴 ======\n\n" + "请携带身份证到社区服务中心办理。\n\n" * 50
    (data / "pages" / "start.txt").write_text(page, encoding="utf-8")
    prepend = folder / "prepend.php"
    prepend.write_text(_PREPEND.replace("{conf}", str(conf)))
    return prepend
