"""A value is used twice, and what comes back from one of its uses is left out."""

from collections.abc import Iterator

from conspect.check.diagnosis.evidence import Evidence, Flow
from conspect.check.diagnosis.layers import role_of
from conspect.check.diagnosis.roles import (
    Way,
    parts_of_activations,
    spoils_only_wrong,
    ways_back,
    with_share,
)
from conspect.check.recording.tape import Node
from conspect.language import _


def propose(evidence: Evidence) -> Iterator[Flow]:
    """The state's gradient from the next time step, or the cell's own, is not added."""
    uses: dict[Way, list[tuple[Node, Node]]] = {}
    for way, node, entry in ways_back(evidence.telling):
        uses.setdefault(way, []).append((node, entry))
    for way, pairs in uses.items():
        site, entries = pairs[0][0].site, [entry for _node, entry in pairs]
        if site is None or not _used_twice(evidence, entries):
            continue
        if not spoils_only_wrong(evidence, entries):
            continue
        yield Flow(
            "upstream_dropped", 1.3, with_share(way, lambda *_at: None),
            _("what goes back through line {line} ({text}) is not added to the gradient of what "
              "is used there").format(line=site.line, text=site.text),
            _("add up the gradients of all places where the value is used"),
            ("dh = dh from above + dh from the next step", "dh = dh from above"),
        )  # fmt: skip


def _used_twice(evidence: Evidence, entries: list[Node]) -> bool:
    """Whether some values, the same at several times, go into more than one operation."""
    setting = evidence.telling
    inside = parts_of_activations(setting)
    users = {
        inside[user].after if user in inside else role_of(user)
        for entry in entries
        for user in setting.layers.consumers.get(entry, [])
    }
    return len(users) > 1
