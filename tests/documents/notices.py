"""Made-up notices laid out by clause, for tests that also flatten them to one line as web pages do."""

from __future__ import annotations

import re
from pathlib import Path

ALL = {file.stem: file.read_text(encoding="utf-8") for file in sorted(Path(__file__).with_name("notices").glob("*.md"))}

_IN_LINE = {"Annexes": "Annexes:", "附件": "附件：", "Signature": "", "落款": "", "Summary": ""}


def flattened(markdown: str, *, joint: str = " ") -> str:
    """The notice in one line, as it comes out of a page that lost its line ends."""
    parts = []
    for line in markdown.splitlines():
        words = re.sub(r"^#+\s*", "", line).strip()
        parts.append(_IN_LINE.get(words, words))
    return joint.join(part for part in parts if part)
