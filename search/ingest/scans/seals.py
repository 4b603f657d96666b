"""Seals: what is left of a picture when the red of seals is taken off? The black beneath it stays.

A seal is red ink that hangs together and is about as wide as high; letters of a red head are smaller,
their line is flatter: they stay.
"""

import numpy as np

from .recognizer import Picture

_REDDER = 40  # by how much red is above green and blue, of 255
_LEAST_SIDE, _MOST_SIDE = 0.08, 0.5  # of the page's shorter side: A4 is 210 mm, a seal 30 to 50
_SLIMMEST = 0.6  # its shorter side, as a share of its longer one
_GAP = 0.006  # of the page's shorter side: over which pieces of a ring hang together
# Of the red channel: what is darker is black ink, what is lighter is paper or seal.
_BLACK, _WHITE = 90, 165
_MOST_SEALS = 20


def without_seals(picture: Picture) -> Picture:
    """Return a picture in which seals are white where nothing black stands beneath them."""
    import cv2  # noqa: PLC0415

    red = picture[:, :, 2].astype(np.int16)
    others = np.maximum(picture[:, :, 0], picture[:, :, 1]).astype(np.int16)
    mask = ((red - others) > _REDDER).astype(np.uint8)
    if not mask.any():
        return picture
    shorter = min(mask.shape)
    reach = max(3, round(_GAP * shorter) | 1)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    seals = [box for box in boxes[1:] if _is_seal(box, shorter)][:_MOST_SEALS]
    if not seals:
        return picture
    cleaned = picture.copy()
    for left, top, wide, high, _ in seals:
        rows = slice(max(top - reach, 0), top + high + reach)
        part = rows, slice(max(left - reach, 0), left + wide + reach)
        ink = (red[part] - _BLACK) * (255.0 / (_WHITE - _BLACK))
        cleaned[part] = np.clip(ink, 0, 255).astype(np.uint8)[:, :, None]
    return cleaned


def _is_seal(box: "np.ndarray[tuple[int], np.dtype[np.int32]]", shorter: int) -> bool:
    _, _, wide, high, _ = (int(value) for value in box)
    is_large = _LEAST_SIDE * shorter <= max(wide, high) <= _MOST_SIDE * shorter
    return is_large and min(wide, high) >= _SLIMMEST * max(wide, high)
