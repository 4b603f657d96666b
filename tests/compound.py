"""Compound files of OLE for the tests, with folders in them, made here after [MS-CFB]."""

import struct
from collections.abc import Mapping
from typing import Union

Folder = dict[str, Union[bytes, "Folder"]]
_SECTOR, _MINI, _LEAST = 512, 64, 4096
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(root: Mapping[str, "bytes | Folder"]) -> bytes:
    """Make a file of streams and folders; small streams stand in the one that holds such."""
    entries: list[dict[str, object]] = [{"name": "Root Entry", "kind": 5}]
    _add(root, entries, 0)
    mini, mini_table = b"", list[int]()
    sectors: list[bytes] = []
    table: list[int] = []
    for entry in entries[1:]:
        content = entry.get("content", b"")
        assert isinstance(content, bytes)
        entry["size"], entry["start"] = len(content), _END
        if len(content) >= _LEAST:
            entry["start"] = _chain(content, _SECTOR, sectors, table)
        elif content:
            parts: list[bytes] = []
            entry["start"] = len(mini_table)
            _chain(content, _MINI, parts, mini_table)
            mini += b"".join(parts)
    entries[0]["size"] = len(mini)
    entries[0]["start"] = _chain(mini, _SECTOR, sectors, table) if mini else _END
    listed = b"".join(struct.pack("<I", n) for n in mini_table)
    mini_at = _chain(listed, _SECTOR, sectors, table, b"\xff") if listed else _END
    packed = b"".join(map(_packed, entries))
    folder_at = _chain(packed, _SECTOR, sectors, table)
    count = 1
    while (len(table) + count) * 4 > count * _SECTOR:
        count += 1
    first = len(table)
    whole = [*table, *[_TABLE] * count]
    whole += [_FREE] * (count * 128 - len(whole))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    )
    mini_count = -(-len(listed) // _SECTOR)
    header += struct.pack("<IIIII", 0, count, folder_at, 0, _LEAST)
    header += struct.pack("<IIII", mini_at, mini_count, _END, 0)
    header += struct.pack("<109I", *[first + n if n < count else _FREE for n in range(109)])
    return header + b"".join(sectors) + struct.pack(f"<{len(whole)}I", *whole)


def _add(
    folder: Mapping[str, "bytes | Folder"], entries: list[dict[str, object]], parent: int
) -> None:
    """Add what is in a folder; its members hang on one another to the right, in their order."""
    previous = None
    for name, content in sorted(folder.items(), key=lambda item: (len(item[0]), item[0].upper())):
        number = len(entries)
        entries.append({"name": name, "kind": 2 if isinstance(content, bytes) else 1})
        entries[parent if previous is None else previous][
            "child" if previous is None else "right"
        ] = number
        previous = number
        if isinstance(content, bytes):
            entries[number]["content"] = content
        else:
            _add(content, entries, number)


def _chain(
    content: bytes, size: int, sectors: list[bytes], table: list[int], fill: bytes = b"\0"
) -> int:
    """Add a stream to sectors; return where it begins."""
    start = len(table)
    parts = [content[at : at + size].ljust(size, fill) for at in range(0, len(content), size)]
    sectors += parts
    table += [*range(start + 1, start + len(parts)), _END]
    return start


def _packed(entry: dict[str, object]) -> bytes:
    name = (str(entry["name"]) + "\0").encode("utf-16-le")
    links = struct.pack("<III", _FREE, entry.get("right", _FREE), entry.get("child", _FREE))
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB", len(name), entry["kind"], 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", entry.get("start", 0), entry.get("size", 0))
    )
