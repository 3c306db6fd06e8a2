"""A workbook is a zip archive of XML: what it claims to hold is looked at before anything is unpacked, and what a
spreadsheet library would turn into memory is looked at before it does."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date
from xml.etree import ElementTree

from services.directory.imports import limits
from services.directory.imports.model import Unusable

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,4})(\d{1,9})\"[^>]*>")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass
class Inspected:
    """What the library does not tell: by part name, cells that hold no value, and the day of serial number 0."""

    faults: dict[int, dict[tuple[int, int], str]] = field(default_factory=dict)
    epoch: date = _EPOCH


def looks_like_workbook(data: bytes) -> bool:
    """Whether to read it as a workbook. Raises Unusable for those that cannot be read: encrypted, of the old kind."""
    if data.startswith(_OLE2):
        # An encrypted .xlsx is wrapped in the container of the old formats, under this name in UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unusable("file-encrypted")
        raise Unusable("file-old-format")
    return data.startswith(b"PK")


def inspect(data: bytes) -> Inspected:
    """Look a workbook over. Raises Unusable when it is corrupt, encrypted, no workbook, or holds too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive)
            return _look(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ElementTree.ParseError):
        raise Unusable("file-corrupt") from None
    except RuntimeError:
        # zipfile: the part is encrypted.
        raise Unusable("file-encrypted") from None


def _check_directory(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > limits.PARTS:
        raise Unusable("file-too-many-parts", limit=str(limits.PARTS))
    unpacked = 0
    for part in parts:
        unpacked += part.file_size
        if part.file_size > limits.RATIO_FROM_BYTES and part.file_size > limits.RATIO * max(1, part.compress_size):
            raise Unusable("file-bomb", ratio=str(limits.RATIO))
    if unpacked > limits.UNPACKED_BYTES:
        raise Unusable("file-unpacks-too-large", limit=str(limits.UNPACKED_BYTES // 2**20))
    if "xl/workbook.xml" not in archive.namelist():
        raise Unusable("file-no-workbook")


def _look(archive: zipfile.ZipFile) -> Inspected:
    # A directory may lie about sizes: every part that is read later is unpacked here once, with a bound.
    found = Inspected()
    workbook = _part(archive, "xl/workbook.xml")
    if re.search(rb"date1904=\"(1|true)\"", workbook):
        found.epoch = _EPOCH_1904
    for number, name in enumerate(_sheet_parts(archive, workbook)):
        if name in archive.namelist():
            found.faults[number] = _faults(_part(archive, name))
    if "xl/sharedStrings.xml" in archive.namelist():
        _part(archive, "xl/sharedStrings.xml")
    return found


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    claimed = archive.getinfo(name).file_size
    with archive.open(name) as stream:
        content = stream.read(claimed + 1)
    if len(content) > claimed:
        raise Unusable("file-corrupt")
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        # No spreadsheet program writes these; they make a few bytes into very many.
        raise Unusable("file-corrupt")
    return content


def _sheet_parts(archive: zipfile.ZipFile, workbook: bytes) -> list[str]:
    """The names of the sheets' parts in the order of the workbook."""
    # Entities, which make parsing untrusted XML dangerous, were refused by _part.
    relations = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        for relation in ElementTree.fromstring(_part(archive, "xl/_rels/workbook.xml.rels")):  # noqa: S314
            target = relation.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
            relations[relation.get("Id")] = whole
    names = []
    for element in ElementTree.fromstring(workbook).iter():  # noqa: S314 - as above
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), None)
            names.append(relations.get(key, ""))
    return names


def _faults(content: bytes) -> dict[tuple[int, int], str]:
    """Formulas, those without a kept value, and error values. Raises Unusable where cells lie further out than
    allowed: the library would make room for all in between."""
    for match in _CELL.finditer(content):
        if match.group(0).endswith(b"/>"):
            continue
        if int(match[2]) > limits.ROWS:
            raise Unusable("sheet-too-many-rows", limit=str(limits.ROWS))
        if _column(match[1]) >= limits.COLUMNS:
            raise Unusable("sheet-too-many-columns", limit=str(limits.COLUMNS))
    if not re.search(rb"<(?:\w+:)?f[\s>/]|\bt=\"e\"", content):
        return {}
    faults: dict[tuple[int, int], str] = {}
    for _, element in ElementTree.iterparse(io.BytesIO(content)):  # noqa: S314 - as above
        if element.tag.rpartition("}")[2] != "c":
            continue
        fault = _fault(element)
        place = re.fullmatch(r"([A-Z]+)(\d+)", element.get("r", ""))
        if fault and place:
            faults[int(place[2]) - 1, _column(place[1].encode())] = fault
        element.clear()
    return faults


def _fault(cell: ElementTree.Element) -> str | None:
    if cell.get("t") == "e":
        return "error-value"
    formula = any(child.tag.rpartition("}")[2] == "f" for child in cell)
    value = next((child.text for child in cell if child.tag.rpartition("}")[2] == "v"), None)
    if not formula:
        return None
    # An empty text is what a formula may well give: it is kept as <v></v> with t="str".
    return "formula-without-value" if value is None and cell.get("t") != "str" else "formula"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
