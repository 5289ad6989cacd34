"""Bytes to text: UTF-8 by rule, other encodings by detection, binary refused."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from corpus.errors import UnreadableArticle

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, where: str) -> str:
    """Decode a file's bytes.

    A byte-order mark decides; else UTF-8; else what charset-normalizer finds. A file that is UTF-8
    but for some stray Windows-1252 bytes is read line by line.

    Raises:
        UnreadableArticle: empty, binary, or in no encoding that can be told.

    >>> decode("Türkiye".encode("cp1252"), "a.txt")
    'Türkiye'
    """
    if not data.strip():
        raise UnreadableArticle(where, "the file is empty")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_marked(data, encoding, where)
    if b"\x00" in data:
        raise UnreadableArticle(where, "a binary file, not text; convert it to .txt first")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_unmarked(data, where)


def _decode_marked(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(where, f"its byte-order mark says {encoding}, its bytes do not") from error


def _decode_unmarked(data: bytes, where: str) -> str:
    if _share_of_controls(data) > 0.02:
        raise UnreadableArticle(where, "a binary file, not text; convert it to .txt first")
    lines = data.splitlines(keepends=True)
    utf8 = [line for line in lines if _is_utf8(line) and not line.isascii()]
    if utf8:  # mostly UTF-8 with a few foreign lines: each line by itself
        return "".join(line.decode("utf-8" if _is_utf8(line) else "cp1252", "replace") for line in lines)
    try:  # the usual case on the web, and right for curly quotes and dashes
        return data.decode("cp1252")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
    if best is None:
        raise UnreadableArticle(where, "no known text encoding; save it as UTF-8")
    return str(best)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _share_of_controls(data: bytes) -> float:
    sample = data[:65536]
    return sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in sample) / len(sample)
