"""The command ``a11y``: what is installed, checks of sites, files for export, speech."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import a11y
from a11y.check.arguments import add_arguments
from a11y.errors import A11yError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; exit code 0, 1 where it could not be done, 2 where it was not understood."""
    parsed = build_parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except (A11yError, OSError) as error:
        print(f"a11y: {error}", file=sys.stderr)
        return 1


def build_parser() -> argparse.ArgumentParser:
    """The parser of the command line; every subcommand sets ``run``."""
    parser = argparse.ArgumentParser(
        prog="a11y", description="关爱模式(无障碍工具条)。Care mode for existing portals."
    )
    parser.add_argument("--version", action="version", version=f"a11y-care {a11y.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    info = commands.add_parser("info", help="what is installed here, and what could be")
    info.set_defaults(run=run_info)

    check = commands.add_parser(
        "check", help="say which pages of a site will get the toolbar, and why others will not"
    )
    add_arguments(check)
    check.set_defaults(run=run_check)

    fixes = commands.add_parser("fixes", help="rules that repair pages: try them before use")
    actions = fixes.add_subparsers(title="actions", required=True, metavar="ACTION")
    try_rules = actions.add_parser(
        "check", help="show what a file of rules changes on pages, and what it cannot"
    )
    try_rules.add_argument("file", type=Path, metavar="FILE", help="the rules, TOML")
    try_rules.add_argument("urls", nargs="+", metavar="URL", help="pages: addresses or files")
    try_rules.add_argument("--timeout", type=float, default=15.0, metavar="S", help="a page (15)")
    try_rules.add_argument("--path", metavar="PATH", help="the path of a page that is in a file")
    try_rules.set_defaults(run=run_fixes_check)

    export = commands.add_parser(
        "export", help="write the toolbar's files, for a web server that inserts the tag itself"
    )
    export.add_argument("folder", type=Path, help="the document root to write below")
    export.add_argument("--settings", type=Path, metavar="FILE", help="TOML file, table [a11y]")
    export.set_defaults(run=run_export)

    speak = commands.add_parser("speak", help="read a text aloud into an MP3 file")
    speak.add_argument("text", help="what to read; - for standard input (UTF-8)")
    speak.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    speak.add_argument("--settings", type=Path, metavar="FILE", help="TOML file, table [a11y]")
    speak.set_defaults(run=run_speak)
    return parser


def settings_of(parsed: argparse.Namespace) -> a11y.Settings:
    """The settings that the command line names, or the defaults."""
    return a11y.Settings.from_toml(parsed.settings) if parsed.settings else a11y.Settings()


def run_info(_: argparse.Namespace) -> int:
    """Print the version and, for each optional part, whether it is there."""
    from importlib.util import find_spec

    print(f"a11y-care {a11y.__version__}, Python {sys.version.split()[0]}")
    parts = {"proxy": ("httptools", "uvicorn"), "speech": ("espeakng_loader", "lameenc")}
    for extra, modules in parts.items():
        there = all(find_spec(module) for module in modules)
        advice = "已安装 installed" if there else f"未安装 pip install 'a11y-care[{extra}]'"
        print(f"  [{extra}] {advice}")
    return 0


def run_check(parsed: argparse.Namespace) -> int:
    """Look at sites and print what stands in care mode's way; the exit code says it, too."""
    from a11y.check.command import run

    return run(parsed)


def run_fixes_check(parsed: argparse.Namespace) -> int:
    """Mend pages by a file of rules and show what changed; the exit code says if all could be."""
    from a11y.fixes.command import run

    return run(parsed)


def run_export(parsed: argparse.Namespace) -> int:
    """Write the files below the folder and print the tag that pages need."""
    from a11y.export import export

    print(export(parsed.folder, settings_of(parsed)))
    return 0


def run_speak(parsed: argparse.Namespace) -> int:
    """Synthesise the text with the configured engine and write one MP3 file."""
    from a11y.speech.recording import record

    text = read_input() if parsed.text == "-" else parsed.text
    audio = asyncio.run(record(text, settings_of(parsed)))
    parsed.output.write_bytes(audio)
    return 0


def read_input() -> str:
    """Standard input as UTF-8. Raises A11yError where it is something else."""
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise A11yError(f"standard input is not UTF-8: {error}") from error
