"""One reader per format of labelled comments."""
