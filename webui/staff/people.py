"""People: who has a password? A file that the administrator keeps, and `zhengsou password` writes.

key = "…"                              signs cookies; made with the first password
[passwords]
"王芳" = "$argon2id$v=19$…"             Argon2id, RFC 9106; a line that is deleted locks out
"""

import re
import secrets
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from search.errors import SettingsError, system_reason
from search.followed_file import FollowedFile, write_checked

LEAST_CHARACTERS, MOST_CHARACTERS = 10, 200  # of a password
_NAME = re.compile(r"[\w.@-]{1,64}")
_HASHER = PasswordHasher()  # the library's defaults: RFC 9106, low memory (64 MB)
_ONE_AT_A_TIME = threading.Lock()  # each takes 64 MB, and a processor
#: What a name that is not known is compared with: it takes as long as one that is.
_NOBODY = _HASHER.hash(secrets.token_hex())


@dataclass(frozen=True, slots=True)
class People:
    """Names, what their passwords are compared with, and what signs their cookies."""

    key: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)

    def mark_of(self, name: str) -> str | None:
        """Return what changes with a person's password; None for one who has none."""
        found = self.hashes.get(name)
        return sha256(found.encode()).hexdigest()[:16] if found else None

    def verify(self, name: str, password: str) -> bool:
        """Say whether a password is a person's; it takes as long for one who is not known."""
        with _ONE_AT_A_TIME:
            try:
                _HASHER.verify(self.hashes.get(name, _NOBODY), password[: MOST_CHARACTERS + 1])
            except (VerificationError, InvalidHashError):
                return False
        return name in self.hashes


NOBODY = People()


def is_name(text: str) -> bool:
    """Say whether a text can be a person's name: letters of any script, digits, and . _ @ -"""
    return _NAME.fullmatch(text) is not None


def read_people(path: Path) -> People:
    """Read a file of passwords. Raises SettingsError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: {system_reason(error)}") from error
    except ValueError as error:
        raise SettingsError(f"{path}: 不是 zhengsou password 写的文件（{error}）") from error
    key, hashes = tables.get("key"), tables.get("passwords", {})
    is_ours = isinstance(hashes, dict) and all(isinstance(one, str) for one in hashes.values())
    if not isinstance(key, str) or not key or not is_ours:
        raise SettingsError(f"{path}: 不是 zhengsou password 写的文件")
    return People(key, hashes)


class PeopleFile(FollowedFile[People]):
    """A file of passwords that may change while it is in use; without it nobody has one."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(path, read_people, NOBODY)


def write_password(path: Path, name: str, password: str | None) -> None:
    """Give a person a password; None: none any more. Only who runs this may read the file.

    Raises SettingsError, OSError.
    """
    people = read_people(path) if path.exists() else People(secrets.token_hex(32))
    hashes = {known: one for known, one in people.hashes.items() if known != name}
    if password is not None:
        hashes[name] = _HASHER.hash(password)
    lines = [f'key = "{people.key}"', "[passwords]", *(f'"{n}" = "{h}"' for n, h in hashes.items())]
    write_checked(path, "\n".join([*lines, ""]), read_people, is_private=True)
