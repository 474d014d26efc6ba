"""What results look like: pure functions from records to text for machines, and drawing for terminals."""
