"""Services of others that are asked over HTTP: for a limited time, a few at once, and not while they keep failing."""
