"""Measures of access, each a function of a travel matrix: `measure(matrix, what it is measured for, how)` -> a frozen result."""
