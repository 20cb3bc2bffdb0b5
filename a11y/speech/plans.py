"""The body of a plan request: read within bounds, checked, turned into blocks."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect, Request

from a11y.speech import limits
from a11y.speech.service import Block


class PlanError(Exception):
    """The request is refused: an HTTP status and an error code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Blocks of a page. ``continued``: others were planned before, so nothing waits for these."""

    blocks: list[Block]
    continued: bool


def most_bytes(most_chars: int) -> int:
    """How long the body of a plan request for so many characters may be."""
    return most_chars * limits.PLAN_BYTES_PER_CHAR + limits.PLAN_BYTES_EXTRA


async def read(request: Request, most_chars: int) -> PlanRequest:
    """What a plan request asks for. Raises PlanError."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise PlanError(415, "type")
    body = await _body(request, most_bytes(most_chars))
    try:
        plan = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise PlanError(400, "shape") from error
    wanted = _request(plan)
    if sum(len(block.text) for block in wanted.blocks) > most_chars:
        raise PlanError(413, "long")
    return wanted


async def _body(request: Request, most_bytes: int) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most_bytes:
        raise PlanError(413, "long")
    body = bytearray()
    try:
        async with asyncio.timeout(limits.BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most_bytes:
                    raise PlanError(413, "long")
    except TimeoutError as error:
        raise PlanError(408, "slow") from error
    except ClientDisconnect as error:
        raise PlanError(400, "shape") from error
    return bytes(body)


def _request(plan: Any) -> PlanRequest:
    """Raises PlanError unless ``plan`` has the shape of version 1."""
    if not isinstance(plan, dict) or plan.get("v") != 1:
        raise PlanError(400, "shape")
    blocks, language = plan.get("blocks"), plan.get("language", "zh-CN")
    if not isinstance(blocks, list) or not isinstance(language, str) or len(language) > 35:
        raise PlanError(400, "shape")
    if len(blocks) > limits.PLAN_BLOCKS:
        raise PlanError(413, "long")
    return PlanRequest([_block(block) for block in blocks], plan.get("continued") is True)


def _block(block: Any) -> Block:
    if not isinstance(block, dict):
        raise PlanError(400, "shape")
    name, text = block.get("id"), block.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        raise PlanError(400, "shape")
    if len(name) > limits.BLOCK_ID_CHARS:
        raise PlanError(400, "shape")
    return Block(name, text)
