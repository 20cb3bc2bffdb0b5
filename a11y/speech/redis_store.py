"""Clips and planned texts in Redis, for any number of machines."""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from a11y.errors import SettingsError, SpeechUnavailableError
from a11y.speech import limits
from a11y.speech.entry import Entry, pack, parse
from a11y.speech.store import Claim

_log = logging.getLogger("a11y.speech")
_Result = TypeVar("_Result")

# The braces keep all keys on one node of a cluster, as the script needs it.
_PREFIX = "{a11y-speech}:"
_SIZES, _USED, _TOTAL = (_PREFIX + name for name in ("sizes", "used", "total"))
# Redis on the same network answers in a millisecond. A visitor must not wait for one that is gone.
_TIMEOUT_SECONDS = 1.0
_PAUSE_SECONDS = 5.0
_CLAIM_MS = int(limits.CLAIM_SECONDS * 1000)

# Keep a clip, then remove the longest unused ones until age and size are within bounds. In one
# step, so that the sum stays right however many processes write and wherever they are killed.
# KEYS: sizes, used, total, clip. ARGV: id, bytes, now, oldest, limit, prefix, seconds.
_PUT = """
local function forget(id)
  redis.call('DECRBY', KEYS[3], redis.call('HGET', KEYS[1], id) or 0)
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
  redis.call('UNLINK', ARGV[6] .. id)
end
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then forget(ARGV[1]) end
redis.call('SET', KEYS[4], ARGV[2], 'EX', ARGV[7])
redis.call('HSET', KEYS[1], ARGV[1], #ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
local total = redis.call('INCRBY', KEYS[3], #ARGV[2])
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[4], 'LIMIT', 0, 100)) do
  forget(id)
end
total = tonumber(redis.call('GET', KEYS[3]))
while total > tonumber(ARGV[5]) do
  local oldest = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if not oldest then redis.call('SET', KEYS[3], 0) break end
  forget(oldest)
  total = tonumber(redis.call('GET', KEYS[3]))
end
return total
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class RedisStore:
    """One Redis for all. ``limit`` in bytes of clips, ``seconds`` since a clip was last used.

    Raises SettingsError for a URL that is none, SpeechUnavailableError without redis-py. A server
    that cannot be reached is left alone for five seconds and counts as empty.
    """

    is_shared = True

    def __init__(self, url: str, limit: int, seconds: float) -> None:
        try:
            import redis
        except ImportError as error:
            raise SpeechUnavailableError(
                "speech_store in Redis needs: pip install 'a11y-care[redis]'"
            ) from error
        try:
            self._redis = redis.Redis.from_url(
                url,
                socket_timeout=_TIMEOUT_SECONDS,
                socket_connect_timeout=_TIMEOUT_SECONDS,
                decode_responses=False,
            )
        except ValueError as error:
            raise SettingsError(f"speech_store: {error}") from error
        self._errors: tuple[type[Exception], ...] = (redis.RedisError, OSError)
        self._limit, self._seconds = limit, seconds
        self._until = 0.0
        self._lock = threading.Lock()

    def get(self, clip_id: str) -> Entry | None:
        """The clip, or None if it is not there or damaged (then it is removed)."""
        key = f"{_PREFIX}clip:{clip_id}"

        def ask() -> bytes | None:
            with self._redis.pipeline(transaction=False) as pipeline:
                pipeline.get(key)
                pipeline.zadd(_USED, {clip_id: time.time()}, xx=True)
                pipeline.expire(key, self._ttl)
                data = pipeline.execute()[0]
            return data if isinstance(data, bytes) else None

        data = self._try(ask, None)
        if data is None:
            return None
        if (entry := parse(data)) is None:
            self._try(lambda: self._redis.delete(key), None)
        return entry

    def put(self, clip_id: str, entry: Entry) -> None:
        """Keep a clip, and stay within the bounds."""
        now = time.time()
        keys = (_SIZES, _USED, _TOTAL, f"{_PREFIX}clip:{clip_id}")
        bounds = (now, now - self._seconds, self._limit, f"{_PREFIX}clip:", self._ttl)
        self._try(
            lambda: self._redis.eval(_PUT, len(keys), *keys, clip_id, pack(entry), *bounds), None
        )

    def put_texts(self, texts: Iterable[tuple[str, str]]) -> None:
        """Remember texts for an hour."""

        def ask() -> None:
            with self._redis.pipeline(transaction=False) as pipeline:
                for clip_id, text in texts:
                    # Pages may hold lone surrogates.
                    data = text.encode("utf-8", "surrogatepass")
                    pipeline.set(f"{_PREFIX}text:{clip_id}", data, ex=int(limits.TEXT_SECONDS))
                pipeline.execute()

        self._try(ask, None)

    def get_text(self, clip_id: str) -> str | None:
        """The text; its fitting the id is for the caller to see."""
        data = self._try(lambda: self._redis.get(f"{_PREFIX}text:{clip_id}"), None)
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8", "surrogatepass") if isinstance(data, bytes) else None
        return None

    def claim(self, clip_id: str) -> Claim | None:
        """A key of our own that goes away by itself; granted where Redis does not answer."""
        key, mine = f"{_PREFIX}claim:{clip_id}", secrets.token_bytes(12)
        granted = self._try(lambda: self._redis.set(key, mine, nx=True, px=_CLAIM_MS), True)
        return _RedisClaim(self, key, mine) if granted else None

    def release(self, key: str, mine: bytes) -> None:
        """Remove a claim if it still is that one."""
        self._try(lambda: self._redis.eval(_RELEASE, 1, key, mine), None)

    def close(self) -> None:
        """Close the connections."""
        with contextlib.suppress(*self._errors):
            self._redis.close()

    @property
    def _ttl(self) -> int:
        return max(1, int(self._seconds))

    def _try(self, ask: Callable[[], Any], otherwise: _Result) -> Any | _Result:
        """What Redis answers, or ``otherwise`` where it does not."""
        if time.monotonic() < self._until:
            return otherwise
        try:
            return ask()
        except self._errors as error:
            with self._lock:
                is_first = time.monotonic() >= self._until
                self._until = time.monotonic() + _PAUSE_SECONDS
            if is_first:
                _log.warning("the shared store of speech fails: %s", type(error).__name__)
            return otherwise


class _RedisClaim:
    def __init__(self, store: RedisStore, key: str, mine: bytes) -> None:
        self._store, self._key, self._mine = store, key, mine

    def release(self) -> None:
        self._store.release(self._key, self._mine)
