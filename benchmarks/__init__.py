"""Benchmarks: how fast is it, beside others, and how good? See docs/benchmarks.md."""
