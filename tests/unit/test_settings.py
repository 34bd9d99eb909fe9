"""Settings: every wrong value and unknown name is refused in one sentence that names it."""

from pathlib import Path

import pytest

from service.errors import SettingsError
from service.settings import FILE_SETTINGS, Settings, load_settings, settings_table


def test_without_variables_all_is_default() -> None:
    settings = load_settings({"PATH": "/bin", "HOME": "/root"}, {})
    assert (settings.host, settings.port, settings.redis_url) == ("127.0.0.1", 8080, "")
    assert (settings.retention_days, settings.check_budget_ms) == (90, 300)
    assert (settings.redis_budget_ms, settings.max_body_bytes) == (20, 1024 * 1024)
    assert settings.workers >= 1
    assert settings.trusted_proxies == ()


def test_variables_and_above_them_options() -> None:
    environ = {"HAMGATE_PORT": "81", "HAMGATE_HOST": "::1", "HAMGATE_LOG_LEVEL": "DEBUG"}
    settings = load_settings(environ, {"port": 82, "host": None})
    assert (settings.port, settings.host, settings.log_level) == (82, "::1", "debug")


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert load_settings({"HAMGATE_PORT": "", "HAMGATE_REDIS_URL": ""}, {}).port == 8080


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HAMGATE_PORT", "0"),
        ("HAMGATE_PORT", "http"),
        ("HAMGATE_WORKERS", "0"),
        ("HAMGATE_REDIS_URL", "localhost:6379"),
        ("HAMGATE_REDIS_BUDGET_MS", "-1"),
        ("HAMGATE_LOG_FORMAT", "xml"),
        ("HAMGATE_LOG_LEVEL", "loud"),
        ("HAMGATE_TRUSTED_PROXIES", "10.0.0.0/8,nonsense"),
        ("HAMGATE_AUTO_PROMOTE", "perhaps"),
        ("HAMGATE_SITE_KEY", "ABCDEF012345"),
    ],
)
def test_a_wrong_value_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({variable: value}, {})
    message = str(caught.value)
    assert message.startswith(f"{variable}: ")
    assert message.endswith(".")
    assert "\n" not in message


def test_an_unknown_variable_is_refused_with_the_nearest_known() -> None:
    with pytest.raises(SettingsError, match=r"HAMGATE_POTR .* did you mean HAMGATE_PORT\?"):
        load_settings({"HAMGATE_POTR": "1"}, {})


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(SettingsError, match="HAMGATE_COLOUR"):
        load_settings({}, {"colour": "red"})


def test_what_kubernetes_injects_is_passed_over() -> None:
    injected = {
        "HAMGATE_SERVICE_HOST": "10.0.0.1",
        "HAMGATE_SERVICE_PORT": "80",
        "HAMGATE_PORT": "tcp://10.0.0.1:80",
        "HAMGATE_PORT_80_TCP_ADDR": "10.0.0.1",
    }
    assert load_settings(injected, {}).port == 8080


def test_networks_are_read_as_a_list() -> None:
    environ = {"HAMGATE_TRUSTED_PROXIES": " 10.0.0.0/8 ,192.168.1.7, 2001:db8::/32"}
    expected = ("10.0.0.0/8", "192.168.1.7/32", "2001:db8::/32")
    assert load_settings(environ, {}).trusted_proxies == expected


@pytest.mark.parametrize("name", FILE_SETTINGS)
def test_a_secret_may_come_from_a_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "it"
    file.write_text("0123456789ab" if name == "site_key" else "some long secret text\n")
    variable = f"HAMGATE_{name.upper()}"
    settings = load_settings({f"{variable}_FILE": str(file)}, {})
    assert getattr(settings, name) == file.read_text().strip()
    with pytest.raises(SettingsError, match=f"{variable} and {variable}_FILE"):
        load_settings({f"{variable}_FILE": str(file), variable: "x"}, {})
    with pytest.raises(SettingsError, match=f"{variable}_FILE: cannot read"):
        load_settings({f"{variable}_FILE": str(tmp_path / "none")}, {})
    file.write_bytes(b"\xff\xfe not UTF-8")
    with pytest.raises(SettingsError, match=f"{variable}_FILE: cannot read"):
        load_settings({f"{variable}_FILE": str(file)}, {})


def test_no_secret_shows_in_errors_or_logs() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"HAMGATE_SITE_KEY": "very-secret"}, {})
    assert "very-secret" not in str(caught.value)
    shown = repr(load_settings({"HAMGATE_ADMIN_PASSWORD": "very-secret"}, {}))
    assert "very-secret" not in shown


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings({}, {}).port = 1  # type: ignore[misc]


def test_the_table_has_every_setting_with_a_description() -> None:
    table = settings_table()
    for name, field in Settings.model_fields.items():
        assert f"| `HAMGATE_{name.upper()}` |" in table
        assert field.description
        assert field.description in table
