"""Fitted models at work: scoring and swapping."""
