"""How much one request, one client and all of them may take."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import UsageError

_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a server; each protects the others' requests."""

    #: Seconds for one query, after which its process is ended.
    seconds: float = 10.0
    #: Seconds to make the explorer, whose findings are worked out for many days; once, then it is kept.
    making: float = 120.0
    #: Memory that one query may take beyond the data, in bytes. The worst of those that read all of it takes 100 MiB.
    memory: int = 256 * _MIB
    #: Bytes of one answer, before compression. All triples of the data as JSON are half of it.
    answer: int = 64 * _MIB
    #: Rows of one table of results. The data have half as many triples.
    rows: int = 250_000
    #: Queries worked on at once (many, so that a short one need not wait for a long one), and how many more
    #: may wait for how long, in all and of one client.
    at_once: int = 32
    waiting: int = 64
    waiting_of_one: int = 48
    patience: float = 10.0
    #: Bytes of finished answers that slow clients may leave unfetched, in all.
    unfetched: int = 512 * _MIB
    #: Bytes of answers that are kept for whoever asks the same again.
    kept: int = 64 * _MIB
    #: Bytes of a request's body, and of its address.
    body: int = _MIB
    address: int = 32 * 1024
    #: Seconds for a client to send a whole request, and to take some of the answer.
    sending: float = 20.0
    taking: float = 30.0
    connections: int = 1000
    #: Servers that a query may call by SERVICE, each as `service` gives it. The engine connects by itself, to
    #: wherever the name leads.
    services: tuple[str, ...] = ()


def service(text: str) -> str:
    """A server that queries may call: a host in lower case, and its port if it is not the usual one.

    The engine calls no address of IPv6 that stands in figures.

    >>> service("Data.Example.org:3030"), service("data.example.org")
    ('data.example.org:3030', 'data.example.org')
    """
    match = re.fullmatch(r"([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?", text)
    if match is None or (match[2] and not 0 < int(match[2]) < 2**16):
        raise UsageError(
            f"cannot call {text!r}; give a host as it stands in an address, with its port if that is not the usual "
            "one: data.example.org or localhost:3030"
        )
    return match[1].lower() + (f":{int(match[2])}" if match[2] else "")
