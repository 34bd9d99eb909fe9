"""Benchmarks: how fast it is here, side by side with the usual ways of doing it."""
