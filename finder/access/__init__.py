"""Measures of access: `measure(matrix, what it is measured for, how)` -> a frozen result, one idea a file."""
