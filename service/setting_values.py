"""What the texts of settings are read as; ValueError says what is wrong with one."""

import ipaddress

REDIS_SCHEMES = ("redis://", "rediss://", "unix://", "redis+sentinel://", "redis+cluster://")


def lowered(value: object) -> object:
    """A text in lower case."""
    return value.lower() if isinstance(value, str) else value


def store_url(value: object) -> object:
    """The URL of a store; ValueError for one that is none."""
    if isinstance(value, str) and value and not value.startswith(REDIS_SCHEMES):
        known = ", ".join(REDIS_SCHEMES)
        raise ValueError(f"must be empty or start with one of {known}")
    return value


def networks(value: object) -> object:
    """Comma-separated addresses and networks as a tuple of networks."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)):
        raise ValueError("must be addresses or networks, separated by commas")  # noqa: TRY004 (pydantic's contract)
    return tuple(_network(part) for part in parts if str(part).strip())


def names(value: object) -> object:
    """Comma-separated names as a tuple."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)):
        raise ValueError("must be names, separated by commas")  # noqa: TRY004 (pydantic's contract)
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _network(value: object) -> str:
    try:
        return str(ipaddress.ip_network(str(value).strip(), strict=False))
    except ValueError:
        raise ValueError(f"{value!r} is no address or network") from None
