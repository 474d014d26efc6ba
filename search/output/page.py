"""A file's split as a page for a browser: the lines of the file beside what came of them.

The page needs no network and no script. Text of documents is inert in it: it is escaped, control and bidirectional
characters are visible symbols, and nothing but labels that are known here becomes the name of a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from corpus.language import language, tr
from corpus.marked import MarkedText
from corpus.records import Article, Document
from corpus.tracing import BODY, TracedLine, trace
from search.output.formats import BETWEEN
from search.output.outline import SECTION, UNKNOWN, facts, issue_facts, placed, sizes, span, summary
from search.output.safe import visible
from search.output.words import LABELS, LEFT_OVER
from search.output.words import articles as numbered

_HEAD: Final = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#d1">{first}</a>
<header>
<h1>{title}</h1>
"""


def page(read: Sequence[tuple[MarkedText, Document]]) -> Iterator[str]:
    """The pieces of one page for all of these documents, each with the text that it was made of."""
    title = tr("How {file} was split", file=_text(read[0][1].source))
    if len(read) > 1:
        title = tr("How {count} files were split", count=len(read))
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    yield _HEAD.format(title=title, style=style, language=language(), first=tr("To the first file"))
    chips = "".join(f'<span class="{_class(label)}">{tr(label)}</span>' for label in LABELS)
    legend = tr("Lines were taken for: {labels} and the body of articles.", labels=chips)
    yield f'<p class="legend">{legend}</p>\n'
    if len(read) > 1:
        links = (f'<li><a href="#d{n}">{_text(document.source)}</a></li>' for n, (_, document) in enumerate(read, 1))
        files = tr("Files")
        yield f'<nav aria-label="{files}"><ol>{"".join(links)}</ol></nav>\n'
    yield "</header>\n<main>\n"
    for number, (text, document) in enumerate(read, 1):
        yield from _document(f"d{number}", text, document)
    yield "</main>\n</body>\n</html>\n"


def _document(name: str, text: MarkedText, document: Document) -> Iterator[str]:
    """A document: what is known of it, warnings, its articles as links, and its lines beside what came of them."""
    known = issue_facts(document.issue)
    yield f'<section id="{name}" aria-labelledby="{name}-name">\n<h2 id="{name}-name">{_text(document.source)}</h2>\n'
    yield f'<p lang="zh">{_text(known or tr("nothing is known of the issue"))}</p>\n'
    if document.corrected:
        yield f'<p class="doubt">{_text(tr("as corrected in {file}", file=document.corrected))}</p>\n'
    yield f'<p class="quiet">{_text(summary(sizes(text, document), document))}</p>\n'
    lines = list(trace(text, document))
    there = {line.number for line in lines}
    yield from _warnings(name, document, there)
    yield from _articles(name, document.articles)
    shown: set[int] = set()
    for key, group in groupby(lines, key=_owner):
        yield '<div class="row">\n'
        yield from _lines(name, list(group), there)
        yield "<div>\n"
        yield from _beside(name, document.articles, key, shown)
        yield "</div>\n</div>\n"
    for number in sorted(set(range(len(document.articles))) - shown):
        yield from _article(name, number, document.articles[number])
    yield "</section>\n"


def _warnings(name: str, document: Document, there: set[int]) -> Iterator[str]:
    """What is doubtful, each with a link to its line."""
    if not document.warnings:
        return
    yield '<ul class="doubt">\n'
    for warning in document.warnings:
        line, said = placed(warning)
        at = tr("line {line}", line=line)
        linked = f'<a href="#{name}-l{line}">{at}</a>' if line in there else at
        yield f"<li>{tr('{label}: {text}', label=linked, text=_text(said)) if line else _text(said)}</li>\n"
    yield "</ul>\n"


def _articles(name: str, articles: Sequence[Article]) -> Iterator[str]:
    name_of_all, count = tr("Articles"), numbered(len(articles))
    yield f'<nav aria-label="{name_of_all}"><details open><summary>{count}</summary><ol lang="zh">\n'
    for number, article in enumerate(articles):
        yield f'<li><a href="#{name}-a{number + 1}">{_text(article.title)}</a></li>\n'
    yield "</ol></details></nav>\n"


def _owner(line: TracedLine) -> tuple[int | None, str, str]:
    """What lines that stand together have in common: their article, or what they were taken for; of a section's
    heading, its text too.
    """
    if line.article is not None:
        return line.article, "", ""
    label = line.spans[0].label
    return None, label, line.text.strip() if label == SECTION else ""


def _lines(name: str, lines: Iterable[TracedLine], unseen: set[int]) -> Iterator[str]:
    """Lines of the file, each part in the colour of what it was taken for, which is said behind it, too.

    Numbers of lines that are `unseen` become the targets of links, each once.
    """
    yield '<div class="lines" lang="zh">\n'
    for line in lines:
        target = f' id="{name}-l{line.number}"' if line.number in unseen else ""
        unseen.discard(line.number)
        labels = dict.fromkeys(_shown(part.label) for part in line.spans if part.label != BODY)
        taken = (
            f'<span class="taken" lang="{language()}">{_text(tr(", ").join(map(tr, labels)))}</span>' if labels else ""
        )
        yield f'<p{target}><span class="number">{line.number}</span><span>{_marked(line)}{taken}</span></p>\n'
    yield "</div>\n"


def _marked(line: TracedLine) -> str:
    parts = []
    for part in line.spans:
        text = _text(line.text[part.start : part.end])
        parts.append(f'<span class="text {_class(_shown(part.label))}">{text}</span>' if part.label != BODY else text)
    return f'<span class="text">{"".join(parts)}</span>'


def _beside(name: str, articles: Sequence[Article], key: tuple[int | None, str, str], shown: set[int]) -> Iterator[str]:
    """What stands beside lines: their article, the first time, or what they were taken for."""
    number, label, section = key
    if number is None:
        yield (
            f'<h3 lang="zh">{_text(section)}</h3>\n' if section else f'<p class="rest">{_text(tr(_shown(label)))}</p>\n'
        )
    elif number in shown:
        this = tr("article {number}", number=number + 1)
        goes_on = tr("{article} goes on", article=f'<a href="#{name}-a{number + 1}">{this}</a>')
        yield f'<p class="quiet">{goes_on}</p>\n'
    else:
        shown.add(number)
        yield from _article(name, number, articles[number])


def _article(name: str, number: int, article: Article) -> Iterator[str]:
    here = f"{name}-a{number + 1}"
    lines = tr("lines {lines}", lines=span(article.line_start, article.line_end))
    section = [article.section] if article.section else []
    known = (
        f'<bdi class="doubt">{_text(fact)}</bdi>' if fact == tr(UNKNOWN) else _text(fact) for fact in facts(article)
    )
    untitled = (
        f' <span class="quiet" lang="{language()}">{tr(" (untitled)").strip()}</span>' if article.untitled else ""
    )
    yield f'<article id="{here}" aria-labelledby="{here}-title" lang="zh">\n'
    yield f'<h4 id="{here}-title">{number + 1}. {_text(article.title)}{untitled}</h4>\n'
    yield f'<p class="quiet">{BETWEEN.join((*map(_text, section), *known))}{BETWEEN}'
    yield f'<a href="#{name}-l{article.line_start}">{lines}</a></p>\n<div class="body">\n'
    for paragraph in article.body.split("\n"):
        yield f"<p>{_text(paragraph)}</p>\n"
    yield "</div>\n</article>\n"


def _shown(label: str) -> str:
    return LEFT_OVER if label == "text" else label


def _class(label: str) -> str:
    return label.replace(" ", "-") if label in LABELS else "other"


def _text(text: str) -> str:
    """Text that is nothing but text in a page."""
    return escape(visible(text))
