"""How a program ended, in words."""

from conspect.check.outcome import Ending
from conspect.language import _


def told(ending: Ending) -> str:
    """One line that says how the program ended, and what can be done about it.

    >>> told(Ending("missing_package", "torch", line=1))
    'needs the package torch, which is not installed here; run: pip install torch'
    """
    return _SENTENCES[ending.kind]().format(detail=ending.detail)


_SENTENCES = {
    "finished": lambda: _("ran to its end"),
    "enough": lambda: _("stopped after the steps that were needed"),
    "exit": lambda: _("ended itself before its last line"),
    "raised": lambda: _("stopped with {detail}"),
    "syntax": lambda: _("is not a Python program: {detail}"),
    "missing_package": lambda: _(
        "needs the package {detail}, which is not installed here; run: pip install {detail}"
    ),
    "missing_file": lambda: _(
        "needs the file {detail}, which is not here; run the check where the program finds it"
    ),
    "time": lambda: _("was still running when its time was up; give it fewer rows, or more time"),
    "memory": lambda: _("asked for more memory than it may have; give it fewer rows"),
    "crashed": lambda: _("was killed by {detail}: a crash outside Python, or too little memory"),
    "vanished": lambda: _("ended without a word ({detail})"),
}
