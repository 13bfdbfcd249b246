"""The way from the child to the parent: one frame of JSON, its length in front.

It is what was the child's stdout; what the program prints goes where its stderr goes. The frame has
a length because processes that the program starts may keep the pipe open for ever.
"""

import os
from collections.abc import Callable

import msgspec

from conspect.check.outcome import Message

# A longer frame is not ours.
LONGEST = 256 * 2**20
_LENGTH = 8


def send(descriptor: int, message: Message) -> None:
    """Write the message as one frame."""
    text = msgspec.json.encode(message)
    rest = memoryview(len(text).to_bytes(_LENGTH, "big") + text)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def receive(read: Callable[[int], bytes]) -> Message | None:
    """Read one frame; None if it does not come whole, or is not ours.

    Args:
        read: gives up to so many bytes, none at the end.
    """
    head = _exactly(read, _LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > LONGEST:
        return None
    try:
        return msgspec.json.decode(_exactly(read, length), type=Message)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _exactly(read: Callable[[int], bytes], count: int) -> bytes:
    parts = []
    while count and (part := read(min(count, 2**20))):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
