"""What the ledger withstands: killed processes, cut power, disks that fail, hostile files, crowds.

Each module is run by itself for long: `python -m tests.faults.kills --runs 5000`; `make faults`
runs them all. The tests beside them run a little of each.
"""
