"""What is fast and what is not, beside its peers: `make bench` writes docs/benchmarks.md."""
