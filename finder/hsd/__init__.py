"""CMS's yearly HSD Reference File: county types and limits that stand in for the rule's own."""
