"""A document's lines to its articles, and all that belongs to none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.dates import head_date
from corpus.errors import NoTextError
from corpus.identity import with_ids
from corpus.language import tr
from corpus.layout import colophon
from corpus.layout.build import Built, Draft, build, derived_title, remainder_of
from corpus.layout.choose import choose
from corpus.layout.closing import parse_credit
from corpus.layout.contents import Contents, find_contents
from corpus.layout.furniture import find_furniture, mark_page_ends
from corpus.layout.lines import (
    BODY,
    BYLINE,
    CLOSING,
    COLOPHON,
    FURNITURE,
    MASTHEAD,
    TITLE,
    Piece,
    ends_sentence,
    line_key,
    mark_front_matter,
    pieces_of,
    plain,
)
from corpus.layout.marks import mark
from corpus.layout.paragraphs import unwrap
from corpus.marked import MarkedText
from corpus.records import Article, Document, Issue

_OPEN_OF = {"）": "（(", ")": "（(", "】": "【"}
# A closing bracket longer than this is a remark.
_TAIL = 50
# A headline in brackets before its text; shorter ones are headings inside, and datelines end in 讯.
_HEADED = re.compile(r"【(?=[^【】]{7,40}】)[^【】]+(?<![讯訊])】\s{0,2}(?=[^\s])")
# Of fewer articles none shows what is usual.
_SIGNED = 4


def split(text: MarkedText | str, source: str) -> Document:
    """Splits a document, or a plain text, into articles. Every character of it that is not white
    space stands in exactly one article (title, body) or in the remainder. A document that nothing speaks for
    splitting is one article. Raises `CorpusError` if there is no text at all.
    """
    if isinstance(text, str):
        text = MarkedText.plain(text)
    pieces = pieces_of(text.lines)
    if not pieces:
        raise NoTextError(tr("no text in it"))
    mark_front_matter(pieces)
    furniture = find_furniture(pieces)
    mark_page_ends(pieces, furniture, text.paragraphs)
    rest = [p for i, p in enumerate(pieces) if i not in furniture]
    aside = [(FURNITURE, pieces[i]) for i in sorted(furniture)]
    pieces = split_heads(split_tails(rest if text.paragraphs else unwrap(rest)))
    for piece in pieces:
        piece.settle()
    contents = find_contents(pieces)
    around = mark(pieces, contents, text.title)
    choose(pieces, many=around.many)
    issue = _issue(pieces)
    texts = [p.text for p in pieces]
    built = build(pieces, contents, around.credits)
    if not built.drafts:
        issue, built = Issue(), _whole(pieces, texts)
    issue = _with_hints(issue, text, len(built.drafts))
    articles = _articles(built.drafts, issue, source, text.title)
    return Document(
        source=source,
        issue=issue,
        articles=articles,
        remainder=remainder_of(aside + built.rest),
        warnings=(*text.warnings, *_warnings(built.drafts, contents)),
    )


def split_tails(pieces: list[Piece]) -> list[Piece]:
    """Parts credits in brackets from the end of a last paragraph: `……群众满意。（容县计生协 张三）`."""
    out: list[Piece] = []
    for piece in pieces:
        out.append(piece)
        openers = _OPEN_OF.get(piece.text[-1])
        if openers is None:
            continue
        window = piece.text[-_TAIL:]
        at = max(window.rfind(c) for c in openers)
        head = piece.text[: len(piece.text) - len(window) + at].rstrip()
        if at < 0 or not ends_sentence(head) or parse_credit(plain(window[at + 1 : -1]), bracketed=True) is None:
            continue
        tail = Piece(piece.last, window[at:], glued=True)
        piece.reword(head)
        out.append(tail)
    return out


def split_heads(pieces: list[Piece]) -> list[Piece]:
    """Parts headlines in brackets from paragraphs, if there are two at least: `【县法院开展集中执行】8月25日，……`."""
    heads = {i: match for i, p in enumerate(pieces) if p.prose and (match := _HEADED.match(p.text))}
    if len(heads) < 2:
        return pieces
    out: list[Piece] = []
    for i, piece in enumerate(pieces):
        match = heads.get(i)
        if match is not None:
            title = Piece(piece.first, match[0].strip(), indent=piece.indent, blanks=piece.blanks)
            title.headed = True
            out.append(title)
            piece.reword(piece.text[match.end() :])
            piece.blanks = 0
        out.append(piece)
    return out


def _issue(pieces: list[Piece]) -> Issue:
    def labelled(label: str) -> list[Piece]:
        return [p for p in pieces if p.label == label]

    alone = sum(p.label == TITLE for p in pieces) <= 1
    credits_ = [*labelled(BYLINE), *labelled(CLOSING)] if alone else []
    return colophon.issue_of(labelled(MASTHEAD), labelled(COLOPHON), credits_)


def _with_hints(issue: Issue, text: MarkedText, articles: int) -> Issue:
    """What the file says of itself stands in for what its text does not say; one article's title names no issue."""
    title = text.title if issue.title is None and articles > 1 else issue.title
    return replace(issue, title=title, date=issue.date or text.date)


def _whole(pieces: list[Piece], texts: list[str]) -> Built:
    """The whole document as one article without a title."""
    draft = Draft(None)
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = f"{piece.sign} {text}" if piece.sign else text
        piece.label = BODY
        draft.take(piece)
    draft.body = pieces
    return Built([draft])


def _articles(drafts: list[Draft], issue: Issue, source: str, title: str | None) -> tuple[Article, ...]:
    """The articles of `drafts`; `title` is the file's own, which a single untitled article is shown with."""
    from corpus.regions import gazetteer  # the data file is large, and not every caller comes this far

    places = gazetteer()
    # Without a publisher the newsletter's name may say whose it is: 容县农业信息.
    publisher = issue.publisher or issue.title
    home = places.path_of_publisher(publisher) if publisher else None
    bodies = [draft.text() for draft in drafts]
    alone = title if len(drafts) == 1 else None
    titles = [d.headline or alone or derived_title(body) for d, body in zip(drafts, bodies, strict=True)]
    articles = []
    for draft, headline, body in zip(drafts, titles, bodies, strict=True):
        own = (
            draft.byline_date
            or _day(draft, issue.date)
            or _text_date(draft, headline, body, issue.date)
            or draft.closing_date
        )
        regions = places.article_regions(
            unit=draft.unit,
            title=draft.headline or None,
            head=body[:200],
            dateline=draft.place,
            publisher=issue.publisher,
            publisher_region=home,
        )
        articles.append(
            Article(
                id="",
                title=headline,
                untitled=not draft.title,
                section=draft.section,
                unit=draft.unit,
                author=draft.author,
                regions=regions,
                date=own or issue.date,
                date_from="article" if own else "issue" if issue.date else None,
                body=body,
                issue=issue,
                source=source,
                line_start=draft.first,
                line_end=draft.last,
            )
        )
    return with_ids(articles)


def _day(draft: Draft, base: str | None) -> str | None:
    """The day of a chronicle that the article stands under."""
    return head_date(draft.day, base=base) if draft.day else None


def _text_date(draft: Draft, headline: str, body: str, base: str | None) -> str | None:
    """The day that the text begins with; in a brief, also after the sentence that is its headline."""
    found = head_date(body, base=base)
    if found is None and not draft.title and body.startswith(f"{headline}。"):
        return head_date(body[len(headline) + 1 :], base=base)
    return found


def _warnings(drafts: list[Draft], contents: Contents) -> Iterable[str]:
    yield from _contents_warnings(drafts, contents)
    yield from _credit_warnings(drafts)


def _credit_warnings(drafts: list[Draft]) -> Iterable[str]:
    """Articles without any credit where nearly all have one. Briefs and reports with a dateline may do without."""
    signed = [d for d in drafts if d.unit or d.author]
    unsigned = [d for d in drafts if d.title and not d.datelined and not d.unit and not d.author]
    if len(drafts) >= _SIGNED and len(signed) * 4 >= len(drafts) * 3:
        for draft in unsigned:
            yield tr(
                "line {line}: neither unit nor author found for {title!r}, which {signed} of {all} articles have",
                line=draft.first,
                title=draft.headline,
                signed=len(signed),
                all=len(drafts),
            )


def _contents_warnings(drafts: list[Draft], contents: Contents) -> Iterable[str]:
    titles = {d.entry: d for d in drafts if d.entry is not None}
    for number, entry in enumerate(contents.entries):
        draft = titles.get(number)
        if draft is not None and line_key(draft.headline) not in (entry.key, entry.bare):
            yield (
                tr(
                    "line {line}: title {title!r} differs from the contents (line {listed}): {text!r}",
                    line=draft.first,
                    title=draft.headline,
                    listed=entry.line,
                    text=entry.text,
                )
            )
        elif not entry.at:
            yield tr(
                "line {line}: the contents list {text!r}, but no article has this title",
                line=entry.line,
                text=entry.text,
            )
