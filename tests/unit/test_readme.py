"""The README tells the truth about settings."""

import re
from pathlib import Path

from service.settings import settings_table

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"<!-- settings[^>]*-->\n(.*?)<!-- /settings -->", re.DOTALL)


def test_the_readmes_table_of_settings_is_the_settings_own() -> None:
    found = BLOCK.search(README.read_text())
    assert found, "the README has lost its settings block"
    assert found.group(1).strip() == settings_table().strip()
