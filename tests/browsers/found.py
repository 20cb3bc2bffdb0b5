"""Which browsers there are on this machine, and how each is started."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserType, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browsers.driver import Driver, DriverError
from tests.browsers.drivers.bidi import BidiDriver
from tests.browsers.drivers.through_playwright import PlaywrightDriver
from tests.browsers.drivers.webdriver import WebDriver
from tests.chromium import launch_options

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
UNPACKED = HERE.parents[1] / ".browsers"
MINIBROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
Start = Callable[[Playwright], tuple[Driver, Callable[[], None]]]


class MissingError(Exception):
    """This machine has no such browser; the message says what would give it one."""


@dataclass(frozen=True)
class Browser:
    """A browser that the behaviours are run in."""

    name: str
    label: str
    start: Start

    @contextmanager
    def driven(self) -> Iterator[Driver]:
        """Start it and end it. Raises `MissingError`."""
        with sync_playwright() as playwright:
            driver, end = self.start(playwright)
            try:
                yield driver
            finally:
                driver.close()
                end()


def _nothing() -> None:
    pass


def _launched(
    kind: BrowserType, *, executable: str | None = None, arguments: list[str] | None = None
) -> tuple[Driver, Callable[[], None]]:
    browser = kind.launch(executable_path=executable, args=arguments)
    return PlaywrightDriver(browser), browser.close


def _current(playwright: Playwright) -> tuple[Driver, Callable[[], None]]:
    options = launch_options(playwright.chromium.executable_path)
    own = Path(playwright.chromium.executable_path)
    if "executable_path" not in options and not own.exists():
        raise MissingError("apt-get install chromium, or: playwright install chromium")
    browser = playwright.chromium.launch(**options)
    return PlaywrightDriver(browser), browser.close


def _packaged(version: str) -> Start:
    """A Chromium that comes in an npm package, compressed with brotli."""

    def start(playwright: Playwright) -> tuple[Driver, Callable[[], None]]:
        executable = unpacked(PACKAGES / f"chromium-{version}", UNPACKED / f"chromium-{version}")
        # Made for a place with one process and no display; two contexts need more than one.
        arguments = ["--no-sandbox", "--no-zygote", "--disable-gpu"]
        return _launched(playwright.chromium, executable=str(executable), arguments=arguments)

    return start


def unpacked(package: Path, into: Path) -> Path:
    """The executable of a package, unpacked once. Raises `MissingError`."""
    executable = into / "chromium"
    if executable.exists():
        return executable
    if not package.is_dir():
        raise MissingError("npm ci --prefix tests/browsers")
    import brotli  # in the extra [codings]

    draft = into.with_name(f"{into.name}.{os.getpid()}")
    draft.mkdir(parents=True)
    libraries = brotli.decompress((package / "bin" / "swiftshader.tar.br").read_bytes())
    with tarfile.open(fileobj=io.BytesIO(libraries)) as archive:
        archive.extractall(draft, filter="data")
    program = draft / "chromium"
    program.write_bytes(brotli.decompress((package / "bin" / "chromium.br").read_bytes()))
    program.chmod(0o755)
    draft.rename(into)
    return executable


def _firefox(_: Playwright) -> tuple[Driver, Callable[[], None]]:
    executable = shutil.which("firefox-esr") or shutil.which("firefox")
    if not executable:
        raise MissingError("apt-get install firefox-esr")
    return BidiDriver(executable), _nothing


def _webkitgtk(_: Playwright) -> tuple[Driver, Callable[[], None]]:
    driver = shutil.which("WebKitWebDriver")
    browsers = sorted(Path("/").glob(MINIBROWSERS.lstrip("/")))
    if not driver or not browsers:
        raise MissingError("apt-get install webkit2gtk-driver")
    if not os.environ.get("DISPLAY"):
        raise MissingError("a display is needed: apt-get install xvfb xauth, run under xvfb-run")
    return WebDriver(driver, str(browsers[-1])), _nothing


def _own(name: str) -> Start:
    """What ``playwright install`` has fetched."""

    def start(playwright: Playwright) -> tuple[Driver, Callable[[], None]]:
        kind: BrowserType = getattr(playwright, name)
        if not Path(kind.executable_path).exists():
            raise MissingError(f"playwright install {name}")
        try:
            return _launched(kind)
        except PlaywrightError as error:
            raise DriverError(error.message) from error

    return start


BROWSERS = [
    Browser("chromium", "Chromium", _current),
    Browser("chromium-109", "Chromium 109", _packaged("109")),
    Browser("chromium-90", "Chromium 90", _packaged("90")),
    Browser("chromium-86", "Chromium 86", _packaged("86")),
    Browser("firefox-esr", "Firefox ESR", _firefox),
    Browser("webkitgtk", "WebKitGTK", _webkitgtk),
    Browser("playwright-firefox", "Firefox (Playwright)", _own("firefox")),
    Browser("playwright-webkit", "WebKit (Playwright)", _own("webkit")),
]
