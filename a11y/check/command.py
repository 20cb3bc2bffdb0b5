"""``a11y check``: look at sites, print what stands in care mode's way."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace

from a11y.care import Care
from a11y.check.fetch import USER_AGENT, Fetcher
from a11y.check.record import record
from a11y.check.sample import Limits, Sampler
from a11y.check.show import show
from a11y.check.summary import USAGE, SiteReport, exit_code_of, summarise
from a11y.check.targets import Target, of_addresses, of_configuration
from a11y.check.terminal import Terminal
from a11y.check.way import Way
from a11y.check.words import Words
from a11y.errors import SettingsError
from a11y.html import Rules
from a11y.settings import Settings

# What shells say of a command that Ctrl-C has ended.
INTERRUPTED = 130


def run(parsed: argparse.Namespace) -> int:
    """Check what the command line names; the worst site's exit code."""
    try:
        targets = _targets(parsed)
        reports = [_check(target, parsed) for target in targets]
    except SettingsError as error:
        sys.stderr.write(f"a11y check: {error}\n")
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    _write(reports, parsed)
    return exit_code_of(reports)


def language_of_locale() -> str:
    """The report's language where none is asked for: English for an English locale."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "en" if locale.lower().startswith("en") else "zh-CN"


def _targets(parsed: argparse.Namespace) -> list[Target]:
    if bool(parsed.urls) == bool(parsed.config):
        raise SettingsError("写网址,或者用 --config 指定配置,二选一。(give URLs or --config FILE)")
    if parsed.config and parsed.settings:
        raise SettingsError("--config 里已有设置,不要再写 --settings。(--config has settings)")
    if parsed.config:
        return of_configuration(parsed.config)
    settings = Settings.from_toml(parsed.settings) if parsed.settings else Settings()
    return of_addresses(parsed.urls, settings, Way())


def _check(target: Target, parsed: argparse.Namespace) -> SiteReport:
    fetcher = Fetcher(
        _rules(target.settings),
        timeout=parsed.timeout,
        user_agent=parsed.user_agent or USER_AGENT,
        way=replace(target.way, ca_file=parsed.ca_file or target.way.ca_file),
    )
    limits = Limits(pages=parsed.pages, pause=parsed.pause)
    tell = _progress if sys.stderr.isatty() else lambda _: None
    sampler = Sampler(fetcher, limits, tell=tell)
    report = summarise(sampler.run(target.start, target.others))
    if sys.stderr.isatty():
        _progress("")
    return report


def _rules(settings: Settings) -> Rules:
    """The rules that the middleware would have with these settings."""
    # An engine that is not installed here may well be where the site runs.
    if settings.speech != "off":
        settings = replace(settings, speech="auto", speech_store=None)
    return Care(settings, {}).rules


def _progress(url: str) -> None:
    """One line that is written over again and again."""
    sys.stderr.write(f"\r\x1b[K{url[:70]}")
    sys.stderr.flush()


def _write(reports: list[SiteReport], parsed: argparse.Namespace) -> None:
    if parsed.json and str(parsed.json) == "-":
        # In ASCII: whoever reads it need not know the terminal's encoding.
        sys.stdout.write(json.dumps(record(reports), indent=2) + "\n")
        return
    words = Words(parsed.lang or language_of_locale())
    terminal = Terminal.of(sys.stdout)
    for report in reports:
        show(report, terminal, words)
    if parsed.json:
        document = json.dumps(record(reports), ensure_ascii=False, indent=2)
        parsed.json.write_text(document + "\n", encoding="utf-8")
