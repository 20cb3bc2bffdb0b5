"""What one site wants inserted."""

from __future__ import annotations

import pytest

from a11y.html import Rules

RULES = Rules(boot_path="/_a11y/boot.3f9c2a71.js")


@pytest.mark.parametrize(
    ("root", "address"),
    [
        ("", "/_a11y/boot.3f9c2a71.js"),
        ("/", "/_a11y/boot.3f9c2a71.js"),
        ("/portal", "/portal/_a11y/boot.3f9c2a71.js"),
        ("/portal/", "/portal/_a11y/boot.3f9c2a71.js"),
        ("/a/b", "/a/b/_a11y/boot.3f9c2a71.js"),
        ("portal", "/portal/_a11y/boot.3f9c2a71.js"),
        # what a mount point with a name from the request may be
        ("//evil.example", "/evil.example/_a11y/boot.3f9c2a71.js"),
        ('/"><script>', "/%22%3E%3Cscript%3E/_a11y/boot.3f9c2a71.js"),
        ("/\\evil.example", "/%5Cevil.example/_a11y/boot.3f9c2a71.js"),
        ("/门户", "/%E9%97%A8%E6%88%B7/_a11y/boot.3f9c2a71.js"),
        (b"/\xc4\xfa", "/%C4%FA/_a11y/boot.3f9c2a71.js"),
    ],
)
def test_the_address_below_a_mount_point(root: str | bytes, address: str) -> None:
    below = RULES.below(root)
    assert below.tag() == f'<script src="{address}"></script>'.encode()
    assert (below.version == RULES.version) == (address == RULES.boot_path)


def test_the_tag_is_known_at_every_mount_point() -> None:
    below = RULES.below("/portal")
    assert below.trace in RULES.tag()
    assert RULES.trace in below.tag()
    assert Rules(boot_path="/care/boot.3f9c2a71.js").trace not in RULES.tag()


def test_the_version_changes_with_the_boot_script() -> None:
    assert RULES.version != Rules(boot_path="/_a11y/boot.3f9c2a72.js").version
    assert len(RULES.version) == 8
