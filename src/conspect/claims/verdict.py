"""What is told about a claim: right or wrong, and the mistakes that yield it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from conspect.claims.lookup import Answer
from conspect.equations.write import Unicode
from conspect.explain.document import Document, Figure, Node, Section, Text
from conspect.explain.rounding import shorten
from conspect.language import _, plural

# Beyond the digits claimed, so that the true number can be seen to differ.
_MORE_DIGITS = 1


def with_answers(document: Document, answers: Sequence[Answer]) -> Document:
    """The same document, with what became of the claims before all else."""
    told = tuple(Section("claim", _("The claim"), tuple(_nodes(answer))) for answer in answers)
    digits = max([document.digits, *(_digits(answer) for answer in answers)])
    return replace(
        document, sections=(*told, *document.sections), digits=digits, answers=tuple(answers)
    )


def _nodes(answer: Answer) -> Iterator[Node]:
    claimed = answer.claim.text.replace("-", "−")
    yield Text(_("Claimed: {name} = {value}").format(name=answer.claim.name, value=claimed))
    yield Figure(answer.claim.name, answer.true, _("the true number"))
    if answer.right:
        yield Text(_("The claim is right, at the digits that it has."))
        return
    found = answer.explanations
    if not found:
        yield Text(_("The claim is wrong. No mistake that is known here yields that number."))
        return
    yield Text(
        plural(
            "The claim is wrong. One known mistake yields just that number:",
            "The claim is wrong. {count} known mistakes yield just that number:",
            len(found),
        ).format(count=len(found))
    )
    for explanation in found:
        value = Unicode().signed(shorten(explanation.value, _digits(answer)))
        yield Text(
            _("{cause}: {words}. It gives {value}.").format(
                cause=explanation.cause, words=explanation.words, value=value
            )
        )


def _digits(answer: Answer) -> int:
    return min(answer.claim.digits + _MORE_DIGITS, 17)
