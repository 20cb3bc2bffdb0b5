"""Tokens and quotas: who may have how much planned."""

from __future__ import annotations

import pytest

from a11y.settings import Settings
from a11y.speech.gate import Gate, QuotaError, TokenError
from a11y.speech.keys import Keys
from a11y.speech.quotas import Quota, address_key
from a11y.speech.tokens import Tokens

KEY = "a key that replicas share"


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_token_is_good_for_every_process_with_the_key_and_for_a_time() -> None:
    clock = Clock()
    ours = Tokens(Keys(KEY), seconds=100, clock=clock)
    token = ours.make()
    name = ours.name_of(token)
    assert name
    assert Tokens(Keys(KEY), seconds=100, clock=clock).name_of(token) == name
    assert Tokens(Keys("another key of others"), clock=clock).name_of(token) is None
    assert ours.name_of(ours.make()) not in {name, None}
    clock.now += 101
    assert ours.name_of(token) is None
    clock.now -= 1000
    assert ours.name_of(token) is None, "good for longer than any that we make"


def test_a_token_that_was_changed_is_none() -> None:
    tokens = Tokens(Keys(KEY))
    token = tokens.make()
    assert len(token) == 48
    for at in range(48):
        other = "A" if token[at] != "A" else "B"
        assert tokens.name_of(token[:at] + other + token[at + 1 :]) is None
    for bad in ("", token[:-1], token + "A", "你" * 48, "\x00" * 48, "=" * 48):
        assert tokens.name_of(bad) is None


def test_a_quota_fills_again_as_time_passes() -> None:
    clock = Clock()
    quota = Quota(100, 50, clock=clock)
    assert quota.take("a", 60) == 0
    assert quota.take("a", 40) == 0
    assert quota.take("a", 10) == 5
    assert quota.take("b", 100) == 0, "another key has its own"
    clock.now += 5
    assert quota.take("a", 10) == 0
    clock.now += 1000
    assert quota.take("a", 100) == 0


def test_what_came_to_nothing_is_given_back() -> None:
    quota = Quota(100, 50, clock=Clock())
    quota.take("a", 80)
    quota.give_back("a", 80)
    quota.give_back("nobody", 80)
    assert quota.take("a", 100) == 0


def test_a_page_longer_than_the_quota_can_be_read_once() -> None:
    quota = Quota(100, 50, clock=Clock())
    assert quota.take("a", 250) == 0
    assert quota.take("a", 250) > 0


def test_without_a_limit_nothing_is_counted_and_old_keys_are_forgotten() -> None:
    assert all(Quota(0, 50).take("a", 10**9) == 0 for _ in range(3))
    quota = Quota(100, 50, keys=2, clock=Clock())
    for key in "abc":
        quota.take(key, 100)
    assert len(quota._used) == 2
    assert quota.take("c", 1) > 0


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("8.8.8.8", "8.8.8.8"),
        ("::ffff:8.8.8.8", "8.8.8.8"),
        ("2400:3200:1:2:3:4:5:6", "2400:3200:1:2::"),
        ("2400:3200:1:2::ffff", "2400:3200:1:2::"),
        ("127.0.0.1", None),
        ("10.1.2.3", None),
        ("100.64.0.1", None),
        ("fe80::1%eth0", None),
        ("::1", None),
        ("", None),
        (None, None),
        ("unix", None),
    ],
)
def test_addresses_that_tell_visitors_apart(host: str | None, key: str | None) -> None:
    assert address_key(host) == key


def test_a_plan_is_counted_by_its_token_and_its_address() -> None:
    gate = Gate(Settings(speech_address_chars=1000), Keys(KEY))
    token = gate.tokens.make()
    gate.enter(token, "8.8.8.8", 900)
    with pytest.raises(QuotaError) as caught:
        gate.enter(gate.tokens.make(), "8.8.8.8", 900)
    assert caught.value.seconds > 1000
    gate.enter(token, "8.8.4.4", 900).undo()
    gate.enter(token, "8.8.4.4", 1000)


def test_what_one_quota_refuses_is_not_taken_from_the_other() -> None:
    gate = Gate(Settings(speech_address_chars=1000), Keys(KEY))
    token = gate.tokens.make()
    gate.enter("", "8.8.8.8", 1000)
    for _ in range(3):
        with pytest.raises(QuotaError):
            gate.enter(token, "8.8.8.8", 200_000)
    gate.enter(token, "8.8.4.4", 290_000)
    with pytest.raises(QuotaError):
        gate.enter(token, "10.0.0.1", 290_000)


def test_a_token_is_asked_for_where_the_settings_say_so() -> None:
    gate = Gate(Settings(speech_tokens="required"), Keys(KEY))
    for bad in ("", "A" * 48):
        with pytest.raises(TokenError):
            gate.enter(bad, None, 1)
    gate.enter(gate.tokens.make(), None, 1)
    Gate(Settings(), Keys(KEY)).enter("", None, 1)
