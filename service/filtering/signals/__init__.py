"""All signals, one idea a file; a new one is a function there and a line in its tuple."""

from service.filtering.signals.author import AUTHOR_SIGNALS
from service.filtering.signals.form import FORM_SIGNALS
from service.filtering.signals.language import LANGUAGE_SIGNALS
from service.filtering.signals.letters import LETTER_SIGNALS
from service.filtering.signals.links import LINK_SIGNALS
from service.filtering.signals.obfuscation import OBFUSCATION_SIGNALS
from service.filtering.signals.page import PAGE_SIGNALS
from service.filtering.signals.signal import Signal
from service.filtering.signals.stock import STOCK_SIGNALS
from service.filtering.signals.style import STYLE_SIGNALS
from service.filtering.signals.wording import WORDING_SIGNALS

SIGNALS: tuple[Signal, ...] = (
    *LINK_SIGNALS,
    *OBFUSCATION_SIGNALS,
    *STYLE_SIGNALS,
    *WORDING_SIGNALS,
    *AUTHOR_SIGNALS,
    *PAGE_SIGNALS,
    *FORM_SIGNALS,
    *LANGUAGE_SIGNALS,
    *STOCK_SIGNALS,
    *LETTER_SIGNALS,
)
"""The order is the order of the model's columns."""
