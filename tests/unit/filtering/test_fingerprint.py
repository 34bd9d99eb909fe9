"""The fingerprint: the same in every process, another where features are."""

import subprocess
import sys

import numpy as np
import pytest

from service.filtering import fingerprint as module
from service.filtering.features import Entries, features


def test_every_process_finds_the_same() -> None:
    code = "from service.filtering.fingerprint import fingerprint; print(fingerprint())"
    found = {
        subprocess.run(  # noqa: S603 (our own interpreter)
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {module.fingerprint()}


def test_another_value_is_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    real = features(module.GOLDEN)

    def moved(_: object) -> Entries:
        return Entries(real.rows, real.columns, real.values + np.eye(1, len(real.values))[0] * 1e-4)

    monkeypatch.setattr(module, "features", moved)
    assert module.fingerprint.__wrapped__() != module.fingerprint()
