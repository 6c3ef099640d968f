"""The story of the sample workbook: one team from October 2023 to March 2024, told by a seed."""
