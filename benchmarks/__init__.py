"""How fast is it, beside others? See docs/benchmarks.md."""
