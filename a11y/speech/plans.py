"""The body of a plan request: read within bounds, checked, turned into blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from a11y import posted
from a11y.posted import RefusedError
from a11y.speech import limits
from a11y.speech.planned import DEFAULT_LANGUAGE, Block

if TYPE_CHECKING:
    from starlette.requests import Request

# BCP 47 has more rules; this keeps out what is no tag at all.
_TAG = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Blocks of a page. ``continued``: others were planned before, so nothing waits for these.

    ``token`` is what the page shows of ours, if anything; ``language`` the page's.
    """

    blocks: list[Block]
    continued: bool
    language: str
    token: str

    @property
    def chars(self) -> int:
        """How many characters of text it holds."""
        return sum(len(block.text) for block in self.blocks)


def most_bytes(most_chars: int) -> int:
    """How long the body of a plan request for so many characters may be."""
    return most_chars * posted.BYTES_PER_CHAR + limits.PLAN_BYTES_EXTRA


async def read(request: Request, most_chars: int) -> PlanRequest:
    """What a plan request asks for. Raises RefusedError."""
    wanted = _request(await posted.read_json(request, most_bytes(most_chars)))
    if wanted.chars > most_chars:
        raise RefusedError(413, "long")
    return wanted


def _request(plan: Any) -> PlanRequest:
    """Raises RefusedError unless ``plan`` has the shape of version 1."""
    if not isinstance(plan, dict) or plan.get("v") != 1:
        raise RefusedError(400, "shape")
    blocks, token = plan.get("blocks"), plan.get("token", "")
    language = _language(plan.get("language", DEFAULT_LANGUAGE))
    if not isinstance(blocks, list) or not isinstance(token, str) or language is None:
        raise RefusedError(400, "shape")
    if len(blocks) > limits.PLAN_BLOCKS:
        raise RefusedError(413, "long")
    is_continued = plan.get("continued") is True
    return PlanRequest([_block(block) for block in blocks], is_continued, language, token)


def _language(tag: Any) -> str | None:
    """A language tag; None for what is none. Blocks without one have None, too."""
    return tag if isinstance(tag, str) and _TAG.fullmatch(tag) else None


def _block(block: Any) -> Block:
    if not isinstance(block, dict):
        raise RefusedError(400, "shape")
    name, text = block.get("id"), block.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        raise RefusedError(400, "shape")
    if len(name) > limits.BLOCK_ID_CHARS:
        raise RefusedError(400, "shape")
    # Pages say all sorts of things in lang=""; what is no tag is as if it were not there.
    return Block(name, text, _language(block.get("language")))
