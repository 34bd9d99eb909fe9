"""One self-contained HTML page: tables, plots as inline SVG, and comments; nothing from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from unicodedata import category

from training.tables import Table

STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.45 system-ui, sans-serif; color: #222; }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px; }
th, td { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
.wide { overflow-x: auto; } .note { color: #666; font-size: 13px; max-width: 60rem; }
figure { display: inline-block; margin: 0 1.5rem 1rem 0; vertical-align: top; }
figcaption { font-weight: 600; } svg { max-width: 100%; height: auto; }
dt { font-weight: 600; float: left; clear: left; width: 9rem; } dd { margin-left: 9rem; }
.comment { border-left: 3px solid #bbb; margin: .6rem 0; padding: .1rem .8rem; }
.comment p { margin: .1rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
""".strip()

# The page runs no script and fetches nothing, whatever a comment in it contains.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

MAX_SHOWN_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Plot:
    """A caption and an ``<svg>`` element of our own making."""

    caption: str
    svg: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment to look at, with what is told about it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What stands on the page, from top to bottom."""

    title: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    plots: Sequence[Plot] = ()
    comments: Mapping[str, Sequence[Shown]] = field(default_factory=dict)


def html(report: Report) -> str:
    """Write the page; the same report gives the same bytes."""
    title = escape(report.title)
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>",
            f"<h1>{title}</h1>",
            _facts(report.facts),
            *(_plot(plot) for plot in report.plots),
            *(_table(table) for table in report.tables),
            *(_comments(heading, shown) for heading, shown in report.comments.items()),
            "</body>\n</html>\n",
        ]
    )


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return f"<dl>{listed}</dl>"


def _plot(plot: Plot) -> str:
    return f"<figure><figcaption>{escape(plot.caption)}</figcaption>{plot.svg}</figure>"


def _table(table: Table) -> str:
    head = _cells("th", table.columns)
    rows = "\n".join(f"<tr>{_cells('td', row)}</tr>" for row in table.rows)
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<h2>{escape(table.title)}</h2>\n<div class="wide"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>{note}"
    )


def _cells(tag: str, cells: Sequence[str]) -> str:
    return "".join(f"<{tag}><bdi>{escape(cell)}</bdi></{tag}>" for cell in cells)


def _comments(heading: str, shown: Sequence[Shown]) -> str:
    blocks = "\n".join(
        f'<div class="comment"><p class="note">{escape(each.heading)}</p>'
        f"<p><bdi>{escape(_shortened(each.text))}</bdi></p></div>"
        for each in shown
    )
    return f"<h2>{escape(heading)}</h2>\n{blocks}"


def _shortened(text: str) -> str:
    # Lone surrogates cannot be written as UTF-8, and controls are no HTML.
    plain = "".join(
        letter if letter in "\n\t" or category(letter) not in ("Cc", "Cs") else "\ufffd"
        for letter in text[:MAX_SHOWN_CHARACTERS]
    )
    return plain if len(text) <= MAX_SHOWN_CHARACTERS else plain + " …"
