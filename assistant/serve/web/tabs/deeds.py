"""What a person did on the page: buttons and forms of our own HTML, told to the server by one small script.

A button names its deed in `data-do`, its other `data-` attributes go along; a form does the same with its fields.
Deeds that ask a question are told as `submit`, words typed into a search box as `input`, all others as `select`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from assistant.errors import NotAllowed
from assistant.kept import Person, Role

if TYPE_CHECKING:
    import gradio as gr

LONGEST_VALUE: Final = 4_000
RANKS: Final[Mapping[Role, int]] = {"reader": 0, "officer": 1, "admin": 2}

ON_LOAD: Final = """
const tell = (values) => {
  const asks = values.do === 'ask' || values.do === 'again';
  if (asks && document.querySelector('#talk .reading')) return;
  const beside = asks && document.querySelector('#composer form');
  if (beside) for (const [name, value] of new FormData(beside)) if (!(name in values)) values[name] = value;
  if (asks) trigger('submit', values);
  else if (values.do === 'stop') trigger('stop', values);
  else trigger('select', values);
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]:not(form)');
  if (button && !button.disabled) { event.preventDefault(); tell({...button.dataset}); }
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  const pressed = event.submitter && event.submitter.name ? {[event.submitter.name]: event.submitter.value} : {};
  const values = {...form.dataset};
  for (const [name, value] of new FormData(form)) values[name] = name in values ? values[name] + '; ' + value : value;
  tell({...values, ...pressed});
});
element.addEventListener('change', (event) => {
  const field = event.target.closest('[data-changes]');
  if (field) tell({...field.dataset, do: field.dataset.changes, value: field.value});
});
let typing;
element.addEventListener('input', (event) => {
  const field = event.target.closest('[data-finds]');
  clearTimeout(typing);
  if (field) typing = setTimeout(() => trigger('input', {...field.dataset, do: 'find', text: field.value}), 120);
});
document.addEventListener('view-opened', (event) => {
  if (element.closest('#view-' + event.detail)) trigger('select', {do: 'open'});
});
"""

OURS: Final[dict[str, Any]] = {"js_on_load": ON_LOAD, "apply_default_css": False}
"""Of our own HTML on the page, in the look of look/."""
STILL: Final[dict[str, Any]] = {"js_on_load": None, "apply_default_css": False}
"""Of HTML on which nothing is done."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb and the words that go with it; nobody vouches for either."""

    verb: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """The value, without spaces around it; empty when it was not sent."""
        return self.values.get(name, "").strip()


def deed_of(data: Any) -> Deed:
    """What an event carries; what is no short text is left out."""
    sent = data if isinstance(data, Mapping) else {}
    values = {str(name): value[:LONGEST_VALUE] for name, value in sent.items() if isinstance(value, str)}
    return Deed(values.pop("do", ""), values)


def person_of(request: gr.Request) -> Person:
    """Who asks, as the guard around the application found out."""
    scope = request.request.scope if request.request else {}
    person = scope.get("person")
    if not isinstance(person, Person):
        raise NotAllowed("nobody is known to be asking", do="Sign in again", code="nobody")
    return person


def reaches(person: Person, role: Role) -> bool:
    """Whether the person's role is that one or a higher one."""
    return RANKS[person.role] >= RANKS[role]


def require(person: Person, role: Role) -> None:
    """Raises NotAllowed for a person of a lower role."""
    if not reaches(person, role):
        raise NotAllowed(f"this needs the role {role}", do="Ask whoever runs this service", code="role", role=role)
