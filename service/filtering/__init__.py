"""The heart: from a submission to evidence and a verdict, pure and without I/O."""
