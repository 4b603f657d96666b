"""Recognizer: where on a picture is text, and which characters is it? Models of PP-OCR, by rapidocr.

The models come with its wheel; their places are named to it, so it never asks a network for others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import UnreadableError
from .installed import reinstall

_LONGEST_SIDE = 1600  # pixels, of the picture in which text is looked for
_MOST_TIMES = 2.0  # a small picture is made larger
_MOST_SLIM = 80  # times as long as high: what is slimmer is no line
_LEAST_PIXELS = 6  # a line's height
_MOST_LINES = 1000
_WIDE = 1.35  # times the usual step from one character to the next: a gap
_SPECKS = 0.01  # of a line's ink

Picture = NDArray[np.uint8]  # rows of pixels: blue, green, red
Corners = NDArray[np.float32]  # of a line, x and y in pixels: upper left, then clockwise


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says."""

    text: str  # with a space where a gap is, or between Latin words
    confidence: float  # 0 to 1
    #: Where the middle of each character is: 0 at the line's beginning, 1 at its end.
    places: tuple[float, ...]
    ink: float  # how high its characters are, as a share of the strip it stands in


class Recognizer:
    """Loaded models, of one thread: readers are as many processes as there are processors."""

    def __init__(self) -> None:
        import cv2  # noqa: PLC0415 - optional
        import rapidocr  # noqa: PLC0415 - optional, and slow to load

        cv2.setNumThreads(1)
        models = Path(rapidocr.__file__).parent / "models"
        self._ocr: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.use_preprocess_img": False,
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.model_path": _model(models, "det"),
                "Det.limit_side_len": 32,
                "Rec.model_path": _model(models, "rec"),
            }
        )

    def spot(self, picture: Picture) -> list[Corners]:
        """Return where lines of text are."""
        import cv2  # noqa: PLC0415

        high, wide = picture.shape[:2]
        scale = min(_MOST_TIMES, _LONGEST_SIDE / max(high, wide))
        size = max(32, round(wide * scale)), max(32, round(high * scale))
        smaller = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)  # fmt: skip
        boxes = self._ocr(smaller, use_det=True, use_cls=False, use_rec=False).boxes
        found = () if boxes is None else boxes[:_MOST_LINES]
        times = np.array([wide / size[0], high / size[1]], dtype=np.float32)
        return [np.asarray(box, dtype=np.float32) * times for box in found]

    def read(self, picture: Picture, lines: Sequence[Corners]) -> list[Reading]:
        """Return what lines say, in their order; nothing of what is no line."""
        crops = {
            number: _crop(picture, corners)
            for number, corners in enumerate(lines)
            if _is_line(corners)
        }
        readings = [Reading("", 0.0, (), 0.0)] * len(lines)
        if not crops:
            return readings
        read = self._ocr.recognize_txt(list(crops.values()))
        found = zip(crops, read.txts, read.scores, read.word_results, strict=True)
        for number, text, score, words in found:
            readings[number] = _reading(text, float(score), words, _ink(crops[number]))
        return readings


@cache
def recognizer() -> Recognizer:
    """Return the models, loaded once in a process."""
    return Recognizer()


def _model(folder: Path, task: str) -> str:
    """Return where a model is that came with the wheel. Raises UnreadableError when none did."""
    found = sorted(folder.glob(f"*_{task}_*.onnx"))
    if not found:
        raise UnreadableError(reinstall("文字识别的模型不全"))
    return str(found[-1])


def _is_line(corners: Corners) -> bool:
    """Say whether corners are those of no speck, and of nothing too slim for the models."""
    wide, high = size_of(corners)
    return min(wide, high) >= _LEAST_PIXELS and wide <= _MOST_SLIM * high


def _crop(picture: Picture, corners: Corners) -> Picture:
    """Cut a line out of a picture, and straighten it."""
    import cv2  # noqa: PLC0415

    wide, high = size_of(corners)
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    cut: Picture = cv2.warpPerspective(
        picture,
        matrix,
        (int(wide), int(high)),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return cut


def _ink(crop: Picture) -> float:
    """Return how high the ink of a line is, as a share of its strip: specks above and below aside."""
    import cv2  # noqa: PLC0415

    grey = cv2.GaussianBlur(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), (3, 3), 0)
    _, black = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    reached = np.cumsum(black.sum(axis=1, dtype=np.float64))
    if reached[-1] == 0:
        return 1.0
    top, bottom = np.searchsorted(reached, [_SPECKS * reached[-1], (1 - _SPECKS) * reached[-1]])
    return float(bottom - top + 1) / len(reached)


def size_of(corners: Corners) -> tuple[float, float]:
    """Return the width and the height of a line, in pixels."""
    a, b, c, d = corners
    wide = max(np.linalg.norm(a - b), np.linalg.norm(d - c))
    return float(wide), float(max(np.linalg.norm(a - d), np.linalg.norm(b - c)))


def _reading(text: str, score: float, words: Any, ink: float) -> Reading:
    """Join what rapidocr tells of a line: its characters, and in which column of the model each stands."""
    columns = [column for word in words.word_cols for column in word]
    shown = [character for word in words.words for character in word]
    width = max(float(words.line_txt_len), 1.0)
    usual = float(np.median(np.diff(columns))) if len(columns) > 1 else 1.0
    places: list[float] = []
    kept = ""
    at = 0
    for character in text:
        if character.isspace():
            if 0 < at < len(columns):
                before, after = shown[at - 1], shown[at]
                is_wide = columns[at] - columns[at - 1] > _WIDE * usual
                if (is_wide and before.isalnum() and after.isalnum()) or (
                    _is_latin(before) and _is_latin(after)
                ):
                    kept += " "
                    places.append((columns[at - 1] + columns[at] + 1) / 2 / width)
            continue
        if at >= len(shown):
            break
        kept += character
        places.append(min((columns[at] + 0.5) / width, 1.0))
        at += 1
    return Reading(kept, score, tuple(places), ink)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
