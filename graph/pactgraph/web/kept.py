"""Answers kept for whoever asks the same again: same data, same job, same values.

Bounded by bytes; what was not asked for longest goes first. An answer that may be another next time
is never kept (`Reply.stable`), and a key names the version of the data, so nothing kept grows old.
"""

from __future__ import annotations

from collections import OrderedDict

from .protocol import Reply


class Kept:
    """The newest answers, up to so many bytes in all and an eighth of that each."""

    def __init__(self, bytes_: int) -> None:
        self._room = bytes_
        self._largest = bytes_ // 8
        self._replies: OrderedDict[str, Reply] = OrderedDict()

    def get(self, key: str) -> Reply | None:
        """The answer kept under the key, which is now the newest."""
        reply = self._replies.get(key)
        if reply is not None:
            self._replies.move_to_end(key)
        return reply

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer, if it will be the same next time and does not fill the room alone."""
        if reply.status != 200 or not reply.stable or len(reply.body) > self._largest or key in self._replies:
            return
        self._replies[key] = reply
        self._room -= len(reply.body)
        while self._room < 0:
            _, oldest = self._replies.popitem(last=False)
            self._room += len(oldest.body)
