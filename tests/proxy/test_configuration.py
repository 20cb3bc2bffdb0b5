"""Several sites in one file: every key has its table, every mistake is named with its place."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest
from a11y_proxy.configuration import (
    CARE_KEYS,
    PASSING_KEYS,
    PROCESS_KEYS,
    SITE_KEYS,
    Configuration,
)
from a11y_proxy.problems import ConfigurationError
from a11y_proxy.server_settings import ServerSettings
from a11y_proxy.settings import ProxySettings

from a11y.settings import Settings

ONE = '[[site]]\nhost = "a.cn"\nupstream = "http://portal.example"\n'


def read(text: str) -> Configuration:
    return Configuration.of(tomllib.loads(text), "proxy.toml", Path("/etc/a11y"))


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as caught:
        read(text)
    return caught.value.problems


def test_a_key_has_one_place() -> None:
    keys = [*SITE_KEYS, *PASSING_KEYS, *CARE_KEYS]
    assert len(set(keys)) == len(keys)
    process = [*ServerSettings.names(), *PROCESS_KEYS]
    assert len(set(process)) == len(process)
    assert not set(keys) & set(process)


def test_what_is_not_said_has_the_defaults() -> None:
    configuration = read(ONE)
    (site,) = configuration.sites
    assert configuration.server == ServerSettings()
    assert (site.proxy, site.care) == (ProxySettings(), Settings())
    assert (site.name, site.hosts, site.default) == ("a.cn", (b"a.cn",), False)


def test_tables_apply_where_they_say() -> None:
    configuration = read("""
        [proxy]
        listen = ["[::1]:8600", "unix:/run/a11y.sock"]
        head_seconds = 5
        drain_seconds = 7
        [a11y]
        language = "en"
        speech = "off"
        [[site]]
        host = ["a.cn", "*.b.cn"]
        upstream = "http://a.example/base"
        language = "zh-CN"
        idle_seconds = 300
        ca_file = "own.pem"
        request_headers = {X-Care = "1"}
        rewrite = ["cookies"]
        [[site]]
        default = true
        upstream = "http://b.example"
        speech_cache = "/var/cache/a11y"
        """)
    one, other = configuration.sites
    assert configuration.server.listen == ("[::1]:8600", "unix:/run/a11y.sock")
    assert one.proxy == ProxySettings(
        head_seconds=5,
        drain_seconds=7,
        idle_seconds=300,
        ca_file=Path("/etc/a11y/own.pem"),
        request_headers={"X-Care": "1"},
        rewrite=("cookies",),
    )
    assert one.care == Settings(language="zh-CN", speech="off")
    assert other.proxy == ProxySettings(head_seconds=5, drain_seconds=7)
    assert other.care == Settings(language="en", speech="off", speech_cache=Path("/var/cache/a11y"))
    assert (other.name, other.default) == ("default", True)


def test_everything_that_is_wrong_is_named_with_its_place() -> None:
    assert [
        line.partition("; legal are:")[0]
        for line in problems("""
        [proxy]
        wrokers = 2
        workers = 0
        idle_seconds = 3
        head_bytes = "x"
        [a11y]
        language = "fr"
        [[site]]
        host = ["a.cn", "a.cn:80"]
        upstream = "http://portal.example"
        scan_bytes = 0
        connect_seconds = -1
        cert = "x"
        [[site]]
        host = "A.cn."
        name = "b"
        workers = 3
        [prxoy]
        """)
    ] == [
        "proxy.toml: unknown key prxoy; did you mean proxy? legal are: proxy, a11y, site",
        "proxy.toml: [proxy]: unknown key wrokers; did you mean workers? legal are: "
        + ", ".join([*ServerSettings.names(), *PROCESS_KEYS]),
        "proxy.toml: [proxy]: idle_seconds belongs to a site: write it under [[site]]",
        "proxy.toml: [proxy]: workers must be a whole number from 1 to 256: 0",
        "proxy.toml: [proxy]: head_bytes must be a whole number of at least 1: 'x'",
        "proxy.toml: [a11y]: language must be one of zh-CN, en: 'fr'",
        "proxy.toml: [[site]] 1 (a.cn): unknown key cert; did you mean cert_file? legal are: "
        + ", ".join([*SITE_KEYS, *PASSING_KEYS, *CARE_KEYS]),
        "proxy.toml: [[site]] 1 (a.cn): host must be a name without port, such as "
        "www.example.gov.cn, or *.example.gov.cn for all names below it: 'a.cn:80'",
        "proxy.toml: [[site]] 1 (a.cn): connect_seconds must be a number of seconds above 0: -1",
        "proxy.toml: [[site]] 1 (a.cn): scan_bytes must be a whole number of at least 1: 0",
        "proxy.toml: [[site]] 2 (b): workers belongs to the process: write it under [proxy]",
        "proxy.toml: [[site]] 2 (b): host a.cn belongs to [[site]] 1 (a.cn) already",
        "proxy.toml: [[site]] 2 (b): upstream is missing: the portal's address, http:// or "
        "https://",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "at least one [[site]]"),
        ("site = 1", "at least one [[site]]"),
        ("site = [1]", "[[site]]"),
        ("proxy = 1\n" + ONE, "must be a table"),
        ('[[site]]\nupstream = "http://a.example"', "default = true"),
        ('[[site]]\nhost = "a.cn"\ndefault = "yes"\nupstream = "http://a.example"', "default must"),
        (ONE + 'name = ""', "name must be"),
        (ONE + 'name = "a\\nb"', "name must be"),
        (ONE + "name = 5", "name must be"),
        (ONE.replace('"a.cn"', '"a b"'), "host must be"),
        (ONE.replace('"a.cn"', '"*.*.cn"'), "host must be"),
        (ONE.replace('"a.cn"', '"a.*.cn"'), "host must be"),
        (ONE.replace('"a.cn"', '""'), "host must be"),
        (ONE.replace('"a.cn"', "5"), "host must be"),
        (ONE.replace('"a.cn"', '"http://a.cn"'), "host must be"),
        ('[proxy]\nlisten = "8600"\n' + ONE, "listen must be"),
        ("[proxy]\nlisten = []\n" + ONE, "listen must be"),
        ('[proxy]\nlisten = "unix:run/x"\n' + ONE, "listen must be"),
        ('[proxy]\nlisten = "127.0.0.1:70000"\n' + ONE, "listen must be"),
        ('[proxy]\nlisten = ["a:1", "a:1"]\n' + ONE, "twice"),
        ("[proxy]\nlisten = [1]\n" + ONE, "listen must be"),
        ('[proxy]\nmetrics = "9600"\n' + ONE, "metrics must be"),
        ("[proxy]\nsocket_mode = 660\n" + ONE, "in quotes"),
        ('[proxy]\nsocket_mode = "999"\n' + ONE, "octal"),
        ('[proxy]\nsocket_owner = "a:b:c"\n' + ONE, "user:group"),
        ('[proxy]\nsocket_owner = ""\n' + ONE, "user:group"),
        ('[proxy]\naccess_log = "access.log"\n' + ONE, "absolute path"),
        ('[proxy]\nerror_log = "off"\n' + ONE, "error_log must be one of stderr, stdout"),
        ('[proxy]\nlog_format = "xml"\n' + ONE, "one of json, text"),
        ('[proxy]\naccess_log_fields = ["cookie"]\n' + ONE, "must be some of time, site"),
        ("[proxy]\naccess_log_fields = []\n" + ONE, "must be some of"),
        ('[proxy]\nready_asks_upstreams = "no"\n' + ONE, "true or false"),
        ('[proxy]\ncertificate = ""\n' + ONE, "certificate must be a path"),
        ('[proxy]\nkey = "a.pem"\n' + ONE, "key needs certificate"),
        ('[proxy]\nlisten = "0.0.0.0:80"\n' + ONE.replace("portal.example", "localhost"), "自己"),
    ],
)
def test_a_mistake_is_refused(text: str, words: str) -> None:
    assert any(words in line for line in problems(text)), problems(text)
    assert all("\n" not in line for line in problems(text))


def test_a_password_does_not_get_into_the_log() -> None:
    (line,) = problems('[[site]]\ndefault = true\nupstream = "http://user:secret@portal.example"')
    assert "secret" not in line
    assert "[[site]] 1:" in line


def test_names_are_compared_as_browsers_send_them() -> None:
    (site,) = read(ONE.replace('"a.cn"', '["政务.cn", "WWW.A.cn.", "[::0:1]", "10.0.0.1"]')).sites
    assert site.hosts == (b"xn--zfr164b.cn", b"www.a.cn", b"::1", b"10.0.0.1")


def test_settings_that_only_make_sense_together_are_not_blamed_for_a_third() -> None:
    text = ONE + 'cert_file = "a.pem"\nkey_file = "b.pem"\nidle_seconds = 0'
    (line,) = problems(text)
    assert "idle_seconds" in line


@pytest.mark.parametrize("kind", [ProxySettings, ServerSettings, Settings])
def test_every_default_can_be_written_in_toml(kind: type) -> None:
    """The document of all defaults is read back as the defaults."""
    for field in dataclasses.fields(kind):
        value = getattr(kind(), field.name)
        plain = list(value) if isinstance(value, tuple) else value
        assert isinstance(plain, str | int | float | bool | list | dict | None)
