"""What several domains need to know of a lead: registers, grades, months, completeness."""
