"""The report: the verdict first, then each parameter and each mistake, notes last."""

from collections.abc import Iterator
from pathlib import Path

from conspect.check.findings import ParameterFinding, Report
from conspect.check.report.explained import right_way
from conspect.check.report.loss import loss_name
from conspect.check.report.mistake import mistake_section
from conspect.check.report.source import place_within, visible
from conspect.explain.document import Node, Note, Section, Sheet, Table, Text, Verdict
from conspect.language import _, plural

# Of a program with more parameters than this, those that are right are only counted.
_MOST_LISTED = 40


def sheet(report: Report, file: str, digits: int) -> Sheet:
    """What a check has found, told to people.

    Args:
        report: what was found.
        file: the program, as it was named.
        digits: the significant digits of numbers.
    """
    name = visible(Path(file).name)
    sections = [Section("check", _("Verdict"), tuple(_verdict(report, file)))]
    if report.parameters:
        sections.append(Section("check", _("Parameters"), tuple(_parameters(report, file))))
    sections += [
        mistake_section(mistake, number, file, digits)
        for number, mistake in enumerate(report.mistakes, 1)
    ]
    if report.notes:
        notes = tuple(Note(visible(note)) for note in report.notes)
        sections.append(Section("check", _("Notes"), notes))
    title = _("Check of {file}").format(file=name)
    return Sheet(title, tuple(sections), digits, right_way(report.mistakes, digits))


def _verdict(report: Report, file: str) -> Iterator[Node]:
    wrong = sum(one.verdict == "wrong" for one in report.parameters)
    total = len(report.parameters)
    if report.verdict == "right":
        yield Verdict("right", _("The gradients that this program applies are right."))
    elif report.verdict == "unclear":
        yield Verdict("unclear", _("It could not be established whether the gradients are right."))
        if report.reason:
            yield Text(_("Why: {reason}").format(reason=visible(report.reason)))
    elif wrong:
        yield Verdict(
            "wrong",
            plural(
                "Wrong: {count} of {total} parameters does not get the gradient of the loss.",
                "Wrong: {count} of {total} parameters do not get the gradient of the loss.",
                wrong,
            ).format(count=wrong, total=total),
        )
    elif report.parameters:
        yield Verdict(
            "wrong", _("Wrong: the gradients of this run are right, but the program has a mistake.")
        )
    else:
        yield Verdict("wrong", _("Wrong: this program does not train as it is meant to."))
    if report.mistakes:
        yield Text(_named(report))
    elif report.verdict == "wrong":
        yield Text(_("No known mistake reproduces these numbers."))
    if report.error:
        yield Text(_("The program ended with: {error}").format(error=visible(report.error)))
    if report.loss is not None:
        yield Text(_loss(report, file))
    if report.scale is not None and f"{report.scale:.6g}" != "1":
        yield Text(
            _(
                "All gradients carry a common factor of {scale} (learning rate, batch size, a ½ of "
                "the loss); it is no mistake, and is taken out of what follows."
            ).format(scale=f"{report.scale:.6g}")
        )


def _named(report: Report) -> str:
    causes = list(dict.fromkeys(visible(mistake.cause) for mistake in report.mistakes))
    return plural("The mistake: {causes}.", "The mistakes: {causes}.", len(causes)).format(
        causes=", ".join(causes)
    )


def _loss(report: Report, file: str) -> str:
    assert report.loss is not None
    said = {
        "given": _("The loss meant, as given: {loss}"),
        "found": _("The loss, as the program has it: {loss}"),
        "inferred": _("The loss meant, inferred from the program: {loss}"),
    }
    words = said.get(report.loss.origin, said["inferred"])
    told = words.format(loss=visible(loss_name(report.loss.expression)))
    span = report.loss.span
    if span is None:
        return told
    where = place_within(span.file or file, file, span.cell, span.line)
    if report.loss.function:
        where = f"{visible(report.loss.function)}, {where}"
    return f"{told} ({where})"


def _parameters(report: Report, file: str) -> Iterator[Node]:
    listed = report.parameters
    if len(listed) > _MOST_LISTED:
        listed = [one for one in listed if one.verdict != "right"][:_MOST_LISTED]
    header = (_("parameter"), _("verdict"), _("relative error"), _("updated"))
    rows = [_row(one, file) for one in listed]
    columns = len(header) if any(row[-1] for row in rows) else len(header) - 1
    if rows:
        yield Table(header[:columns], tuple(row[:columns] for row in rows))
    left = len(report.parameters) - len(listed)
    if left:
        right = sum(one.verdict == "right" for one in report.parameters)
        yield Text(
            plural(
                "{count} parameter is not listed; {right} of all are right.",
                "{count} parameters are not listed; {right} of all are right.",
                left,
            ).format(count=left, right=right)
        )


def _row(one: ParameterFinding, file: str) -> tuple[str, ...]:
    words = {"right": _("right"), "wrong": _("wrong"), "unclear": _("unclear")}
    error = "" if one.relative_error is None else f"{one.relative_error:.2g}"
    span = one.span
    place = "" if span is None else place_within(span.file or file, file, span.cell, span.line)
    return visible(one.name), words.get(one.verdict, one.verdict), error, place
