"""Which documents a query may look in, and for each of the others the reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.model import Document, Query


def reason_against(document: Document, query: Query) -> str | None:
    """Why the query leaves the document out, or None; a document with no scheme, batch or place fits any."""
    if query.scheme and document.scheme and document.scheme != query.scheme:
        return f"other scheme: {document.scheme}"
    if query.batch and document.batch and document.batch != query.batch:
        return f"other batch: {document.batch}"
    if query.in_force_on and not document.in_force_on(query.in_force_on):
        first, last = document.in_force_from or "the beginning", document.in_force_to or "further notice"
        return f"not in force on {query.in_force_on}: in force from {first} to {last}"
    if query.kinds is not None and document.kind not in query.kinds:
        return f"other kind: {document.kind}"
    if query.jurisdiction and document.jurisdiction and document.jurisdiction != query.jurisdiction:
        return f"other jurisdiction: {document.jurisdiction.level} {document.jurisdiction.place}"
    return None


def reasons_against(documents: Mapping[str, Document], query: Query) -> dict[str, str]:
    """The reason by document id, for those that are left out."""
    reasons = {name: reason_against(document, query) for name, document in documents.items()}
    return {name: reason for name, reason in reasons.items() if reason}
