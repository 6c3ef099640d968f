"""The messy workbook: a real-life book in which every check fires, and near misses that must not."""
