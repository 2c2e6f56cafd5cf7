"""Every error the product raises on purpose.

    AssistantError               exit code
    ├── UsageError               2   the call is wrong: a flag, a missing path, a bad question file
    │   ├── NotFound                 what is asked for is not there, or not this person's
    │   └── NotAllowed               the person's role or key does not reach so far
    ├── SettingsError            2   a setting is missing, unknown or contradicts another
    ├── CorpusError              1   a YAML or CSV file of the corpus is wrong (file, line, what to do)
    ├── NotInForce               1   a parameter of a policy has no value on the day asked for
    ├── DocumentError            3   one document cannot be read; the rest of the run goes on
    │   ├── EncryptedDocument
    │   ├── EmptyDocument
    │   ├── UnreadableDocument
    │   └── LimitExceeded
    ├── IndexStateError          4   the index is missing, was made otherwise, or is in use
    ├── StoreStateError          4   what a server keeps was written by an older or newer version
    ├── ModelWeightsError        4   the embedding model is missing or not the one expected
    └── Unavailable              5   a part is down or switched off
        └── TokensSpent              language models have used up what they may use today

A message says what is wrong, where, and what to do, in one line of English. On a page it is told in the reader's
language: the words stand in serve/wording_errors.yaml, under the error's code or else under its class.
"""

from __future__ import annotations

from typing import Self

__all__ = [
    "AssistantError",
    "CorpusError",
    "DocumentError",
    "EmptyDocument",
    "EncryptedDocument",
    "IndexStateError",
    "LimitExceeded",
    "ModelWeightsError",
    "NotAllowed",
    "NotFound",
    "NotInForce",
    "SettingsError",
    "StoreStateError",
    "TokensSpent",
    "Unavailable",
    "UnreadableDocument",
    "UsageError",
]


class AssistantError(Exception):
    """Something a person can mend; `exit_code` is what the command line ends with."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", do: str = "", code: str = "", **facts: object) -> None:
        """`what` is wrong, `where` it is (a file, a line, a setting), and what to `do`.

        `code` names the words that a page says instead, `facts` fill their blanks.
        """
        self.what = what
        self.where = where
        self.do = do
        self.code = code
        self.facts = facts
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """One line: where, what is wrong, and what to do."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.do}" if self.do else head

    def at(self, where: str) -> Self:
        """The same error, told of another place."""
        return type(self)(self.what, where=where, do=self.do, code=self.code, **self.facts)


class UsageError(AssistantError):
    """The call is wrong: a flag, a missing path, a bad question file."""

    exit_code = 2


class NotFound(UsageError):
    """What is asked for is not there, or belongs to somebody else."""


class NotAllowed(UsageError):
    """The person's role or key does not reach so far."""


class SettingsError(AssistantError):
    """A setting is missing, unknown or contradicts another."""

    exit_code = 2


class CorpusError(AssistantError):
    """A data file of the corpus is wrong; `where` is its file and line."""


class NotInForce(AssistantError):
    """A parameter has no value on the day asked for; the message names the days on which it has one."""


class DocumentError(AssistantError):
    """One document cannot be read; it is reported and the rest of the run goes on."""

    exit_code = 3


class EncryptedDocument(DocumentError):
    """The document asks for a password."""


class EmptyDocument(DocumentError):
    """The document holds no text."""


class UnreadableDocument(DocumentError):
    """The document is broken, or of a format that is not read."""


class LimitExceeded(DocumentError):
    """The document is over a limit: bytes, pages or seconds."""


class IndexStateError(AssistantError):
    """The index is missing, was made with another model, or is being written."""

    exit_code = 4


class StoreStateError(AssistantError):
    """What a server keeps is at another revision than this version reads."""

    exit_code = 4


class ModelWeightsError(AssistantError):
    """The embedding model is missing or not the one expected."""

    exit_code = 4


class Unavailable(AssistantError):
    """A part of the product is down or switched off."""

    exit_code = 5


class TokensSpent(Unavailable):
    """Language models have used up the tokens that they may use today."""
