"""CMS's yearly HSD Reference File: county types and limits that replace those of the rule."""
