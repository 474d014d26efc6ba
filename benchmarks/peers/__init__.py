"""What wensou is measured against."""
