"""Which paths are left alone."""

from __future__ import annotations

import pytest

from a11y.html import PathPatterns, Rules


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/", b"/"),
        ("/a.html", b"/a.html"),
        ("/api/*", b"/api/users"),
        ("/api/*", b"/api/"),
        ("/api/**", b"/api"),
        ("/api/**", b"/api/"),
        ("/api/**", b"/api/v1/users.html"),
        ("/**/*.jsp", b"/index.jsp"),
        ("/**/*.jsp", b"/a/b/index.jsp"),
        ("/**/api/**", b"/x/api/y"),
        ("/**", b"/"),
        ("/**", b"/what/ever"),
        ("/a*c/*d", b"/abbc/d"),
        ("/a.b+(c)", b"/a.b+(c)"),
        # spellings of the same
        ("/办事/*", "/办事/指南".encode()),
        ("/办事/*", b"/%E5%8A%9E%e4%ba%8b/x"),
        ("/%E5%8A%9E%E4%BA%8B", "/办事".encode()),
        ("/api/**", b"/%61pi/x"),
        ("/**/*.jsp", b"/show.jsp;jsessionid=0A1B.node1"),
        ("/a/b", b"/a;x=y/b"),
        ("/a%2Fb", b"/a%2fb"),
        ("/100%25", b"/100%25"),
        # bytes that are no UTF-8
        ("/a/*", b"/a/\xc4\xfa"),
        ("/a/*", b"/a/%C4%FA%0A"),
    ],
)
def test_a_path_that_matches(pattern: str, path: bytes) -> None:
    assert PathPatterns(["/nothing", pattern]).match(path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/api/*", b"/api"),
        ("/api/*", b"/api/v1/users"),
        ("/api/**", b"/apis"),
        ("/api/**", b"/x/api/y"),
        ("/**/*.jsp", b"/index.jspx"),
        ("/**/*.jsp", b"/a.jsp/b"),
        ("/a", b"/A"),
        ("/a", b"/a/"),
        ("/a.html", b"/aXhtml"),
        ("/a/b", b"/a%2Fb"),
        ("/a/b", b"/a%252Fb"),
        ("/a%2Fb", b"/a/b"),
    ],
)
def test_a_path_that_does_not_match(pattern: str, path: bytes) -> None:
    assert not PathPatterns([pattern]).match(path)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("api/**", "begins with a slash"),
        ("", "begins with a slash"),
        ("*.jsp", "begins with a slash"),
        ("/a?b=c", r"has no \?"),
        ("/a#b;c", "has no # or ;"),
        ("/a/**b", "whole segments"),
        ("/***", "whole segments"),
    ],
)
def test_what_is_no_pattern(pattern: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        PathPatterns([pattern])


def test_no_pattern_matches_nothing() -> None:
    assert not PathPatterns([]).match(b"/")
    assert not Rules(boot_path="/_a11y/boot.js").leaves(b"/")
    assert Rules(boot_path="/_a11y/boot.js", leave_paths=("/a/**",)).leaves(b"/a/b")
