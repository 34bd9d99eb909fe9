"""Real labelled comments, where the machine has them beside the project."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real comments; tests that need it say so when it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no real comments at {SHARED_DATA}")
    return SHARED_DATA
