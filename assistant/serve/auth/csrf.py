"""Forms of our pages carry a token that only our pages can hold: signed, for one person, good for half a day.

It needs no cookie, so that it also holds in a frame whose browser blocks cookies of others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request

from assistant.errors import NotAllowed

if TYPE_CHECKING:
    from assistant.kept import Person

FIELD: Final = "csrf_token"
SECONDS: Final = 12 * 3600
STALE: Final = "Open the page again and send the form from there"


def csrf_token(request: Request) -> str:
    """What a form sends in its field `csrf_token`."""
    return _signer(request).dumps(_person(request))


async def check_csrf(request: Request) -> None:
    """Raises NotAllowed for a form that was not made by a page of ours for this person; a FastAPI dependency."""
    token = (await request.form()).get(FIELD)
    try:
        person = _signer(request).loads(token if isinstance(token, str) else "", max_age=SECONDS)
    except BadData:
        raise NotAllowed("the form has no token, or one that is too old", do=STALE) from None
    if person != _person(request):
        raise NotAllowed("the form was made for somebody else", do=STALE)


def _signer(request: Request) -> URLSafeTimedSerializer:
    """The guard puts the secret beside the person."""
    return URLSafeTimedSerializer(request.scope["secret"], salt="form")


def _person(request: Request) -> str:
    person: Person | None = request.scope.get("person")
    return person.id if person else ""
