"""A command-line ledger of published government commitments."""

__version__ = "0.1.0"
