"""The life of one submission: what is asked of stores and model, and in which order."""
