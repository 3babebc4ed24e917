"""Which rows of two lists, or of one, are the same location: rules that can be read, no trained model."""
