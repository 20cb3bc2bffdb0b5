"""What the portal gets: the visitor's own bytes, and never another portal."""

from __future__ import annotations

import pytest

from tests.proxy.wire import Gateway, Portal, gateway, portal, value_in

# 你好 in GBK: what old pages write into links, and what browsers make of it.
NI_HAO = b"\xc4\xe3\xba\xc3"


@pytest.mark.parametrize(
    "target",
    [
        b"/",
        b"/index.jsp?id=1&id=2&empty=&flag",
        b"/a?",
        b"/a??b=?",
        b"/a%2Fb/%2f/%41",
        b"/a/../b/./c//d/",
        b"/%2e%2e/b",
        b"/search?q=a+b%20c&x=%C4%E3%BA%C3&y=%c4%e3",
        b'/|pipe/{brace}/"quote"/<angle>/^`\\backslash',
        b"/@user:80/;jsessionid=A1?p=[1]&u=http://elsewhere/",
        b"/" + b"long" * 2000,
    ],
)
def test_a_target_arrives_byte_for_byte(origin: Portal, proxy: Gateway, target: bytes) -> None:
    assert proxy.get(target).body == b"ok"
    assert origin.requests[0].startswith(b"GET " + target + b" HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"/" + NI_HAO + b"/a.htm", b"/%C4%E3%BA%C3/a.htm"),
        (b"/s?key=" + NI_HAO + b"&b=%C4%E3", b"/s?key=%C4%E3%BA%C3&b=%C4%E3"),
        ("/公告?页=1".encode(), b"/%E5%85%AC%E5%91%8A?%E9%A1%B5=1"),
    ],
)
def test_raw_bytes_in_a_target_are_percent_encoded(
    origin: Portal, proxy: Gateway, sent: bytes, expected: bytes
) -> None:
    assert proxy.get(sent).status == 200
    assert origin.requests[0].startswith(b"GET " + expected + b" HTTP/1.1\r\n")


def test_raw_bytes_are_encoded_wherever_the_line_is_torn(origin: Portal, proxy: Gateway) -> None:
    with proxy.connect() as visitor:
        for _ in range(2):  # the second on the kept connection
            request = b"\r\n" + proxy.request(b"GET", b"/" + NI_HAO, b"Cookie: n=" + NI_HAO)
            for start in range(0, len(request), 3):
                visitor.send(request[start : start + 3])
            assert visitor.response().body == b"ok"
    for head in origin.requests:
        assert head.startswith(b"GET /%C4%E3%BA%C3 HTTP/1.1\r\n")
        assert value_in(head, b"cookie") == [b"n=" + NI_HAO]


def test_no_field_is_taken_for_a_request_line(origin: Portal, proxy: Gateway) -> None:
    with proxy.connect() as visitor:
        both = proxy.request(b"GET", b"/1") + proxy.request(b"GET", b"/2", b"Cookie: n=" + NI_HAO)
        torn = both.index(NI_HAO)
        visitor.send(both[:torn])
        assert visitor.response().body == b"ok"
        visitor.send(both[torn:])
        assert visitor.response().body == b"ok"
    assert value_in(origin.requests[1], b"cookie") == [b"n=" + NI_HAO]


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET //%(other)b/secret HTTP/1.1",
        b"GET http://%(other)b/secret HTTP/1.1",
        b"GET HTTPS://%(other)b/secret?http:// HTTP/1.1",
        b"GET /\\%(other)b/secret HTTP/1.1",
        b"GET /@%(other)b/secret HTTP/1.1",
        b"GET /%%0d%%0aHost:%(other)b/secret HTTP/1.1",
        b"GET /.%(other)b/secret HTTP/1.1",
    ],
)
def test_no_request_chooses_the_portal(origin: Portal, proxy: Gateway, request_line: bytes) -> None:
    with portal() as other:
        line = request_line % {b"other": other.host}
        response = proxy.ask(line + b"\r\nHost: " + other.host + b"\r\n\r\n")
        assert response.status == 200
        assert other.connections == 0
    assert value_in(origin.requests[0], b"host") == [origin.host]
    assert b"secret" in origin.requests[0].partition(b"\r\n")[0]


def test_a_path_is_appended_to_the_base_path() -> None:
    with portal() as origin, gateway(f"{origin.url}/portal/") as proxy:
        proxy.get(b"/a//b?c=1")
        assert origin.requests[0].startswith(b"GET /portal/a//b?c=1 HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "target",
    [b"/../admin", b"/%2e%2E/admin", b"/a/..%2f../admin", b"/a/..%5C..\\admin", b"/..;x=1/admin"],
)
def test_dots_do_not_leave_the_base_path(target: bytes) -> None:
    with portal() as origin, gateway(f"{origin.url}/portal") as proxy:
        assert proxy.get(target).status == 400
        assert proxy.get(b"/a/../b?x=../../..").status == 200
        assert len(origin.requests) == 1


def test_fields_keep_their_bytes_order_and_number(origin: Portal, proxy: Gateway) -> None:
    fields = [
        b"Cookie: a=" + NI_HAO,
        b"X-Zeta: 1",
        b'Cookie: b=2; c="x y"',
        b"X-Empty: ",
        b"X-High: \x80\xff\xe4\xbd\xa0",
        b"Accept-Language: zh-CN,zh;q=0.9",
        b"User-Agent: Mozilla/4.0 (compatible; MSIE 6.0)",
    ]
    proxy.get(b"/", *fields)
    head = origin.requests[0]
    names = {field.partition(b":")[0].lower() for field in fields}
    sent = [line for line in head.split(b"\r\n") if line.partition(b":")[0].lower() in names]
    assert sent == [_lower(field) for field in fields]


def _lower(line: bytes) -> bytes:
    name, colon, value = line.partition(b":")
    return name.lower() + colon + value


def test_nothing_is_added_that_the_visitor_did_not_send(origin: Portal, proxy: Gateway) -> None:
    proxy.get()
    names = {line.partition(b":")[0].lower() for line in origin.requests[0].split(b"\r\n")[1:-2]}
    ours = {b"host", b"accept-encoding", b"x-real-ip"}
    assert names == ours | {b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto"}


def test_many_large_cookies_arrive(origin: Portal, proxy: Gateway) -> None:
    cookies = b"; ".join(b"c%d=%s" % (number, b"v" * 1000) for number in range(60))
    assert proxy.get(b"/", b"Cookie: " + cookies).status == 200
    assert value_in(origin.requests[0], b"cookie") == [cookies]


def test_fields_of_one_connection_stay_there(origin: Portal, proxy: Gateway) -> None:
    fields = [
        b"Connection: keep-alive, X-Private",
        b"Connection: X-Other",
        b"Keep-Alive: timeout=5",
        b"Proxy-Connection: keep-alive",
        b"Proxy-Authorization: Basic eDp5",
        b"TE: gzip",
        b"Trailer: X-Sum",
        b"X-Private: 1",
        b"X-Other: 2",
        b"X-Kept: 3",
    ]
    proxy.get(b"/", *fields)
    head = origin.requests[0].lower()
    for field in fields[:-1]:
        assert field.partition(b":")[0].lower() + b":" not in head
    assert b"x-kept: 3\r\n" in head


def test_who_asked_is_said_by_us_alone(origin: Portal, proxy: Gateway) -> None:
    proxy.get(
        b"/",
        b"X-Forwarded-For: 6.6.6.6",
        b"X-Forwarded-Proto: https",
        b"X-Forwarded-Host: evil.example",
        b"X-Forwarded-Port: 1",
        b"X-Real-IP: 6.6.6.6",
        b"Forwarded: for=6.6.6.6",
    )
    head = origin.requests[0]
    assert value_in(head, b"x-forwarded-for") == [b"127.0.0.1"]
    assert value_in(head, b"x-forwarded-proto") == [b"http"]
    assert value_in(head, b"x-forwarded-host") == [proxy.host]
    assert b"6.6.6.6" not in head
    assert b"evil" not in head
    assert b"x-forwarded-port" not in head


def test_a_trusted_proxy_is_believed() -> None:
    with portal() as origin, gateway(origin.url, trusted_proxies=("127.0.0.1",)) as proxy:
        proxy.get(b"/", b"X-Forwarded-For: 6.6.6.6, 10.1.2.3", b"X-Forwarded-Proto: https")
        assert value_in(origin.requests[0], b"x-forwarded-for") == [b"10.1.2.3, 127.0.0.1"]
        assert value_in(origin.requests[0], b"x-forwarded-proto") == [b"https"]


def test_the_host_is_the_portals_unless_the_visitors_is_wanted() -> None:
    with portal() as origin:
        with gateway(origin.url) as proxy:
            proxy.get()
        with gateway(origin.url, preserve_host=True) as proxy:
            proxy.get()
            assert value_in(origin.requests[0], b"host") == [origin.host]
            assert value_in(origin.requests[1], b"host") == [proxy.host]


def test_a_form_from_our_own_page_passes_the_portals_origin_check() -> None:
    with portal() as origin, gateway(f"{origin.url}/portal") as proxy:
        own = b"http://" + proxy.host
        proxy.get(b"/", b"Origin: " + own, b"Referer: " + own + b"/a?b=1")
        proxy.get(b"/", b"Origin: http://evil.example", b"Referer: " + own + b".evil.example/")
        ours, foreign = origin.requests
        portals = origin.url.encode()
        assert value_in(ours, b"origin") == [portals]
        assert value_in(ours, b"referer") == [portals + b"/portal/a?b=1"]
        assert value_in(foreign, b"origin") == [b"http://evil.example"]
        assert value_in(foreign, b"referer") == [own + b".evil.example/"]


def test_codings_are_asked_for_as_the_visitor_asks(origin: Portal, proxy: Gateway) -> None:
    asked = b"gzip;q=0.5, br, *;q=0"
    proxy.get(b"/", b"Accept-Encoding: " + asked)
    assert value_in(origin.requests[0], b"accept-encoding") == [asked]


def test_no_coding_is_asked_for_where_the_visitor_does_not_ask(
    origin: Portal, proxy: Gateway
) -> None:
    proxy.get()
    assert value_in(origin.requests[0], b"accept-encoding") == [b"identity"]
