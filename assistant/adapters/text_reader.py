"""Reads plain text in the usual encodings, its line ends unchanged."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from assistant.documents.document_title import title_line
from assistant.documents.furniture import furniture_spans
from assistant.documents.headings import content_lines
from assistant.errors import EmptyDocument, LimitExceeded, UnreadableDocument
from assistant.model import Extracted

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.ports import ReadLimits

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


class TextReader:
    """Plain text: the decoded file is the text."""

    suffixes = frozenset([".txt", ".text"])

    def read(self, path: Path, limits: ReadLimits) -> Extracted:
        """The file's text; its title is a first line that stands apart. Raises DocumentError."""
        text = decoded(read_bytes(path, limits), path)
        lines = content_lines(text, furniture_spans(Extracted(text)))
        title = title_line(text, lines)
        return Extracted(text, title=text[title.start : title.end] if title else "")


def read_bytes(path: Path, limits: ReadLimits) -> bytes:
    """The file's bytes. Raises DocumentError when it is missing, empty or over the limit."""
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise LimitExceeded(
                f"the file has {size:,} bytes, over the limit of {limits.bytes:,}",
                where=str(path),
                do="Split the file, or raise the limit in the settings.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"the file cannot be opened ({error.strerror})", where=str(path), do="Check the path and its permissions."
        ) from error
    if not content.strip(b"\x00\t\n\r "):
        raise EmptyDocument("the file is empty", where=str(path), do="Remove it or put its text in.")
    return content


def decoded(content: bytes, path: Path) -> str:
    """The text of the bytes: by byte-order mark, as UTF-8, or in the encoding that fits best. Raises DocumentError."""
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return _text_of(content, encoding, path)
    if unmarked := _unmarked_utf16(content):
        return _text_of(content, unmarked, path)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _text_of(content, _guessed(content), path)
    if _is_binary(content, text):
        raise UnreadableDocument(
            "the file holds no text but binary data", where=str(path), do="Give it the suffix of its real format."
        )
    if not text.strip("\ufeff \t\r\n"):
        raise EmptyDocument("the file holds no text", where=str(path), do="Remove it or put its text in.")
    return text


def _text_of(content: bytes, encoding: str, path: Path) -> str:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableDocument(
            f"the text cannot be decoded (tried UTF-8 and {encoding})", where=str(path), do="Save the file as UTF-8."
        ) from error
    if not text.strip():
        raise EmptyDocument("the file holds no text", where=str(path), do="Remove it or put its text in.")
    return text


def _is_binary(content: bytes, text: str) -> bool:
    """Whether control characters make up a tenth of what should be text."""
    return sum(byte in _CONTROLS for byte in content[:4096]) > 0.1 * min(len(content), 4096) or "\x00" in text


def _unmarked_utf16(content: bytes) -> str | None:
    """The UTF-16 encoding of bytes without a byte-order mark: zero bytes in them, and usual characters when decoded."""
    if b"\x00" not in content or len(content) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = content[:8192].decode(encoding, errors="replace")
        usual = sum(char in "\t\r\n" or " " <= char <= "ÿ" or _is_usual(char) for char in text)
        if usual >= 0.95 * len(text):
            return encoding
    return None


def _is_usual(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char in "，。；：、？！（）《》“”‘’　〔〕【】—…–€"


def _guessed(content: bytes) -> str:
    """GB18030 when all of the text is valid in it and mostly Chinese, else what charset-normalizer finds."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        pass
    else:
        wide = [char for char in text if ord(char) > 127]
        common = sum(map(_is_usual, wide))
        if wide and common >= 0.9 * len(wide) and len(wide) >= 8:
            return "gb18030"
    import charset_normalizer

    best = charset_normalizer.from_bytes(content[:200_000]).best()
    return best.encoding if best is not None else "gb18030"
