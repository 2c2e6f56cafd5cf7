"""What officers look at: the state of documents, what people thought of answers, what was done."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assistant.kept import AuditRecord, Feedback, Listed
from assistant.model import Language
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.tabs.documents import health_html
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.documents.health import Health
    from assistant.ports import AnswerStore
    from assistant.serve.web.tabs.deeds import Deed

PAGE: Final = 50
AT_ONCE: Final = 500
FEEDBACK_COLUMNS: Final = ("at", "rating", "reason", "comment", "answer", "person")
AUDIT_COLUMNS: Final = ("at", "person", "action", "outcome", "answer", "rules", "model", "documents", "details")
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""First characters that a spreadsheet takes for a formula."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a list is looked at; empty means all."""

    rating: str = ""
    person: str = ""
    action: str = ""
    since: str = ""
    limit: int = PAGE

    @classmethod
    def of(cls, deed: Deed) -> Filter:
        """As the fields of a form say."""
        more = deed["limit"]
        limit = min(int(more), AT_ONCE) if more.isdecimal() else PAGE
        return cls(deed["rating"], deed["person"], deed["action"], deed["since"], limit)

    @property
    def moment(self) -> dt.datetime | None:
        """The first moment of the day it begins with; None without one, or when it is no day."""
        try:
            day = dt.date.fromisoformat(self.since)
        except ValueError:
            return None
        return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def feedback_of(store: AnswerStore, chosen: Filter, cursor: str | None = None) -> Listed[Feedback]:
    """A page of what people thought."""
    return store.feedback(rating=chosen.rating or None, since=chosen.moment, cursor=cursor, limit=chosen.limit)


def audit_of(store: AnswerStore, chosen: Filter, cursor: str | None = None) -> Listed[AuditRecord]:
    """A page of what was done."""
    return store.audit(
        person=chosen.person or None,
        action=chosen.action or None,
        since=chosen.moment,
        cursor=cursor,
        limit=chosen.limit,
    )


def feedback_html(store: AnswerStore, chosen: Filter, language: Language) -> Html:
    """The list of ratings with its filters."""
    words = labels(language)
    ratings = [("", words["all"]), ("up", words["helpful"]), ("down", words["not_helpful"])]
    filters = [_select("rating", words["rating"], ratings, chosen.rating), _since(chosen, words)]
    listed = feedback_of(store, chosen)
    names = [words[f"column_{name}"] for name in FEEDBACK_COLUMNS[:-1]]
    rows: list[Sequence[object]] = [
        (
            _moment(one.at),
            words["helpful" if one.rating == "up" else "not_helpful"],
            _reason(one, words),
            one.comment,
            _answer_link(one.answer, words, language),
        )
        for one in listed.items
    ]
    csv_link = f"/admin/feedback.csv?rating={chosen.rating}&since={chosen.since}"
    return _report("feedback", words, filters, names, rows, csv_link, listed.cursor, chosen)


def audit_html(store: AnswerStore, chosen: Filter, language: Language) -> Html:
    """The list of deeds with its filters."""
    words = labels(language)
    filters = [
        _text("person", words["column_person"], chosen.person),
        _text("action", words["column_action"], chosen.action),
        _since(chosen, words),
    ]
    listed = audit_of(store, chosen)
    names = [words[f"column_{name}"] for name in ("at", "person", "action", "outcome", "rules", "documents", "answer")]
    rows: list[Sequence[object]] = [
        (
            _moment(one.at),
            one.person,
            one.action,
            one.outcome or "",
            ", ".join(one.rules),
            len(one.documents) or "",
            _answer_link(one.answer, words, language) if one.answer else "",
        )
        for one in listed.items
    ]
    csv_link = f"/admin/audit.csv?person={chosen.person}&action={chosen.action}&since={chosen.since}"
    return _report("audit", words, filters, names, rows, csv_link, listed.cursor, chosen)


def report_csv(kind: str, store: AnswerStore, chosen: Filter) -> str:
    """All of a list that the filter lets through, for a spreadsheet; nothing in it can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    columns, pages = (FEEDBACK_COLUMNS, feedback_of) if kind == "feedback" else (AUDIT_COLUMNS, audit_of)
    writer.writerow(columns)
    for item in _all(pages, store, chosen):
        writer.writerow([_cell(getattr(item, name)) for name in columns])
    return out.getvalue()


def _all(pages: Callable[..., Listed[Any]], store: AnswerStore, chosen: Filter) -> Iterable[Any]:
    cursor: str | None = None
    while True:
        listed = pages(store, chosen, cursor)
        yield from listed.items
        cursor = listed.cursor
        if cursor is None:
            return


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Mapping):
        value = "; ".join(f"{name}={one}" for name, one in value.items())
    if isinstance(value, tuple):
        value = "; ".join(map(str, value))
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def healths_html(healths: Mapping[str, Health], failed: Mapping[str, str], language: Language) -> Html:
    """Every file with something to look at, those that failed first, then how many are in order."""
    words = labels(language)
    bad = [
        tag(
            "li",
            tag("b", path),
            " ",
            tag("span", words["state_failed"], class_="state failed"),
            tag("p", why or "", lang="en"),
        )
        for path, why in failed.items()
    ]
    warned = [tag("li", tag("b", name), health_html(one, language)) for name, one in healths.items() if one.warnings]
    fine = len(healths) - len(warned)
    head = tag("p", words["health_sum"].format(fine=fine, warned=len(warned), failed=len(bad)), class_="lead")
    return joined([head, tag("ul", *bad, *warned, class_="healths") if bad or warned else ""])


def _report(
    kind: str,
    words: Mapping[str, str],
    filters: Sequence[Html],
    names: Sequence[str],
    rows: Sequence[Sequence[object]],
    csv_link: str,
    cursor: str | None,
    chosen: Filter,
) -> Html:
    apply = tag("button", words["filter"], type="submit", class_="plain")
    export = tag("a", words["as_csv"], href=csv_link, download=True)
    form = tag("form", *filters, apply, export, data_do=kind, class_="filters")
    if not rows:
        return joined([form, tag("p", words["nothing_found"], class_="none")])
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in names)))
    body = tag("tbody", *(tag("tr", *(tag("td", cell) for cell in row)) for row in rows))
    table = tag("div", tag("table", head, body), class_="table", tabindex="0", role="region", aria_label=words[kind])
    more = None
    if cursor:
        wanted = {"data_rating": chosen.rating, "data_person": chosen.person, "data_action": chosen.action}
        more = tag("button", words["more"], type="button", class_="plain", data_do=kind,
                   data_limit=chosen.limit + PAGE, data_since=chosen.since, **wanted)  # fmt: skip
    return joined([form, table, more or ""])


def _since(chosen: Filter, words: Mapping[str, str]) -> Html:
    field = tag("input", type="date", name="since", value=chosen.since)
    return tag("label", tag("span", words["since"]), field)


def _text(name: str, title: str, value: str) -> Html:
    return tag("label", tag("span", title), tag("input", type="text", name=name, value=value))


def _select(name: str, title: str, options: Sequence[tuple[str, str]], value: str) -> Html:
    shown = (tag("option", label, value=one, selected=one == value) for one, label in options)
    return tag("label", tag("span", title), tag("select", *shown, name=name))


def _reason(one: Feedback, words: Mapping[str, str]) -> str:
    return words.get(f"reason_{one.reason}", one.reason) if one.reason else ""


def _moment(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")


def _answer_link(name: str, words: Mapping[str, str], language: Language) -> Html:
    address = f"/answers/{name}/print?lang={language}"
    return tag("a", words["look_at"], href=address, target="_blank", rel="noopener")
