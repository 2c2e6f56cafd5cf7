"""HTML from text that nobody vouches for: everything is escaped, tags come from code only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_SIGNS: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#x27;",
    "$": "&#36;",
    "{": "&#123;",
    "}": "&#125;",
    "`": "&#96;",
}
"""Those of HTML, and those of template languages; control characters are left out."""
_SPECIAL: Final = re.compile(r"""[\x00-\x08\x0b-\x1f&<>"'${}`]""")


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def escaped(text: object) -> Html:
    """The text for use between tags and in quoted attributes; also inert for template languages that see it later."""
    if isinstance(text, Html):
        return text
    return Html(_SPECIAL.sub(lambda found: _SIGNS.get(found[0], ""), str(text)))


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element; `data_x` becomes data-x; None and False leave an attribute out, True is bare."""
    shown = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        shown.append(f" {key}" if value is True else f' {key}="{escaped(value)}"')
    inner = "".join(escaped(child) for child in children if child is not None)
    return Html(f"<{name}{''.join(shown)}>{inner}</{name}>")


def joined(parts: Iterable[object], between: str = "") -> Html:
    """Several pieces as one."""
    return Html(escaped(between).join(escaped(part) for part in parts))
