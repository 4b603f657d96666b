"""Rulings: which lines are drawn on a picture, as the tables of a page have them?"""

import numpy as np
from numpy.typing import NDArray

_LEAST_LEVEL, _LEAST_STEEP = 0.05, 0.025  # of the page's shorter side: most type is smaller
_THICKEST = 0.008  # of the page's shorter side
_DARKER = 12  # than what is around, of 255
_AROUND = 31  # pixels
_MOST_LINES = 2000

Grey = NDArray[np.uint8]  # rows of pixels
Ruling = tuple[float, float, float, float]  # from x, y to x, y in pixels, from the upper left


def rulings(picture: Grey) -> list[Ruling]:
    """Return the level and the steep lines of a picture that stands upright."""
    import cv2  # noqa: PLC0415

    ink = cv2.adaptiveThreshold(
        picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _DARKER
    )
    shorter = min(picture.shape)
    level = _runs(ink, round(_LEAST_LEVEL * shorter), 1)
    steep = _runs(ink, 1, round(_LEAST_STEEP * shorter))
    thickest = max(3.0, _THICKEST * shorter)
    found: list[Ruling] = []
    for mask, is_level in ((level, True), (steep, False)):
        _, _, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        for left, top, wide, high, _ in boxes[1 : _MOST_LINES + 1]:
            x, y = left + wide / 2, top + high / 2
            if is_level and high <= thickest:
                found.append((float(left), float(y), float(left + wide), float(y)))
            elif not is_level and wide <= thickest:
                found.append((float(x), float(top), float(x), float(top + high)))
    return found


def _runs(ink: Grey, wide: int, high: int) -> Grey:
    """Return the runs of ink at least so wide and so high, small gaps closed."""
    import cv2  # noqa: PLC0415

    thicker = cv2.dilate(ink, np.ones((3, 1) if high == 1 else (1, 3), np.uint8))
    kernel = np.ones((max(high, 1), max(wide, 1)), np.uint8)
    runs: Grey = cv2.morphologyEx(thicker, cv2.MORPH_OPEN, kernel)
    return runs
