"""Recognition: what is on a picture of a page? Turned and set straight first, seals taken off."""

import math
from collections.abc import Sequence

import numpy as np

from .page import RecognizedLine, RecognizedPage, points_of_pixel
from .recognizer import Corners, Picture, Reading, Recognizer, recognizer, size_of
from .rulings import Ruling, rulings
from .seals import without_seals
from .signs import with_usual_signs

_LEAST = 0.5  # confidence: of less, nothing is kept
_UPRIGHT = 0.85  # confidence: with more, a page is not upside down
_LINE = 4.0  # times as long as high: what tells by how much a page leans
_LEAST_LEAN = 0.0015  # radians
_MOST_LEAN = math.radians(20)
_BESIDE = 2.0  # points
_STRIP = 0.75  # of the height of its ink: how far a line's characters reach from its middle
_Line = tuple[Corners, Reading]


def recognized_page(picture: Picture) -> RecognizedPage:
    """Return what is on a picture of a page, upright."""
    reader = recognizer()
    picture = without_seals(picture)
    corners = reader.spot(picture)
    if _lies_on_its_side(corners):
        picture, corners = _turned(picture, corners)
    lines = _read(reader, picture, corners)
    if lines and _mean(lines) < _UPRIGHT:
        other, others = _turned(*_turned(picture, corners))
        upside_down = _read(reader, other, others)
        if _mean(upside_down) > _mean(lines):
            picture, lines = other, upside_down
    lean = _lean([corners for corners, _ in lines])
    high, wide = picture.shape[:2]
    straight = _Straight(lean, wide, high)
    drawn = rulings(straight.picture(picture))
    return _page(lines, drawn, straight)


class _Straight:
    """What sets a picture straight that leans; places on it become points on an A4 page."""

    def __init__(self, lean: float, wide: int, high: int) -> None:
        self.wide, self.high = wide, high
        self.scale = points_of_pixel(wide, high)
        self._lean = lean
        self._cos, self._sin = math.cos(lean), math.sin(lean)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the picture stands, in pixels."""
        x, y = float(x) - self.wide / 2, float(y) - self.high / 2
        return (
            x * self._cos + y * self._sin + self.wide / 2,
            y * self._cos - x * self._sin + self.high / 2,
        )

    def picture(self, picture: Picture) -> Picture:
        """Return the picture, straight and grey."""
        import cv2  # noqa: PLC0415

        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        if abs(self._lean) < _LEAST_LEAN:
            return np.asarray(grey, dtype=np.uint8)
        matrix = cv2.getRotationMatrix2D(
            (self.wide / 2, self.high / 2), math.degrees(self._lean), 1
        )
        size = (self.wide, self.high)
        return np.asarray(cv2.warpAffine(grey, matrix, size, borderValue=255), dtype=np.uint8)


def _read(reader: Recognizer, picture: Picture, corners: Sequence[Corners]) -> list[_Line]:
    readings = reader.read(picture, corners)
    return [
        (place, reading)
        for place, reading in zip(corners, readings, strict=True)
        if reading.confidence >= _LEAST and reading.text.strip()
    ]


def _mean(lines: Sequence[_Line]) -> float:
    """Return the confidence of a page's characters."""
    count = sum(len(reading.text) for _, reading in lines)
    return sum(reading.confidence * len(reading.text) for _, reading in lines) / max(1, count)


def _lies_on_its_side(corners: Sequence[Corners]) -> bool:
    upright = across = 0.0
    for box in corners:
        left, top = box.min(axis=0)
        right, bottom = box.max(axis=0)
        wide, high = right - left, bottom - top
        if high > 1.5 * wide:
            across += high
        elif wide > 1.5 * high:
            upright += wide
    return across > upright


def _turned(picture: Picture, corners: Sequence[Corners]) -> tuple[Picture, list[Corners]]:
    """Turn a picture by a quarter, counter-clockwise, and the lines on it."""
    wide = picture.shape[1]
    turned = [np.stack([box[:, 1], wide - 1 - box[:, 0]], axis=1) for box in corners]
    return np.ascontiguousarray(np.rot90(picture)), [_ordered(box) for box in turned]


def _ordered(box: Corners) -> Corners:
    """Return corners from the upper left one on, clockwise."""
    order = np.argsort(box[:, 0], kind="stable")
    left, right = box[order[:2]], box[order[2:]]
    (a, d), (b, c) = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([a, b, c, d], dtype=np.float32)


def _lean(corners: Sequence[Corners]) -> float:
    """Return by how much lines of text fall, in radians: of most of their length."""
    angles = []
    for a, b, c, d in corners:
        wide, high = size_of(np.array([a, b, c, d]))
        if wide >= _LINE * high:
            across = (b - a) + (c - d)
            angles.append((math.atan2(across[1], across[0]), wide))
    angles.sort()
    half = sum(wide for _, wide in angles) / 2
    for angle, wide in angles:
        half -= wide
        if half <= 0:
            return float(angle) if abs(angle) < _MOST_LEAN else 0.0
    return 0.0


def _page(lines: Sequence[_Line], drawn: Sequence[Ruling], straight: _Straight) -> RecognizedPage:
    scale = straight.scale
    found = []
    for (a, b, c, d), reading in lines:
        begin = straight.point(*((a + d) / 2))
        end = straight.point(*((b + c) / 2))
        left, wide = begin[0] * scale, (end[0] - begin[0]) * scale
        text, places = with_usual_signs(reading.text, reading.places)
        found.append(
            RecognizedLine(
                text,
                round(reading.confidence, 3),
                round(left, 1),
                round(left + wide, 1),
                round((begin[1] + end[1]) / 2 * scale, 1),
                round(size_of(np.array([a, b, c, d]))[1] * reading.ink * scale, 1),
                tuple(round(left + place * wide, 1) for place in places),
            )
        )
    rules = (tuple(round(place * scale, 1) for place in ruling) for ruling in drawn)
    kept = tuple((a, b, c, d) for a, b, c, d in rules if not _is_of_type((a, b, c, d), found))
    wide, high = round(straight.wide * scale, 1), round(straight.high * scale, 1)
    return RecognizedPage(wide, high, tuple(found), kept)


def _is_of_type(ruling: Ruling, lines: Sequence[RecognizedLine]) -> bool:
    """Say whether a ruling is a stroke of a character: it reaches nowhere out of a line of text."""
    x, y, to_x, to_y = ruling
    return any(
        line.left - _BESIDE <= x
        and to_x <= line.right + _BESIDE
        and abs((y + to_y) / 2 - line.middle) + (to_y - y) / 2 <= _STRIP * line.height
        for line in lines
    )
