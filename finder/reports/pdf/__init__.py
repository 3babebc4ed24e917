"""The report for people who decide: a few pages to print or to pass on."""
