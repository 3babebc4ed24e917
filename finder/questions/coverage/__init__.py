"""Coverage: who is within reach of care by a standard, and who is not."""
