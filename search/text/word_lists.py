"""Word lists: how is a file read in which an administrator writes an entry a line?"""

from pathlib import Path

from ..errors import ZhengsouError, system_reason


def read_word_list(path: Path, name: str, fault: type[ZhengsouError]) -> list[str]:
    """Return the lines of a file in UTF-8; what is wrong is raised as `fault`, with its Chinese name."""
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise fault(f"{path}: 无法读取{name}: {system_reason(error)}") from error
    except UnicodeDecodeError as error:
        raise fault(f"{path}: 无法读取{name}，须为 UTF-8 文本") from error
