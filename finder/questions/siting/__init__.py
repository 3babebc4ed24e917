"""Siting: where new stops help most, when all existing locations stay."""
