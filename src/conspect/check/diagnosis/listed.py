"""Matrices that a program keeps as lists of numbers: their elements in one step."""

from conspect.check.derivatives.arrays import Array
from conspect.check.diagnosis.evidence import Setting
from conspect.check.recording.tape import Node


def transposed_value(setting: Setting, version: Node, k: int) -> Array | None:
    """What stands at a parameter's node if the matrix is turned round; None for other nodes."""
    chain = setting.moment.step.versions[version]
    parameter, part = setting.case.place[id(chain)]
    if parameter != k:
        return None
    places = setting.case.parameters[k].places
    if not places:
        return setting.value(version).T
    wanted = places[part][::-1]
    for node, other in setting.moment.step.versions.items():
        owner, at = setting.case.place[id(other)]
        if owner == k and places[at] == wanted:
            return setting.value(node)
    return None
