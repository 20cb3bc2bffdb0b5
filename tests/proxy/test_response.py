"""What the visitor gets: the portal's own bytes, with addresses that lead back through us."""

from __future__ import annotations

import socket

import pytest
from a11y_proxy.cookies import downstream_cookie
from a11y_proxy.origin import Origin
from a11y_proxy.response_headers import Visit, downstream_reference

from tests.proxy.wire import Gateway, Portal, Response, Wire, gateway, portal


def answer(origin: Portal, proxy: Gateway, *fields: bytes, status: bytes = b"200 OK") -> Response:
    """What a visitor sees of a response with these fields."""
    head = b"\r\n".join([b"HTTP/1.1 " + status, *fields, b"Content-Length: 2"])
    origin.answer = head + b"\r\n\r\nok"
    return proxy.get()


def test_fields_come_as_they_were_sent(origin: Portal, proxy: Gateway) -> None:
    fields = [
        (b"date", b"Mon, 01 Jan 2001 00:00:00 GMT"),
        (b"server", b"Microsoft-IIS/6.0"),
        (b"x-gbk", b"\xc4\xe3\xba\xc3"),
        (b"set-cookie", b"a=1; Path=/; HttpOnly"),
        (b"x-empty", b""),
        (b"set-cookie", b"b=\xc4\xe3; expires=Wed, 09 Jun 2032 10:18:14 GMT"),
        (b"set-cookie", b"a=1; Path=/; HttpOnly"),
        (b"vary", b"Cookie"),
        (b"vary", b"User-Agent"),
        (b"content-disposition", b'attachment; filename="\xb9\xab\xb8\xe6.doc"'),
        (b"www-authenticate", b'Basic realm="x"'),
    ]
    response = answer(origin, proxy, *(name + b": " + value for name, value in fields))
    assert response.fields == [*fields, (b"content-length", b"2")]


def test_sixty_cookies_stay_sixty(origin: Portal, proxy: Gateway) -> None:
    cookies = [b"c%d=%s; Path=/a" % (number, b"v" * 1000) for number in range(60)]
    response = answer(origin, proxy, *(b"Set-Cookie: " + cookie for cookie in cookies))
    assert response.values(b"set-cookie") == cookies


def test_fields_of_one_connection_stay_there(origin: Portal, proxy: Gateway) -> None:
    response = answer(
        origin,
        proxy,
        b"Connection: X-Private, keep-alive",
        b"Keep-Alive: timeout=5",
        b"Proxy-Connection: keep-alive",
        b"Proxy-Authenticate: Basic",
        b"Upgrade: h2,h2c",
        b"Trailer: X-Sum",
        b'Alt-Svc: h3=":443"',
        b"X-Private: 1",
        b"X-Kept: 1",
    )
    assert {name for name, _ in response.fields} == {b"x-kept", b"content-length", b"date"}


def test_a_missing_date_is_added_and_none_is_doubled(origin: Portal, proxy: Gateway) -> None:
    (date,) = answer(origin, proxy).values(b"date")
    assert date.endswith(b" GMT")


def test_folded_lines_and_control_characters_become_spaces(origin: Portal, proxy: Gateway) -> None:
    response = answer(origin, proxy, b"X-Folded: one\r\n two", b"X-Bell: a\x07b")
    assert response.value(b"x-folded") == b"one two"
    assert response.value(b"x-bell") == b"a b"


@pytest.mark.parametrize("status", [b"201 Created", b"404 Nicht da", b"503 X", b"599 Y"])
def test_a_status_passes(origin: Portal, proxy: Gateway, status: bytes) -> None:
    response = answer(origin, proxy, status=status)
    assert response.status == int(status[:3])
    assert response.body == b"ok"


@pytest.mark.parametrize("head", [b"204 No Content", b"304 Not Modified"])
def test_a_response_without_body_has_none(origin: Portal, proxy: Gateway, head: bytes) -> None:
    for length in (b"", b"Content-Length: 0\r\n"):
        origin.answer = b"HTTP/1.1 " + head + b'\r\nETag: "a"\r\n' + length + b"\r\n"
        with proxy.connect() as visitor:
            for _ in range(2):  # the connection stays usable
                visitor.send(proxy.request(b"GET", b"/"))
                response = visitor.response()
                assert response.status == int(head[:3])
                assert response.value(b"etag") == b'"a"'
                assert response.value(b"content-length") is None


def test_a_304_may_tell_the_length_of_what_was_not_sent(origin: Portal, proxy: Gateway) -> None:
    origin.answer = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\n\r\n"
    assert proxy.get().status == 304


@pytest.mark.parametrize("framing", [b"Content-Length: 5000", b"Transfer-Encoding: chunked"])
def test_head_has_the_fields_and_no_body(origin: Portal, proxy: Gateway, framing: bytes) -> None:
    origin.answer = b"HTTP/1.1 200 OK\r\nX-A: 1\r\n" + framing + b"\r\n\r\n"
    with proxy.connect() as visitor:
        for _ in range(2):
            visitor.send(proxy.request(b"HEAD", b"/"))
            response = visitor.response(b"HEAD")
            assert response.value(b"x-a") == b"1"
            expected = b"5000" if framing.startswith(b"Content-Length") else None
            assert response.value(b"content-length") == expected


def test_interim_responses_do_not_disturb(origin: Portal, proxy: Gateway) -> None:
    origin.answer = (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    )
    response = proxy.get()
    assert (response.status, response.body) == (200, b"ok")


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n",
        b"HTTP/1.1 200 OK\nContent-Length: 5\n\nabcde",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde",
    ],
)
def test_a_body_keeps_its_bytes(origin: Portal, proxy: Gateway, raw: bytes) -> None:
    origin.answer = raw
    response = proxy.get()
    assert response.whole
    assert response.body == b"abcde"


def test_a_body_that_ends_with_the_connection_is_whole() -> None:
    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.0 200 OK\r\n\r\nabc")

    with portal(script) as origin, gateway(origin.url) as proxy:
        response = proxy.get()
        assert response.whole
        assert response.body == b"abc"


VISIT = Visit(b"127.0.0.1:8600", secure=False, target=b"/here?a=1")


@pytest.mark.parametrize(
    ("upstream", "location", "expected"),
    [
        ("https://www.x.gov.cn", b"https://www.x.gov.cn/a?b#c", b"/a?b#c"),
        ("https://www.x.gov.cn", b"http://www.x.gov.cn/a", b"/a"),
        ("https://www.x.gov.cn", b"HTTP://WWW.X.GOV.CN:80/a", b"/a"),
        ("https://www.x.gov.cn", b"https://www.x.gov.cn:443", b"/"),
        ("https://www.x.gov.cn", b"https://www.x.gov.cn?q", b"/?q"),
        ("https://www.x.gov.cn", b"//www.x.gov.cn/a", b"/a"),
        ("https://www.x.gov.cn", b" https://www.x.gov.cn/a ", b"/a"),
        ("https://www.x.gov.cn", b"https://www.x.gov.cn/\xc4\xe3", b"/\xc4\xe3"),
        ("https://www.x.gov.cn", b"https://www.x.gov.cn//evil.cn/a", b"/.//evil.cn/a"),
        ("https://www.x.gov.cn", b"https://www.x.gov.cn/\\evil.cn", b"/./\\evil.cn"),
        ("https://www.x.gov.cn:8443", b"https://www.x.gov.cn:8443/a", b"/a"),
        ("http://[::1]:8080", b"http://[::1]:8080/a", b"/a"),
        ("http://www.x.gov.cn", b"https://www.x.gov.cn/else", b"/else"),
        # elsewhere, or not absolute: as it is
        ("https://www.x.gov.cn", b"/a", b"/a"),
        ("https://www.x.gov.cn", b"a/b", b"a/b"),
        ("https://www.x.gov.cn", b"", b""),
        ("https://www.x.gov.cn", b"https://sso.x.gov.cn/a", b"https://sso.x.gov.cn/a"),
        ("https://www.x.gov.cn", b"https://www.x.gov.cn:8443/a", b"https://www.x.gov.cn:8443/a"),
        ("https://www.x.gov.cn", b"https://u@www.x.gov.cn/a", b"https://u@www.x.gov.cn/a"),
        ("https://www.x.gov.cn", b"ftp://www.x.gov.cn/a", b"ftp://www.x.gov.cn/a"),
        ("http://www.x.gov.cn:80", b"http://www.x.gov.cn:081/a", b"http://www.x.gov.cn:081/a"),
        # through us it would be the same request again
        ("http://www.x.gov.cn", b"https://www.x.gov.cn/here?a=1", b"https://www.x.gov.cn/here?a=1"),
        # below a base path
        ("https://h/portal", b"https://h/portal/a", b"/a"),
        ("https://h/portal", b"/portal/a", b"/a"),
        ("https://h/portal", b"/portal", b"/"),
        ("https://h/portal", b"/portal?x", b"/?x"),
        ("https://h/portal", b"/portals/a", b"https://h/portals/a"),
        ("https://h/portal", b"https://h/other", b"https://h/other"),
        ("https://h/portal", b"//elsewhere/portal", b"//elsewhere/portal"),
    ],
)
def test_an_address_on_the_portal_leads_back_to_us(
    upstream: str, location: bytes, expected: bytes
) -> None:
    assert downstream_reference(location, Origin.parse(upstream), VISIT) == expected


def test_every_field_with_an_address_is_rewritten(origin: Portal, proxy: Gateway) -> None:
    url = origin.url.encode()
    response = answer(
        origin,
        proxy,
        b"Location: " + url + b"/a",
        b"Content-Location: " + url + b"/b",
        b"Refresh: 5; url='" + url + b"/c'",
        status=b"302 Found",
    )
    assert response.value(b"location") == b"/a"
    assert response.value(b"content-location") == b"/b"
    assert response.value(b"refresh") == b"5; url='/c'"
    for same in (b"5", b"0;URL=http://elsewhere/", b"0; /a"):
        assert answer(origin, proxy, b"Refresh: " + same).value(b"refresh") == same


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        (b"s=1", b"s=1"),
        (b"s=1; Path=/; HttpOnly; SameSite=Lax", b"s=1; Path=/; HttpOnly; SameSite=Lax"),
        (b"s=1;Domain=www.x.gov.cn;Path=/", b"s=1;Path=/"),
        (b"s=1; domain=.X.GOV.CN; path=/", b"s=1; path=/"),
        (b"s=1; Domain=other.cn", b"s=1; Domain=other.cn"),
        (b"s=1; Secure; Path=/", b"s=1; Path=/"),
        (b"s=1; SameSite=None; Secure", b"s=1"),
        (b"s=1; secure; Partitioned ; samesite = NONE; HttpOnly", b"s=1; HttpOnly"),
        (b"secure=1; Path=/secure", b"secure=1; Path=/secure"),
        # what no browser would take without Secure; some take it with it on http://localhost
        (b"__Host-s=1; Secure; Path=/", b"__Host-s=1; Secure; Path=/"),
        (b"__secure-s=1; SECURE; SameSite=None", b"__secure-s=1; SECURE; SameSite=None"),
        (
            b"s=1; Expires=Wed, 09 Jun 2032 10:18:14 GMT",
            b"s=1; Expires=Wed, 09 Jun 2032 10:18:14 GMT",
        ),
        (b's="a b,c"; DOMAIN=X.gov.cn; HTTPONLY', b's="a b,c"; HTTPONLY'),
        (b"s=1; Domain=; Path", b"s=1; Domain=; Path"),
        (b"s=1; ;; Priority=High", b"s=1; ;; Priority=High"),
        (b"domain=x.gov.cn", b"domain=x.gov.cn"),
        (b"n=\xc4\xe3; Domain=x.gov.cn", b"n=\xc4\xe3"),
        (b"", b""),
    ],
)
def test_a_cookie_can_be_kept_at_our_address(cookie: bytes, expected: bytes) -> None:
    origin = Origin.parse("https://www.x.gov.cn")
    assert downstream_cookie(cookie, origin, b"127.0.0.1:8600", secure=False) == expected


def test_a_cookie_stays_secure_and_shared_where_the_visitor_can_have_it_so() -> None:
    origin = Origin.parse("https://www.x.gov.cn")
    cookie = b"s=1; Domain=.x.gov.cn; Secure; SameSite=None"
    assert downstream_cookie(cookie, origin, b"care.x.gov.cn", secure=True) == cookie
    assert downstream_cookie(cookie, origin, b"care.y.cn", secure=True) == (
        b"s=1; Secure; SameSite=None"
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [(b"/portal", b"/"), (b"/portal/a", b"/a"), (b"/", b"/"), (b"/portals", b"/portals")],
)
def test_a_cookies_path_loses_the_base_path(path: bytes, expected: bytes) -> None:
    origin = Origin.parse("https://www.x.gov.cn/portal")
    cookie = downstream_cookie(b"s=1; Path=" + path, origin, b"127.0.0.1", secure=False)
    assert cookie == b"s=1; Path=" + expected


@pytest.mark.parametrize(
    ("name", "value", "plain"),
    [
        (b"strict-transport-security", b"max-age=31536000; includeSubDomains", None),
        (b"content-security-policy", b"upgrade-insecure-requests", None),
        (b"content-security-policy", b"upgrade-insecure-requests; img-src *", b"img-src *"),
        (b"content-security-policy", b"img-src *; Upgrade-Insecure-Requests ;", b"img-src *;"),
        (b"content-security-policy", b"a b, upgrade-insecure-requests, c d", b"a b,, c d"),
        (b"content-security-policy", b"img-src upgrade-insecure-requests.cn", None),
    ],
)
def test_no_policy_demands_https_where_there_is_none(
    name: bytes, value: bytes, plain: bytes | None
) -> None:
    if b".cn" in value:
        plain = value
    with portal() as origin, gateway(origin.url, trusted_proxies=("127.0.0.1",)) as proxy:
        origin.answer = b"HTTP/1.1 200 OK\r\n%b: %b\r\nContent-Length: 0\r\n\r\n" % (name, value)
        assert proxy.get().value(name) == plain
        assert proxy.get(b"/", b"X-Forwarded-Proto: https").value(name) == value


def test_the_portals_own_origin_is_ours_where_it_grants_access(
    origin: Portal, proxy: Gateway
) -> None:
    own = origin.url.encode()
    name = b"access-control-allow-origin"
    granted = answer(origin, proxy, b"Access-Control-Allow-Origin: " + own).value(name)
    assert granted == b"http://" + proxy.host
    for other in (b"*", b"null", b"https://partner.cn", own + b".evil.cn"):
        assert answer(origin, proxy, name + b": " + other).value(name) == other


def test_what_speaks_of_the_visitors_side_passes(origin: Portal, proxy: Gateway) -> None:
    fields = [
        (b"clear-site-data", b'"cookies"'),
        (b"www-authenticate", b'Basic realm="http://portal/"'),
        (b"link", b"<%b/a.css>; rel=preload" % origin.url.encode()),
        (b"access-control-allow-methods", b"GET, PUT"),
        (b"service-worker-allowed", b"/"),
        (b"p3p", b'CP="CAO"'),
    ]
    response = answer(origin, proxy, *(name + b": " + value for name, value in fields))
    assert [field for field in response.fields if field in fields] == fields


def test_a_scope_below_the_base_path_is_one_below_ours() -> None:
    with portal() as origin, gateway(f"{origin.url}/portal") as proxy:
        origin.answer = (
            b"HTTP/1.1 200 OK\r\nService-Worker-Allowed: /portal/\r\nContent-Length: 0\r\n\r\n"
        )
        assert proxy.get().value(b"service-worker-allowed") == b"/"


def test_what_is_not_to_be_rewritten_stays() -> None:
    with portal() as origin, gateway(origin.url, rewrite=()) as proxy:
        location = origin.url.encode() + b"/a"
        origin.answer = (
            b"HTTP/1.1 302 Found\r\nLocation: %b\r\nSet-Cookie: a=1; Secure\r\n"
            b"Content-Length: 0\r\n\r\n" % location
        )
        response = proxy.get()
        assert response.value(b"location") == location
        assert response.value(b"set-cookie") == b"a=1; Secure"


def test_behind_a_trusted_tls_terminator_cookies_stay_secure() -> None:
    with portal() as origin, gateway(origin.url, trusted_proxies=("127.0.0.1",)) as proxy:
        origin.answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Secure\r\nContent-Length: 0\r\n\r\n"
        plain = proxy.get()
        encrypted = proxy.get(b"/", b"X-Forwarded-Proto: https")
        assert plain.value(b"set-cookie") == b"a=1"
        assert encrypted.value(b"set-cookie") == b"a=1; Secure"


def test_an_old_client_gets_no_chunks(origin: Portal, proxy: Gateway) -> None:
    chunked = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    for raw in (chunked, b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde"):
        origin.answer = raw
        with proxy.connect() as visitor:
            visitor.send(b"GET / HTTP/1.0\r\n\r\n")
            head = visitor.head().lower()
            assert b"transfer-encoding" not in head
            assert b"connection: close" in head
            assert visitor.read_to_end() == b"abcde"


def test_requests_in_one_packet_are_answered_in_turn(origin: Portal, proxy: Gateway) -> None:
    with proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/1") + proxy.request(b"GET", b"/2"))
        assert visitor.response().body == b"ok"
        assert visitor.response().body == b"ok"
        visitor.socket.shutdown(socket.SHUT_WR)
    assert [head.split(b" ")[1] for head in origin.requests] == [b"/1", b"/2"]
