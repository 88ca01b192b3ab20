"""Reads a QR code from its picture as a phone does, by ISO/IEC 18004, without mending errors.

Versions 1 to 6 at level M, which are enough for an address; the picture must be upright.
"""

from __future__ import annotations

from playwright.sync_api import Locator

# Every pixel of the picture, drawn large on white: 1 for dark, 0 for light.
LOOK = """image => {
  const side = 1000;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, side, side);
  context.drawImage(image, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  const isDark = at => data[at] + data[at + 1] + data[at + 2] < 384;
  return Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => (isDark(4 * (y * side + x)) ? "1" : "0")).join(""));
}"""
FORMAT_MASK = 0b101010000010010
# Table 9: how many blocks, and how many data codewords in each, at level M, which is 00
BLOCKS = {1: (1, 16), 2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}
MASKS = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _: row % 2 == 0,
    lambda _, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def read_qr_code(image: Locator) -> str:
    """What the code in an image says."""
    return _text(_modules(image.evaluate(LOOK)))


def _modules(rows: list[str]) -> list[list[bool]]:
    dark = [y for y, row in enumerate(rows) if "1" in row]
    top, bottom = dark[0], dark[-1] + 1
    left = rows[top].index("1")
    finder = len(rows[top][left:].split("0", 1)[0])  # seven modules wide
    module = finder / 7
    size = round((bottom - top) / module)
    quiet = min(top, left, len(rows) - bottom)
    assert quiet >= 3.9 * module, "a phone needs four light modules around the code"
    return [
        [
            rows[int(top + (y + 0.5) * module)][int(left + (x + 0.5) * module)] == "1"
            for x in range(size)
        ]
        for y in range(size)
    ]


def _text(modules: list[list[bool]]) -> str:
    size = len(modules)
    version, rest = divmod(size - 17, 4)
    assert rest == 0
    assert version in BLOCKS, f"{size} modules"
    # column 8 from the top and row 8 from the right corner hold the level and the mask
    format_bits = [modules[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)]
    format_bits += [modules[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    information = _number(format_bits) ^ FORMAT_MASK
    assert information >> 13 == 0, "not at level M"
    mask = MASKS[information >> 10 & 0b111]
    bits = [modules[y][x] != mask(y, x) for y, x in _path(size, version)]
    codewords = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    count, length = BLOCKS[version]
    data = [codewords[block + count * at] for block in range(count) for at in range(length)]
    stream = "".join(f"{codeword:08b}" for codeword in data)
    assert stream[:4] == "0100", "not in bytes"
    letters = int(stream[4:12], 2)
    return bytes(int(stream[at : at + 8], 2) for at in range(12, 12 + 8 * letters, 8)).decode()


def _path(size: int, version: int) -> list[tuple[int, int]]:
    """The places of data in their order: two columns at a time, from the right, up and down."""
    path = []
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):  # column 6 is the timing pattern
        for y in range(size - 1, -1, -1) if upwards else range(size):
            path += [(y, x) for x in (right, right - 1) if not _is_pattern(y, x, size, version)]
        upwards = not upwards
    return path


def _is_pattern(y: int, x: int, size: int, version: int) -> bool:
    in_finder = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
    alignment = size - 7
    in_alignment = version > 1 and abs(y - alignment) <= 2 and abs(x - alignment) <= 2
    return in_finder or in_alignment or y == 6 or x == 6


def _number(bits: list[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
