"""Messages in the language of whoever reads them: English, or what the catalogue in `locale/` has for it.

What a person reads is written in English where it is needed, as a template with named fields. Programs that import
wensou get English; the command line asks for the language of the environment, see docs/decisions/language.md.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from typing import Any, Final

ENGLISH: Final = "en"
CHINESE: Final = "zh"
# What a setting of the environment is called that decides before all others.
ENVIRONMENT: Final = "WENSOU_LANGUAGE"
_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_NONE: Final = ("C", "POSIX")
_DOMAIN: Final = "wensou"

_catalogue = gettext.NullTranslations()
_language = ENGLISH


def tr(template: str, **fields: Any) -> str:
    """A message, its fields filled in as `str.format` does, where any are given."""
    message = _catalogue.gettext(template) if template else ""  # of which gettext has what a catalogue says of itself
    return message.format(**fields) if fields else message


def later(template: str) -> str:
    """The template as it is: marks a constant for the catalogue, which `tr` translates where it is used."""
    return template


def trn(one: str, many: str, count: int, **fields: Any) -> str:
    """A message about a number of things, with `{count}` among its fields: `one` where it is 1, else `many`."""
    return _catalogue.ngettext(one, many, count).format(count=count, **fields)


class Message(str):
    """An English message for programs that can be shown in the language of messages, by `shown`."""

    template: str
    fields: dict[str, Any]


def said(template: str, **fields: Any) -> Message:
    """A message for programs, its fields filled in."""
    message = Message(template.format(**fields))
    message.template, message.fields = template, fields
    return message


def shown(message: str) -> str:
    """A message of `said` in the language of messages, and those in its fields; all other text as it is."""
    if not isinstance(message, Message):
        return message
    return tr(message.template, **{name: shown(value) for name, value in message.fields.items()})


def language() -> str:
    """The language that messages are in."""
    return _language


def speak(wanted: str) -> None:
    """Has messages be in a language from now on, and those of Click, which asks gettext by the environment."""
    global _catalogue, _language  # noqa: PLW0603  # as gettext's own domain
    if wanted == _language:
        return
    _language = wanted
    if wanted == ENGLISH:
        _catalogue = gettext.NullTranslations()
        gettext.textdomain("messages")
        return
    folder = os.path.join(os.path.dirname(__file__), "locale")
    _catalogue = gettext.translation(_DOMAIN, folder, [wanted])
    gettext.bindtextdomain(_DOMAIN, folder)
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = wanted


def language_of(environment: Mapping[str, str]) -> str:
    """The language that is asked for: by WENSOU_LANGUAGE, else as gettext has it; English where ours are not among
    those.

    LANGUAGE goes before the locale, unless that is C: https://www.gnu.org/software/gettext/manual/html_node/The-LANGUAGE-variable.html
    """
    wanted = environment.get(ENVIRONMENT)
    if not wanted:
        wanted = next((value for name in _LOCALES if (value := environment.get(name))), _NONE[0])
        if wanted not in _NONE:
            wanted = environment.get("LANGUAGE") or wanted
    known = (_known(name) for name in wanted.split(":"))
    return next(filter(None, known), ENGLISH)


def _known(name: str) -> str:
    """Which of our languages a locale means: `zh_TW.UTF-8` and `zh-Hans` are Chinese; nothing for those of others."""
    code = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return CHINESE if code == CHINESE else ENGLISH if code in {ENGLISH, "c", "posix"} else ""
