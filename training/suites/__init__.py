"""Suites every model must pass: disguised spam, and genuine comments of many scripts."""
