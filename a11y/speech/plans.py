"""The body of a plan request: read within bounds, checked, turned into blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from a11y import posted
from a11y.posted import RefusedError
from a11y.speech import limits
from a11y.speech.service import Block

if TYPE_CHECKING:
    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Blocks of a page. ``continued``: others were planned before, so nothing waits for these."""

    blocks: list[Block]
    continued: bool


def most_bytes(most_chars: int) -> int:
    """How long the body of a plan request for so many characters may be."""
    return most_chars * posted.BYTES_PER_CHAR + limits.PLAN_BYTES_EXTRA


async def read(request: Request, most_chars: int) -> PlanRequest:
    """What a plan request asks for. Raises RefusedError."""
    wanted = _request(await posted.read_json(request, most_bytes(most_chars)))
    if sum(len(block.text) for block in wanted.blocks) > most_chars:
        raise RefusedError(413, "long")
    return wanted


def _request(plan: Any) -> PlanRequest:
    """Raises RefusedError unless ``plan`` has the shape of version 1."""
    if not isinstance(plan, dict) or plan.get("v") != 1:
        raise RefusedError(400, "shape")
    blocks, language = plan.get("blocks"), plan.get("language", "zh-CN")
    if not isinstance(blocks, list) or not isinstance(language, str) or len(language) > 35:
        raise RefusedError(400, "shape")
    if len(blocks) > limits.PLAN_BLOCKS:
        raise RefusedError(413, "long")
    return PlanRequest([_block(block) for block in blocks], plan.get("continued") is True)


def _block(block: Any) -> Block:
    if not isinstance(block, dict):
        raise RefusedError(400, "shape")
    name, text = block.get("id"), block.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        raise RefusedError(400, "shape")
    if len(name) > limits.BLOCK_ID_CHARS:
        raise RefusedError(400, "shape")
    return Block(name, text)
