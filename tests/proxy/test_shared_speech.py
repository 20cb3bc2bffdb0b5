"""Reading aloud with several workers: whoever is asked for a clip has it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proxy.command import running
from tests.proxy.wire import portal

pytest.importorskip("espeakng_loader", reason="a11y-care[speech] is not installed")
pytest.importorskip("lameenc", reason="a11y-care[speech] is not installed")

SITE = '[[site]]\nhost = "a.cn"\nupstream = "{}"\nspeech = "espeak"\n'


def test_a_clip_is_got_from_any_worker(tmp_path: Path) -> None:
    body = json.dumps({"v": 1, "blocks": [{"id": "1", "text": "您好,请问办理社保要带什么?"}]})
    with portal() as origin, running(tmp_path, SITE.format(origin.url), "workers = 2\n") as proxy:
        with proxy.visit() as visitor:
            visitor.send(
                b"POST /_a11y/speech/plan HTTP/1.1\r\nHost: a.cn\r\nOrigin: http://a.cn\r\n"
                b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(body.encode()), body.encode())
            )
            answer = visitor.response()
        assert answer.status == 200, answer
        clips = [clip["id"] for clip in json.loads(answer.body)["clips"]]
        for _ in range(8):
            for clip in clips:
                sound = proxy.get("a.cn", f"/_a11y/speech/{clip}.mp3")
                assert sound.status == 200
                assert len(sound.body) > 1000
        metrics = proxy.metrics()
        assert metrics['a11y_proxy_speech_total{event="plans",site="a.cn"}'] == 1
        assert metrics['a11y_proxy_speech_total{event="made",site="a.cn"}'] == len(clips)
        assert proxy.end() == 0
