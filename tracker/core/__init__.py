"""The rules of the ledger: pure functions over plain facts. No I/O, no clock, no environment."""
