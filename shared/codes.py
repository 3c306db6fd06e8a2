"""One-time codes that people read off a screen or a sheet of paper and type in.

Eight characters of Crockford's base 32 (https://www.crockford.com/base32.html): digits and capital letters without I,
L, O and U, and what looks alike is taken for what was meant. 2^40 codes are enough that thousands may be out at once,
on printed sheets, and guessing stays hopeless; of eight digits there are ten thousand times fewer.
"""

from __future__ import annotations

import hashlib
import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8

_ALIKE = str.maketrans("ILO", "110")
_GROUPED = re.compile(r"(?:[0-9A-Za-z][\s-]*){7}[0-9A-Za-z]")


def new_code() -> str:
    """Random; with a letter and a digit at least, so that neither a number nor a word is ever taken for a code."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if plain(code) is not None:
            return code


def plain(text: str) -> str | None:
    """The code in capitals without gaps, however it was written; None for what cannot be one."""
    written = text.strip()
    if not _GROUPED.fullmatch(written):
        return None
    code = re.sub(r"[\s-]", "", written).upper()
    if not any(char.isdigit() for char in code) or not any(char.isalpha() for char in code):
        return None
    code = code.translate(_ALIKE)
    return code if all(char in ALPHABET for char in code) else None


def grouped(code: str) -> str:
    """``7K3M-9QXD``: two halves are easier to read out and to type than eight characters in a row."""
    return f"{code[:4]}-{code[4:]}"


def digest(code: str, salt: bytes) -> str:
    """What is kept of a code: scrypt, because a code of this length is soon tried through with anything faster."""
    return hashlib.scrypt(code.encode(), salt=salt, n=2**13, r=8, p=1, dklen=32).hex()
