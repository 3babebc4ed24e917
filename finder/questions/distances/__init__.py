"""Distances from a list of one's own: to the nearest locations, or from one point to another, row by row.

A list is read as a stream, and nothing of it is kept: not in a cache, not in a log, and not in the manifest, which has only
its fingerprint and its number of rows.
"""
