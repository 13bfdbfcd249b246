"""Changes that the same line makes several times after the same forward pass."""

from conspect.check.analysis.steps import Transition
from conspect.check.analysis.targets import Meeting
from conspect.check.recording.tape import Node


def repetitions(transition: Transition) -> int:
    """How often the same line has applied a change that the same forward pass led to."""
    lines = [
        (link.binding.site.key(), tuple(sorted(id(m) for m in _outputs(reached))))
        for link, reached in zip(transition.links, transition.reached, strict=True)
        if reached
    ]
    whole = transition.links and transition.links[0].change.amount.shape == transition.version.shape
    return lines.count(lines[0]) if lines and whole else 0


def _outputs(reached: list[Meeting]) -> list[Node]:
    return [meeting.output for meeting in reached]


def first_time(transition: Transition) -> Transition:
    """The transition as if each line had been run once."""
    seen: set[object] = set()
    kept: list[int] = []
    for k, link in enumerate(transition.links):
        line = link.binding.site.key()
        if line not in seen:
            seen.add(line)
            kept.append(k)
    return Transition(
        transition.chain,
        transition.version,
        [transition.links[k] for k in kept],
        [transition.reached[k] for k in kept],
    )
