"""`python -m pactgraph` is `pactgraph`."""

from .cli import main

main()
