"""Every setting of the program, read once and handed down as values."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BeforeValidator, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from service.errors import SettingsError
from service.setting_values import lowered, names, networks, store_url

PREFIX = "HAMGATE_"

FILE_SUFFIX = "_FILE"

FILE_SETTINGS = ("site_key", "admin_password", "secret")
"""Settings that may also be named by a file, as container secrets are."""


def _cores() -> int:
    """Cores this process may use, which in a container is less than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _default_data_dir() -> Path:
    return platformdirs.user_data_path("hamgate")


class Settings(BaseSettings):
    """What an operator can set; the README's table is made from these descriptions."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", min_length=1, description="Address to listen on.")
    port: int = Field(default=8080, ge=1, le=65535, description="TCP port to listen on.")
    workers: int = Field(
        default_factory=_cores,
        ge=1,
        le=256,
        description="Worker processes on the one port.",
        json_schema_extra={"default_text": "one per core"},
    )
    redis_url: Annotated[str, BeforeValidator(store_url)] = Field(
        default="",
        description=(
            "Redis or Valkey: `redis://`, `rediss://`, `unix://`, "
            "`redis+sentinel://h1,h2/service`, `redis+cluster://h1,h2`; "
            "empty runs an embedded one in the data directory."
        ),
    )
    data_dir: Path = Field(
        default_factory=_default_data_dir,
        description="Folder for everything that is kept on this machine.",
        json_schema_extra={"default_text": "the platform's user data folder"},
    )
    secret: str = Field(
        default="",
        repr=False,
        description=(
            "Pepper for hashes and signatures, at least 16 characters; "
            "empty makes one, once, in the data directory."
        ),
    )
    retention_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="Days after which submissions and their labels are forgotten.",
    )
    check_budget_ms: int = Field(
        default=300, ge=1, le=60_000, description="Milliseconds a whole check may take."
    )
    redis_budget_ms: int = Field(
        default=20,
        ge=1,
        le=10_000,
        description="Milliseconds one trip to the store may take during a check.",
    )
    durable: bool = Field(
        default=False,
        description="Answer a check only once its submission is in the store, with the embedded one"
        " on its disk; else it is saved behind the answer, and a worker that is killed loses those"
        " of its last 10 ms.",
    )
    memory: Literal["labels", "all"] = Field(
        default="labels",
        description="What was seen before speaks once people labelled it (`labels`), or also by how"
        " often and from where it came and by our own verdicts (`all`).",
    )
    reputation_half_life_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="Days after which what is remembered of somebody counts half.",
    )
    max_body_bytes: int = Field(
        default=1024 * 1024,
        ge=1024,
        le=64 * 1024 * 1024,
        description="Bytes a body sent to us may have.",
    )
    trusted_proxies: Annotated[tuple[str, ...], BeforeValidator(networks)] = Field(
        default=(),
        description=(
            "Addresses and networks, separated by commas, whose `X-Forwarded-For` is believed."
        ),
    )
    callback_hosts: Annotated[tuple[str, ...], BeforeValidator(names)] = Field(
        default=(),
        description=(
            "Host names, separated by commas, that may be called back when an Akismet "
            "verdict changes; never at private addresses."
        ),
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(lowered)] = (
        Field(
            default="info",
            description="The least serious log lines written: `debug`, `info`, `warning`, `error`.",
        )
    )
    log_format: Annotated[Literal["json", "console"], BeforeValidator(lowered)] = Field(
        default="json", description="`json` for machines or `console` for people."
    )
    auto_promote: bool = Field(
        default=False,
        description="Let a retrained model take over by itself when it passes the promotion rules.",
    )
    retrain_after_labels: int = Field(
        default=200, ge=1, description="Number of new labels after which a model is retrained."
    )
    otlp_endpoint: str = Field(
        default="",
        description="URL that OpenTelemetry traces are sent to; empty sends none.",
    )
    site_key: str = Field(
        default="",
        repr=False,
        pattern=r"^([0-9a-f]{12})?$",
        description=(
            "Key of the site that the first start makes: 12 lower-case hexadecimal digits; "
            "empty makes one."
        ),
    )
    admin_password: str = Field(
        default="",
        repr=False,
        description="Password of the admin that the first start makes; empty makes one.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 (pydantic's signature)
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Values only: `load_settings` reads the environment, and refuses what it knows not."""
        return (init_settings,)


def load_settings(environ: Mapping[str, str], overrides: Mapping[str, Any]) -> Settings:
    """Settings from environment variables, with `overrides` (by field name) above them.

    Raises SettingsError with one sentence that names the variable.
    """
    values: dict[str, Any] = {}
    for variable, text in environ.items():
        if variable.startswith(PREFIX) and not _of_kubernetes(variable, text):
            values |= _value_of(variable, text)
    for name in FILE_SETTINGS:
        values = _with_file(values, name)
    values |= {name: value for name, value in overrides.items() if value is not None}
    return _validated(values)


def settings_table() -> str:
    """All settings as a Markdown table for the README."""
    rows = [
        f"| `{_variable(name)}` | {_default_text(field)} | {_description(name, field)} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows])


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _description(name: str, field: FieldInfo) -> str:
    also = f" Also as `{_variable(name)}{FILE_SUFFIX}`." if name in FILE_SETTINGS else ""
    return f"{field.description}{also}"


def _default_text(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "default_text" in extra:
        return str(extra["default_text"])
    if isinstance(field.default, bool):
        return "on" if field.default else "off"
    return f"`{field.default}`" if field.default not in ("", ()) else "empty"


def _of_kubernetes(variable: str, text: str) -> bool:
    """Whether Kubernetes made this variable for a service that is called hamgate."""
    name = variable.removeprefix(PREFIX)
    return name.startswith(("SERVICE_", "PORT_")) or (name == "PORT" and "://" in text)


def _value_of(variable: str, text: str) -> dict[str, str]:
    """The field's name and text; an empty variable is as good as none."""
    name = variable.removeprefix(PREFIX).lower()
    if name not in _known_names():
        raise SettingsError(f"{variable} is no setting of Hamgate{_nearest(name)}")
    return {name: text} if text else {}


def _known_names() -> list[str]:
    files = [f"{name}{FILE_SUFFIX.lower()}" for name in FILE_SETTINGS]
    return [*Settings.model_fields, *files]


def _nearest(name: str) -> str:
    near = difflib.get_close_matches(name, _known_names(), n=1, cutoff=0.5)
    return f"; did you mean {_variable(near[0])}?" if near else "."


def _with_file(values: dict[str, Any], name: str) -> dict[str, Any]:
    """Values in which `<name>_file` has become `<name>`, the content of that file."""
    path = values.pop(f"{name}{FILE_SUFFIX.lower()}", None)
    if path is None:
        return values
    variable = _variable(name)
    if name in values:
        raise SettingsError(f"{variable} and {variable}{FILE_SUFFIX} are both set; keep one.")
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise SettingsError(f"{variable}{FILE_SUFFIX}: cannot read {path} ({why}).") from error
    return {**values, name: text}


def _validated(values: dict[str, Any]) -> Settings:
    unknown = [name for name in values if name not in Settings.model_fields]
    if unknown:
        raise SettingsError(f"{_variable(unknown[0])} is no setting of Hamgate.")
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        message = _sentence(name, first)
        raise SettingsError(message) from None


def _sentence(name: str, problem: Mapping[str, Any]) -> str:
    """One sentence on a wrong value, which is shown unless it is a secret."""
    text = str(problem["msg"]).removeprefix("Value error, ")
    if name == "site_key":
        text = "must be 12 lower-case hexadecimal digits"
    shown = "" if name in FILE_SETTINGS else f" (it is {problem['input']!r})"
    return f"{_variable(name)}: {text[:1].lower()}{text[1:]}{shown}."
