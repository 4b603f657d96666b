"""Installed: can scans be read here? If not, it is said how they can."""

from importlib.util import find_spec

_HOW = "pip install 'zhengsou[ocr]'"
_NEEDED = ("rapidocr", "onnxruntime", "cv2", "PIL")


def can_scan() -> bool:
    """Say whether scans can be read here."""
    return all(find_spec(name) is not None for name in _NEEDED)


def unread(what: str) -> str:
    """Say of a scan why it was not read, in Chinese, and how to have it read."""
    return f"{what}，没有认出文字" if can_scan() else f"{what}；要识别文字，请先 {_HOW}"


def reinstall(what: str) -> str:
    """Say, in Chinese, what is wrong with what is installed."""
    return f"{what}，请重新安装：{_HOW}"
