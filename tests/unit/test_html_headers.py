"""The fields that follow the change of a page, in both directions."""

from __future__ import annotations

import pytest

from a11y.html import Rules
from a11y.html.headers import Headers, origin_headers, page_headers, without_digests

V = "3f9c2a71"


class Versioned(Rules):
    """Rules of a known version, so that entity tags can be written out."""

    version = V


RULES = Versioned(boot_path="/_a11y/boot.00000000.js")
OLD = "00000000"
DATE = b"Wed, 21 Oct 2015 07:28:00 GMT"
DATE_MARK = b'W/"Wed,21Oct201507:28:00GMT;a11y-3f9c2a71d"'
ACCEPT = (b"accept", b"text/html,application/xhtml+xml,*/*;q=0.8")


def outgoing(*headers: tuple[bytes, bytes], **options: object) -> Headers:
    known = {"version": V, "replaced": {}, "growth": 50, **options}
    return page_headers(list(headers), **known)  # type: ignore[arg-type]


def incoming(*headers: tuple[bytes, bytes], method: str = "GET", accept: bool = True) -> Headers:
    asked = [ACCEPT, *headers] if accept else list(headers)
    return [field for field in origin_headers(method, asked, RULES) if field != ACCEPT]


# out


def test_content_length_grows_by_the_tag() -> None:
    assert outgoing((b"Content-Length", b"100")) == [(b"Content-Length", b"150")]


def test_content_length_goes_where_the_length_is_unknown() -> None:
    assert outgoing((b"content-length", b"100"), growth=None) == []


def test_content_length_is_given_where_all_is_there() -> None:
    assert outgoing((b"content-length", b"1"), growth=None, length=9) == [(b"content-length", b"9")]


@pytest.mark.parametrize(
    ("etag", "sent"),
    [
        (b'"abc"', b'W/"abc;a11y-3f9c2a71s"'),
        (b'W/"abc"', b'W/"abc;a11y-3f9c2a71w"'),
        (b'"abc-gzip"', b'W/"abc-gzip;a11y-3f9c2a71s"'),
        (b'""', b'W/";a11y-3f9c2a71s"'),
        (b"abc:1", b'W/"abc:1;a11y-3f9c2a71u"'),
        (b"a b", None),
        (b"", None),
        (b'W/abc"', None),
    ],
)
def test_the_entity_tag_says_that_the_tag_is_in(etag: bytes, sent: bytes | None) -> None:
    assert outgoing((b"ETag", etag)) == ([] if sent is None else [(b"ETag", sent)])


def test_a_page_with_only_a_date_gets_an_entity_tag_from_it() -> None:
    assert outgoing((b"Last-Modified", DATE)) == [(b"Last-Modified", DATE), (b"etag", DATE_MARK)]


@pytest.mark.parametrize(
    "name",
    [
        *(b"Accept-Ranges", b"Content-MD5", b"Digest"),
        *(b"Content-Digest", b"Repr-Digest", b"Unencoded-Digest"),
    ],
)
def test_what_describes_the_old_bytes_goes(name: bytes) -> None:
    assert outgoing((name, b"x")) == []
    assert without_digests([(name, b"x"), (b"Server-Timing", b"a")]) == [(b"Server-Timing", b"a")]


def test_everything_else_stays_in_its_order_and_its_case() -> None:
    fields = [
        (b"Vary", b"Accept-Encoding"),
        (b"Set-Cookie", b"a=1"),
        (b"vary", b"Cookie"),
        (b"Set-Cookie", b"b=2, c"),
        (b"X-Odd", b"\xc4\xe3"),
        (b"Content-Type", b"text/html; charset=gbk"),
    ]
    assert outgoing(*fields) == fields


def test_a_policy_is_replaced_at_its_place() -> None:
    fields = [(b"csp", b"a"), (b"x", b"b"), (b"csp", b"c")]
    assert outgoing(*fields, replaced={2: b"d"}) == [(b"csp", b"a"), (b"x", b"b"), (b"csp", b"d")]


# in


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        (b'W/"abc;a11y-3f9c2a71s"', b'"abc"'),
        (b'W/"abc;a11y-3f9c2a71w"', b'W/"abc"'),
        (b'W/"abc;a11y-3f9c2a71u"', b"abc"),
        (b'"old", W/"abc;a11y-3f9c2a71s"', b'"abc"'),
        (b'W/"a,b;a11y-3f9c2a71s", W/"c;a11y-3f9c2a71w"', b'"a,b", W/"c"'),
        (b"*", b"*"),
    ],
)
def test_our_entity_tag_is_translated_back(sent: bytes, seen: bytes) -> None:
    fields = [(b"if-none-match", sent), (b"if-modified-since", DATE)]
    assert incoming(*fields) == [(b"if-none-match", seen), (b"if-modified-since", DATE)]


@pytest.mark.parametrize(
    "sent",
    [b'"abc"', b'W/"abc"', b'W/"abc;a11y-00000000s"', b'W/"x;a11y-3f9c2a71d"', b"nonsense"],
    ids=["without mark", "weak without mark", "older tag", "another date", "unreadable"],
)
def test_a_page_without_todays_tag_is_asked_for_anew(sent: bytes) -> None:
    assert incoming((b"if-none-match", sent), (b"if-modified-since", DATE)) == []


def test_a_date_alone_does_not_tell_whether_the_tag_is_in() -> None:
    assert incoming((b"if-modified-since", DATE)) == []


def test_an_entity_tag_that_we_made_from_the_date_becomes_the_date() -> None:
    fields = [(b"if-none-match", DATE_MARK), (b"if-modified-since", DATE)]
    assert incoming(*fields) == [(b"if-modified-since", DATE)]


def test_it_does_so_only_with_the_same_date() -> None:
    other = b"Thu, 22 Oct 2015 07:28:00 GMT"
    assert incoming((b"if-none-match", DATE_MARK), (b"if-modified-since", other)) == []


@pytest.mark.parametrize(
    "etag", [b'"abc"', b'W/"abc"', b"abc:1", b'""', b'"\xc4\xe3"', b'"abc--gzip"', b'"W/"']
)
def test_an_entity_tag_comes_back_as_it_was(etag: bytes) -> None:
    [(_, marked)] = outgoing((b"etag", etag))
    assert incoming((b"if-none-match", marked)) == [(b"if-none-match", etag)]


def test_validators_of_other_things_than_pages_stay() -> None:
    fields = [(b"if-none-match", b'"abc"'), (b"if-modified-since", DATE), (b"range", b"bytes=0-")]
    assert incoming(*fields, accept=False) == fields


def test_our_own_entity_tags_are_translated_for_scripts_as_well() -> None:
    fields = [(b"accept", b"*/*"), (b"if-none-match", b'"x", W/"abc;a11y-3f9c2a71s"')]
    assert incoming(*fields, accept=False)[1:] == [(b"if-none-match", b'"x", "abc"')]


def test_no_part_of_a_page_is_asked_for() -> None:
    assert incoming((b"range", b"bytes=100-"), (b"if-range", DATE)) == []
    assert incoming((b"range", b"bytes=100-"), (b"if-range", b'W/"abc;a11y-3f9c2a71s"')) == []


def test_a_download_goes_on_where_it_broke_off() -> None:
    fields = [(b"range", b"bytes=100-"), (b"if-range", b'"abc"')]
    assert incoming(*fields) == fields


def test_codings_that_cannot_be_undone_are_not_asked_for() -> None:
    fields = [(b"accept-encoding", b"gzip, xy"), (b"x", b"y"), (b"accept-encoding", b"zz")]
    assert incoming(*fields) == [(b"accept-encoding", b"gzip"), (b"x", b"y")]


def test_a_form_gets_its_answer_in_a_coding_that_can_be_undone() -> None:
    fields = [(b"accept-encoding", b"gzip, xy"), (b"range", b"bytes=0-")]
    seen = [(b"accept-encoding", b"gzip"), (b"range", b"bytes=0-")]
    assert incoming(*fields, method="POST") == seen


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        (b'W/"abc;a11y-3f9c2a71s"', b'"abc"'),
        # The tag that is in a copy does not matter to whoever replaces the page.
        (b'W/"abc;a11y-00000000s"', b'"abc"'),
        (b'"x", W/"abc;a11y-3f9c2a71w"', b'"x", W/"abc"'),
        # Made from a date: the origin server knows no such entity tag, and refuses.
        (DATE_MARK, DATE_MARK),
        (b"*", b"*"),
        (b'"abc"', b'"abc"'),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_who_edits_a_page_names_the_one_that_the_origin_server_has(
    method: str, sent: bytes, seen: bytes
) -> None:
    assert incoming((b"x", b"y"), (b"if-match", sent), method=method) == [
        (b"x", b"y"),
        (b"if-match", seen),
    ]


def test_wishes_for_digests_arrive() -> None:
    """They can't be granted, since the digest would be of other bytes; that is no error."""
    fields = [(b"want-content-digest", b"sha-256=1"), (b"want-repr-digest", b"sha-256=1")]
    assert incoming(*fields) == fields


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_left_alone(method: str) -> None:
    fields = [ACCEPT, (b"accept-encoding", b"xy"), (b"if-none-match", b'"abc"')]
    assert origin_headers(method, fields, RULES) is fields


def test_a_request_without_anything_to_change_is_the_same_list() -> None:
    fields = [ACCEPT, (b"accept-encoding", b"gzip"), (b"cookie", b"a=b")]
    assert origin_headers("GET", fields, RULES) is fields


def test_images_styles_and_scripts_keep_their_codings() -> None:
    fields = [(b"accept", b"text/css,*/*;q=0.1"), (b"accept-encoding", b"gzip, xy")]
    assert origin_headers("GET", fields, RULES) is fields
