"""The words that 字典 starts with: sources, industries, and what sales people choose from."""
