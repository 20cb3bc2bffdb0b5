"""Run the toolbar's core behaviours in every browser of this machine.

    python -m tests.browsers [NAME ...] [--keep]

Names those browsers alone; ``--keep`` writes docs/browsers.json, docs/browsers.md and the pictures.
Exits with 1 where anything failed. A browser that is missing is skipped, and said to be.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.browsers import results
from tests.browsers.behaviours import TABLE, SkippedError
from tests.browsers.driver import Driver, DriverError
from tests.browsers.found import BROWSERS, Browser, MissingError
from tests.browsers.preferences import switch_all
from tests.browsers.visitor import FOCUS, NotSoError, Visitor
from tests.e2e.site import Portal
from tests.servers import serve_asgi

PICTURES = results.ROOT / "docs" / "images" / "browsers"


def run(browser: Browser, site: str, *, pictures: bool) -> results.Result:
    """Everything in one browser. Raises `MissingError`."""
    with browser.driven() as driver:
        result = results.Result(browser.name, browser.label, driver.version)
        print(f"\n{browser.label} {driver.version}", flush=True)
        visitor = Visitor(driver, site)
        visitor.visit("plain.html?bare")
        for name, function in results.FEATURES.items():
            result.features[name] = visitor.ask(function)
        for row in TABLE:
            begun = time.monotonic()
            result.behaviours[row.name] = what = _outcome(lambda row=row: row.run(visitor))
            print(f"  {row.name}: {what} ({time.monotonic() - begun:.1f} s)", flush=True)
        result.preferences = _preferences(visitor)
        good = sum(what == results.OK for what in result.preferences.values())
        print(f"  preferences: {good} of {len(result.preferences)} ok", flush=True)
        if pictures:
            _photograph(driver, visitor, browser.name)
    return result


def _outcome(work: object) -> str:
    assert callable(work)
    try:
        work()
    except SkippedError as reason:
        return f"skipped: {reason}"
    except (NotSoError, DriverError, OSError, TimeoutError) as error:
        return f"failed: {error}"
    return results.OK


def _preferences(visitor: Visitor) -> dict[str, str]:
    found: dict[str, str] = {}
    whole = _outcome(lambda: found.update(switch_all(visitor)))
    if whole != results.OK:
        return {"all": whole}
    return {name: f"failed: {what}" if what else results.OK for name, what in found.items()}


def _photograph(driver: Driver, visitor: Visitor, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    visitor.open("portal.html")
    visitor.click("放大", "黑底黄字", "更多")
    visitor.until(FOCUS, "更多功能")
    visitor.frame()
    (PICTURES / f"{name}.png").write_bytes(driver.screenshot())


def main() -> int:
    """Run, tell, keep."""
    names = [browser.name for browser in BROWSERS]
    parser = argparse.ArgumentParser(prog="python -m tests.browsers", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--keep", action="store_true", help="write the tables and the pictures")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(names):
        parser.error(f"no browser {', '.join(unknown)}; there are: {', '.join(names)}")
    found: list[results.Result] = []
    skipped: dict[str, str] = {}
    broken: dict[str, str] = {}
    with serve_asgi(Portal("auto", watched=True)) as site:
        for browser in BROWSERS:
            if chosen.names and browser.name not in chosen.names:
                continue
            try:
                found.append(run(browser, site, pictures=chosen.keep))
            except MissingError as what:
                skipped[browser.label] = str(what)
            except (DriverError, OSError, TimeoutError) as error:
                broken[browser.label] = str(error)
    if chosen.keep:
        results.keep(found, names)
    _tell(found, skipped, broken)
    return 1 if broken or not found or any(each.failures for each in found) else 0


def _tell(found: list[results.Result], skipped: dict[str, str], broken: dict[str, str]) -> None:
    print()
    for each in found:
        for row, what in each.failures.items():
            print(f"FAILED  {each.label} {each.version}: {row}: {what.removeprefix('failed: ')}")
        for row, what in each.behaviours.items():
            if what.startswith("skipped"):
                print(f"SKIPPED {each.label}: {row}: {what.removeprefix('skipped: ')}")
    for label, why in broken.items():
        print(f"FAILED  {label} did not start, or died: {why}")
    for label, why in skipped.items():
        print(f"SKIPPED {label} is not on this machine. To have it: {why}")
    good = [each.label for each in found if not each.failures]
    print(f"\n{len(good)} of {len(found) + len(broken)} browsers good, {len(skipped)} skipped.")


if __name__ == "__main__":
    sys.exit(main())
