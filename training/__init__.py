"""Offline work: reading corpora, fitting, evaluating and comparing models."""
