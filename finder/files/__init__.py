"""CSV files and workbooks as rows: encodings, size limits, and refusals in one sentence."""
