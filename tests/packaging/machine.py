"""A machine with systemd as its first process, in namespaces of this one.

Its files are a Debian system below an overlay that is thrown away; network and clock are this
machine's, so a test can ask it and answer it. /proc/sys and /sys cannot be written.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Nothing here should ever take this long; it turns a hang into a failure.
PATIENCE = 300
_PACKAGES = "systemd,systemd-sysv,dbus,python3,python3-venv,ca-certificates"
_SUITE, _MIRROR = "bookworm", "http://deb.debian.org/debian"

# What a container manager does before it starts a system: https://systemd.io/CONTAINER_INTERFACE/
_BOOT = """
set -e
root=$1 base=$2 scratch=$3
mount --make-rprivate /
mkdir -p "$scratch/upper" "$scratch/work" "$root"
mount -t overlay -o "lowerdir=$base,upperdir=$scratch/upper,workdir=$scratch/work" overlay "$root"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/sys"
mkdir -p "$root/sys/fs/cgroup"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mkdir "$root/run/host"
mount --bind "$scratch/shared" "$root/run/host"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm"
for name in null zero full random urandom tty; do
    touch "$root/dev/$name"
    mount --bind "/dev/$name" "$root/dev/$name"
done
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
hostname a11y-test
exec env -i container=a11y-test NOTIFY_SOCKET=/run/host/notify PATH=/usr/sbin:/usr/bin \\
    chroot "$root" /lib/systemd/systemd --unit=multi-user.target
"""


class CannotBootError(Exception):
    """No machine can be started here; says why."""


class Machine:
    """A running machine. ``shared`` is its /run/host."""

    def __init__(self, first: int, shared: Path) -> None:
        self._first = first
        self.shared = shared

    def command(self, *command: str) -> list[str]:
        """The command that runs this one in the machine."""
        return [
            *("nsenter", f"--target={self._first}", "--mount", "--pid", "--uts", "--ipc"),
            # Its folder too: else it would be where we are, outside of the machine's files.
            *("--cgroup", "--root", "--wd"),
            *("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", *command),
        ]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the machine to its end, whatever that is."""
        return subprocess.run(
            self.command(*command),
            cwd="/",
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def output(self, *command: str) -> str:
        """What a command that must not fail writes."""
        done = self.run(*command)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout.strip()


def system(scratch: Path) -> Path:
    """A Debian system: A11Y_SYSTEMD_ROOT, or one that debootstrap makes. Raises CannotBootError."""
    if os.geteuid() != 0:
        raise CannotBootError("only root may make namespaces and mounts")
    for name in ("unshare", "nsenter"):
        if shutil.which(name) is None:
            raise CannotBootError(f"{name} is not installed")
    if given := os.environ.get("A11Y_SYSTEMD_ROOT"):
        if not (Path(given) / "lib/systemd/systemd").exists():
            raise CannotBootError(f"A11Y_SYSTEMD_ROOT: no systemd in {given}")
        return Path(given)
    debootstrap = shutil.which("debootstrap")
    if debootstrap is None:
        raise CannotBootError("neither A11Y_SYSTEMD_ROOT nor debootstrap is there")
    made = scratch / "system"
    options = ("--variant=minbase", f"--include={_PACKAGES}", _SUITE, str(made), _MIRROR)
    done = subprocess.run([debootstrap, *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotBootError(f"debootstrap: {(done.stdout + done.stderr)[-300:]}")
    return made


@contextlib.contextmanager
def booted(base: Path, scratch: Path) -> Iterator[Machine]:
    """Start it; systemd itself says when it is up. Raises CannotBootError."""
    shared = scratch / "shared"
    shared.mkdir(parents=True)
    with _cgroup() as cgroup, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(shared / "notify"))
        told.settimeout(PATIENCE)
        arguments = (str(scratch / "root"), str(base), str(scratch))
        with subprocess.Popen(
            [
                *("sh", "-c", f'echo 0 > "{cgroup}/cgroup.procs" && exec "$@"', "sh", "unshare"),
                *("--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--cgroup"),
                *("sh", "-c", _BOOT, "sh", *arguments),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as outer:
            try:
                _wait(outer, told)
                # It goes on telling, and would stand still where nobody reads.
                told.close()
                children = Path(f"/proc/{outer.pid}/task/{outer.pid}/children").read_text("ascii")
                yield Machine(int(children.split()[0]), shared)
            finally:
                outer.kill()


def _wait(outer: subprocess.Popen[bytes], told: socket.socket) -> None:
    told.settimeout(1)
    for _ in range(PATIENCE):
        if outer.poll() is not None:
            assert outer.stderr is not None
            raise CannotBootError(outer.stderr.read().decode(errors="replace").strip())
        with contextlib.suppress(TimeoutError):
            if b"READY=1" in told.recv(4096).split(b"\n"):
                return
    raise CannotBootError(f"systemd was not up after {PATIENCE} s")


@contextlib.contextmanager
def _cgroup() -> Iterator[Path]:
    """A control group of its own, so that the machine cannot touch those of this one."""
    lines = Path("/proc/mounts").read_text("utf-8").splitlines()
    mounts = [line.split()[1] for line in lines if line.split()[2] == "cgroup2"]
    if not mounts:
        raise CannotBootError("no cgroup2 is mounted")
    made = Path(mounts[0]) / f"a11y-test-{os.getpid()}"
    try:
        made.mkdir()
    except OSError as error:
        raise CannotBootError(f"no control group can be made: {error}") from error
    try:
        yield made
    finally:
        _empty(made)


def _empty(group: Path) -> None:
    """Remove a control group with all below it, as soon as the last process has gone."""
    for below in sorted((path for path in group.rglob("*") if path.is_dir()), reverse=True):
        with contextlib.suppress(OSError):
            below.rmdir()
    with contextlib.suppress(OSError):
        group.rmdir()
