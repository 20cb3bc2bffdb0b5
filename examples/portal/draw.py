"""Draw the portal's pictures: ``drawings/top.jpg.svg`` becomes ``pages/images/top.jpg``.

Run by hand after a drawing was changed: ``python examples/portal/draw.py [name…]``. It needs the
development group (Playwright and a Chromium) and a Chinese font; the portal itself needs neither.
The pictures are committed, for they differ a little between machines with other fonts.
"""

from __future__ import annotations

import base64
import re
import struct
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from tests.chromium import launch_options  # noqa: E402  (the checkout is on the path only now)

PICTURES = HERE / "pages" / "images"
Frame = tuple[int, int, bytes]  # width, height, one palette index per pixel

# Paints the drawing on a canvas; the answer is a data URL, or the pixels as base64 RGBA.
PAINT = """async ([source, kind, frames]) => {
  const picture = new Image();
  picture.src = 'data:image/svg+xml;base64,' + source;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.width; canvas.height = picture.height;
  const paint = canvas.getContext('2d');
  paint.drawImage(picture, 0, 0);
  if (kind !== 'gif') return canvas.toDataURL(kind === 'jpg' ? 'image/jpeg' : 'image/png', 0.86);
  const width = canvas.width / frames, answer = [];
  for (let i = 0; i < frames; i++) {
    const pixels = paint.getImageData(i * width, 0, width, canvas.height).data;
    answer.push(btoa(Array.from(pixels, (byte) => String.fromCharCode(byte)).join('')));
  }
  return [width, canvas.height, ...answer].join(' ');
}"""


def main(names: list[str]) -> None:
    """Draw the named pictures, or all of them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        browser = playwright.chromium.launch(**launch_options(own))
        page = browser.new_page()
        for drawing in sorted((HERE / "drawings").glob("*.svg")):
            if not names or drawing.stem in names:
                (PICTURES / drawing.stem).write_bytes(picture(page, drawing))
        browser.close()


def picture(page: Page, drawing: Path) -> bytes:
    """The bytes of one picture, in the format that the drawing's name asks for."""
    source = drawing.read_text(encoding="utf-8")
    kind = drawing.stem.rpartition(".")[2]
    declared = re.search(r'data-frames="(\d+)"', source)
    frames = int(declared[1]) if declared else 1
    encoded = base64.b64encode(source.encode()).decode()
    answer = page.evaluate(PAINT, [encoded, kind, frames])
    if kind == "gif":
        width, height, *painted = answer.split(" ")
        return gif(int(width), int(height), [base64.b64decode(frame) for frame in painted])
    data = base64.b64decode(answer.partition(",")[2])
    return icon(data) if kind == "ico" else data


def icon(png: bytes) -> bytes:
    """An .ico file that holds one PNG of 32 by 32 pixels."""
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 32, 32, 0, 0, 1, 32, len(png), 22) + png


def gif(width: int, height: int, frames: list[bytes]) -> bytes:
    """A GIF89a file of RGBA frames, shown for half a second each, for ever.

    Colours are reduced to as many bits as fit a palette of 256.
    """
    for bits in range(8, 1, -1):
        reduced = [reduce_colours(frame, bits) for frame in frames]
        palette = sorted({colour for frame in reduced for colour in frame})
        if len(palette) <= 256:
            break
    place = {colour: index for index, colour in enumerate(palette)}
    table = b"".join(palette).ljust(768, b"\0")
    out = b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF7, 0, 0) + table
    if len(frames) > 1:
        out += b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    for frame in reduced:
        if len(frames) > 1:
            out += b"!\xf9\x04\0" + struct.pack("<H", 50) + b"\0\0"
        out += b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x08"
        data = compressed([place[colour] for colour in frame])
        blocks = (data[start : start + 255] for start in range(0, len(data), 255))
        out += b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"
    return out + b";"


def reduce_colours(rgba: bytes, bits: int) -> list[bytes]:
    """The pixels as RGB, each channel rounded to ``bits`` bits."""
    levels = (1 << bits) - 1
    steps = bytes(round(round(value * levels / 255) * 255 / levels) for value in range(256))
    even = rgba.translate(steps)
    return [even[start : start + 3] for start in range(0, len(even), 4)]


def compressed(indexes: list[int]) -> bytes:
    """LZW as GIF89a wants it (appendix F), with a clear code wherever the table is full."""
    clear, end = 256, 257
    codes: dict[tuple[int, ...], int] = {}
    size, total, filled = 9, 0, 0

    def put(code: int) -> None:
        nonlocal total, filled
        total |= code << filled
        filled += size

    put(clear)
    prefix: tuple[int, ...] = ()
    for index in indexes:
        longer = (*prefix, index)
        if len(longer) == 1 or longer in codes:
            prefix = longer
            continue
        put(codes[prefix] if len(prefix) > 1 else prefix[0])
        codes[longer] = end + 1 + len(codes)
        if codes[longer] == 1 << size:
            size += 1
        if codes[longer] == 4095:
            put(clear)
            codes, size = {}, 9
        prefix = (index,)
    put(codes[prefix] if len(prefix) > 1 else prefix[0])
    put(end)
    return total.to_bytes((filled + 7) // 8, "little")


if __name__ == "__main__":
    main(sys.argv[1:])
