"""What a run tells about each file: what was read, what looks wrong, and which other file it repeats."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant.documents.injection import instructions_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.errors import DocumentError
    from assistant.model import Extracted

Status = Literal["ok", "warning", "failed"]
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|\(cid:\d+\)")
_MOJIBAKE = re.compile(
    r"[ÃÂâ][\u0080-\u00bf€™œž]|ï¿½|锟斤拷|烫烫|屯屯|[ÐÑ][\u0080-\u00bf]|[åæçèéä][\u0080-\u00bf\u00a0-\u00bf][\u0080-\u00bf¼½¾]"
)
_PART = re.compile(r"[。．.;；:：，,!！?？\n]+")
_SKETCH_SIZE = 256
_SAME = 0.8


@dataclass(frozen=True, slots=True)
class Health:
    """The report on one file. `near_duplicate_of` is the path of an earlier file that says nearly the same."""

    path: str
    status: Status
    warnings: tuple[str, ...] = ()
    pages: int = 0
    pages_without_text: tuple[int, ...] = ()
    tables: int = 0
    seconds: float = 0.0
    clauses: int = 0
    passages: int = 0
    near_duplicate_of: str | None = None
    error: str | None = None

    def with_warning(self, warning: str) -> Health:
        """The same report with one more thing to look at."""
        status: Status = "failed" if self.status == "failed" else "warning"
        return replace(self, status=status, warnings=(*self.warnings, warning))


@dataclass(frozen=True, slots=True)
class Sketch:
    """A sample of a text's parts, small enough to keep for each file, by which texts are compared."""

    parts: frozenset[int]


def examine(path: str, extracted: Extracted, seconds: float) -> Health:
    """The report on a file that was read."""
    empty = tuple(page.number for page in extracted.pages if not extracted.text[page.start : page.end].strip())
    health = Health(
        path=path,
        status="ok",
        pages=len(extracted.pages),
        pages_without_text=empty,
        tables=extracted.tables,
        seconds=round(seconds, 3),
    )
    for warning in (*extracted.warnings, *_warnings(extracted, empty)):
        health = health.with_warning(warning)
    return health


def failed(path: str, error: DocumentError | str, seconds: float) -> Health:
    """The report on a file that could not be read."""
    return Health(path=path, status="failed", seconds=round(seconds, 3), error=str(error))


def _warnings(extracted: Extracted, empty: tuple[int, ...]) -> list[str]:
    found = []
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (", ..." if len(empty) > 10 else "")
        found.append(
            f"{len(empty)} of {len(extracted.pages)} pages have no text layer (page {shown}); "
            "run OCR on the file and ingest it again"
        )
    if (share := garbled_share(extracted.text)) > 0.01:
        found.append(f"about {share:.0%} of the text is garbled; save the file again with its fonts or in UTF-8")
    if spans := instructions_in(extracted.text):
        found.append(
            f"{len(spans)} passage(s) speak to an assistant, first: "
            f"{_shortened(extracted.text[spans[0].start : spans[0].end])!r}; they are shown as text and never obeyed"
        )
    return found


def _shortened(words: str, longest: int = 60) -> str:
    words = " ".join(words.split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def garbled_share(text: str) -> float:
    """How much of a text nobody can read, 0..1: replacement and private-use characters, "(cid:12)", wrong encodings."""
    if not text:
        return 0.0
    bad = sum(len(match[0]) for match in _UNREADABLE.finditer(text))
    bad += sum(2 * len(match[0]) for match in _MOJIBAKE.finditer(text))
    words = len(text) - text.count(" ") - text.count("\n")
    return min(1.0, bad / max(words, 1))


def sketch_of(text: str) -> Sketch:
    """The smallest hashes of the text's parts between marks: the same sample for texts that share most parts."""
    folded = unicodedata.normalize("NFKC", text).lower()
    parts = (re.sub(r"[\W_]+", "", part) for part in _PART.split(folded))
    hashes = {zlib.crc32(part.encode()) for part in parts if len(part) >= 4}
    return Sketch(frozenset(sorted(hashes)[:_SKETCH_SIZE]))


def likeness(one: Sketch, other: Sketch) -> float:
    """The estimated share of parts that two texts have in common, 0..1."""
    union = sorted(one.parts | other.parts)[:_SKETCH_SIZE]
    return sum(part in one.parts and part in other.parts for part in union) / len(union) if union else 0.0


def near_duplicates(sketches: Mapping[str, Sketch]) -> dict[str, str]:
    """For each text that nearly repeats an earlier one, in the order given: the earlier one."""
    holders: dict[int, list[str]] = {}
    found: dict[str, str] = {}
    for name, sketch in sketches.items():
        shared = Counter(holder for part in sketch.parts for holder in holders.get(part, ())[:50])
        for holder, count in shared.most_common(5):
            smaller = min(len(sketch.parts), len(sketches[holder].parts))
            if 2 * count >= _SAME * smaller and likeness(sketch, sketches[holder]) >= _SAME:
                found[name] = holder
                break
        if name not in found:
            for part in sketch.parts:
                holders.setdefault(part, []).append(name)
    return found
