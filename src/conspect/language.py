"""The language of the text that people read.

The source speaks English; `locale/LANG/LC_MESSAGES/conspect.mo` holds the translations. A message
is looked up when it is needed, in the language in use then, and its values filled in afterwards:

>>> _("layer {number}").format(number=2)
'layer 2'
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LOCALE_FOLDER = Path(__file__).parent / "locale"

_ENGLISH = gettext.NullTranslations()
_translations: ContextVar[gettext.NullTranslations] = ContextVar("translations", default=_ENGLISH)


def languages() -> list[str]:
    """The languages there are, English first.

    >>> languages()[0]
    'en'
    """
    return [
        "en",
        *sorted(file.parts[-3] for file in LOCALE_FOLDER.glob("*/LC_MESSAGES/conspect.mo")),
    ]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside this context, messages come in the language given (`en` if there is none for it)."""
    found = gettext.translation("conspect", LOCALE_FOLDER, [language], fallback=True)
    token = _translations.set(found)
    try:
        yield
    finally:
        _translations.reset(token)


def language_in_use() -> str:
    """The code of the language in use.

    >>> language_in_use()
    'en'
    """
    return _translations.get().info().get("language") or "en"


def _(message: str) -> str:
    """The message in the language in use."""
    return _translations.get().gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The message in the form that the language in use has for the count.

    >>> plural("{count} sample", "{count} samples", 3).format(count=3)
    '3 samples'
    """
    return _translations.get().ngettext(one, many, count)
